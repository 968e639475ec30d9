using QrisPayments.Foundation;

namespace QrisPayments.Tests.Foundation;

/// <summary>F31: a payer's details decorate a sale. What does not fit is trimmed or left out, with a word about it.</summary>
public sealed class ContactRulesTests
{
    private static readonly string LongEmail = new string('x', 250) + "@b.id";

    public static TheoryData<string?, string?, string?> Phones => new()
    {
        { "08123456789", "08123456789", null },
        { "+62 (812) 345-6789", "+62 (812) 345-6789", null },
        { " 0812 3456 \u202C", "0812 3456", null },
        { "0812.3456.7890", "081234567890", "trimmed" },
        { "0812/3456/7890", "081234567890", "trimmed" },
        { "+62 (0) 812 - 3456 - 7890", "+62081234567890", "trimmed" },
        { "081234567890123456789", null, "left_out" },
        { "telepon saya", null, "left_out" },
        { "-", null, "left_out" },
        { "０８１２", null, "left_out" },
        { "", null, null },
        { "  ", null, null },
        { null, null, null },
    };

    public static TheoryData<string?, string?, string?> Emails => new()
    {
        { "budi@example.com", "budi@example.com", null },
        { "  budi@example.com\r\n", "budi@example.com", null },
        { "budi\u200B@example.com", "budi@example.com", null },
        { "budi @example.com", null, "left_out" },
        { "budi\u00A0@example.com", null, "left_out" },
        { "two@at@signs", null, "left_out" },
        { "no at sign", null, "left_out" },
        { "@", null, "left_out" },
        { LongEmail, null, "left_out" },
        { "", null, null },
    };

    public static TheoryData<string?, string?, string?> Names => new()
    {
        { " Siti\tAminah ", "Siti Aminah", null },
        { "\u202Eevil", "evil", null },
        { "\u3164", null, null },
        { new string('n', 100), new string('n', 100), null },
        { new string('n', 99) + "😀", new string('n', 99), "trimmed" },
        { new string('n', 99) + " tail", new string('n', 99), "trimmed" },
    };

    [Theory]
    [MemberData(nameof(Phones))]
    public void F31_a_phone_number(string? sent, string? kept, string? warning) =>
        Check(new Customer { Phone = sent }, kept is null ? null : new Customer { Phone = kept }, "customer.phone", warning);

    [Theory]
    [MemberData(nameof(Emails))]
    public void F31_an_address(string? sent, string? kept, string? warning) =>
        Check(new Customer { Email = sent }, kept is null ? null : new Customer { Email = kept }, "customer.email", warning);

    [Theory]
    [MemberData(nameof(Names))]
    public void F31_a_name(string? sent, string? kept, string? warning) =>
        Check(new Customer { Name = sent }, kept is null ? null : new Customer { Name = kept }, "customer.name", warning);

    /// <summary>Whatever comes, the rules end, keep what fits the columns, and are satisfied with their own work.</summary>
    [Fact]
    public void F31_any_text_is_fitted_once_and_for_all()
    {
        var random = new Random(31);
        string[] pieces = ["0812", "@", ".", "/", " ", "-", "(", "é", "😀", "\u202E", "\uD800", "\0", "\n", "nama", "budi@example.com"];
        for (var round = 0; round < 5_000; round++)
        {
            string Text() => string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => pieces[random.Next(pieces.Length)]));
            var sent = new Customer { Name = Text(), Email = Text(), Phone = Text() };

            var kept = ContactRules.Fit(sent);

            var again = new List<Fault>();
            Assert.Equal(kept, ContactRules.Fit(kept, again));
            Assert.Empty(again);
            Assert.True(kept?.Name is null or { Length: >= 1 and <= 100 });
            Assert.True(kept?.Email is null or { Length: >= 3 and <= 254 });
            Assert.True(kept?.Phone is null or { Length: >= 1 and <= 20 });
            Assert.All(new[] { kept?.Name, kept?.Email, kept?.Phone }, text => Assert.True(text is null || Faults.IsText(text)));
        }
    }

    private static void Check(Customer sent, Customer? kept, string field, string? warning)
    {
        var warnings = new List<Fault>();

        Assert.Equal(kept, ContactRules.Fit(sent, warnings));

        if (warning is null) Assert.Empty(warnings);
        else Assert.Equal((field, warning), (Assert.Single(warnings).Field, warnings[0].Code));
        // What was sent is personal data, and answers end up in logs.
        foreach (var text in new[] { sent.Name, sent.Email, sent.Phone })
            Assert.All(warnings, said => Assert.True(string.IsNullOrWhiteSpace(text) || text.Length < 2
                || !said.Message.Contains(text, StringComparison.Ordinal)));
    }
}
