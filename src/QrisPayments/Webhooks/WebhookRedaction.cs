using System.Security.Cryptography;
using System.Text;

namespace QrisPayments.Webhooks;

/// <summary>
/// Keeps an account's secrets out of stored webhooks: each value is replaced by its setting's name, and put back when the
/// webhook is judged again (WIRE Q9).
/// </summary>
internal sealed class WebhookRedaction(IReadOnlyList<KeyValuePair<string, string>> secrets)
{
    // The longest first: one secret may be the beginning of another.
    private readonly KeyValuePair<string, string>[] _secrets = [.. secrets.OrderByDescending(secret => secret.Value.Length)];

    public string Redact(string text) => _secrets.Aggregate(text, (current, secret) => current.Replace(secret.Value, Mark(secret.Key), StringComparison.Ordinal));

    public string Restore(string text) => _secrets.Aggregate(text, (current, secret) => current.Replace(Mark(secret.Key), secret.Value, StringComparison.Ordinal));

    /// <summary>A value that is a secret by its place. What is none of ours (a wrong key, an old one) leaves only a trace.</summary>
    public string RedactWhole(string text) =>
        Redact(text) is var redacted && redacted != text ? redacted : $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16]}";

    private static string Mark(string name) => $"‹{name}›";
}
