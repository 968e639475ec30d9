using System.Security.Cryptography;
using System.Text;

namespace QrisPayments.Gateways;

/// <summary>
/// Keeps an account's secrets out of stored headers, parameters and keys: each is replaced by its setting's name in ‹ ›, and put
/// back where a webhook is verified later (WIRE Q9). A ‹ that was sent is kept as ‹›, so that a sender cannot send a name and have the
/// secret put in its place.
/// </summary>
internal sealed class WebhookRedaction(IReadOnlyList<KeyValuePair<string, string>> secrets)
{
    private const char Open = '‹', Close = '›';

    // The longest first: one secret may be the beginning of another.
    private readonly KeyValuePair<string, string>[] _secrets = [.. secrets.OrderByDescending(secret => secret.Value.Length)];

    /// <summary>Values, before they are written as JSON: its escapes would hide secrets.</summary>
    public Dictionary<string, string> Redact(IReadOnlyDictionary<string, string> values) =>
        values.ToDictionary(pair => pair.Key, pair => Redact(pair.Value));

    public string Redact(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var (name, value) = Array.Find(_secrets, secret => string.CompareOrdinal(text, at, secret.Value, 0, secret.Value.Length) == 0);
            if (name is not null) result.Append(Open).Append(name).Append(Close);
            else if (text[at] == Open) result.Append(Open).Append(Close);
            else result.Append(text[at]);
            at += value?.Length ?? 1;
        }
        return result.ToString();
    }

    public string Restore(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var end = text[at] == Open ? text.IndexOf(Close, at) : -1;
            if (end < 0)
            {
                result.Append(text[at++]);
                continue;
            }
            var name = text[(at + 1)..end];
            result.Append(name.Length == 0
                ? Open.ToString()
                : Array.Find(_secrets, secret => secret.Key == name).Value ?? text[at..(end + 1)]);
            at = end + 1;
        }
        return result.ToString();
    }

    /// <summary>A value that is a secret by its place. A key that is not ours (a wrong or an old one) leaves only a trace.</summary>
    public string RedactWhole(string text) =>
        Array.Exists(_secrets, secret => text.Contains(secret.Value, StringComparison.Ordinal))
            ? Redact(text)
            : $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16]}";
}
