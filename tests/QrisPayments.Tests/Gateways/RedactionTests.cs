using QrisPayments.Gateways;

namespace QrisPayments.Tests.Gateways;

/// <summary>What is stored of a webhook holds no secret, and nobody can have one put in.</summary>
public sealed class RedactionTests
{
    private readonly WebhookRedaction _redaction =
        new([KeyValuePair.Create("Key", "a+b/c=="), KeyValuePair.Create("Part:Key", "a+b/c==-longer")]);

    [Theory]
    [InlineData("a+b/c==", "‹Key›")]
    [InlineData("Bearer a+b/c==-longer", "Bearer ‹Part:Key›")]
    [InlineData("‹Key›", "‹›Key›")]
    [InlineData("‹", "‹›")]
    [InlineData("‹›a+b/c==‹", "‹››‹Key›‹›")]
    [InlineData("", "")]
    public void What_is_redacted_comes_back_as_it_was(string sent, string stored)
    {
        Assert.Equal(stored, _redaction.Redact(sent));
        Assert.Equal(sent, _redaction.Restore(_redaction.Redact(sent)));
    }
}
