using System.Security.Cryptography;
using System.Text;

namespace QrisPayments.BayarGg.Wire;

/// <summary>
/// <c>X-Webhook-Signature</c>: lower hex HMAC-SHA256 over <c>invoice_id|status|final_amount|timestamp</c>, and over nothing else:
/// who paid, how much arrived and when are not covered (WIRE B4).
/// </summary>
internal static class WebhookSignature
{
    public static string Of(string invoiceId, string status, string finalAmount, string timestamp, string secret) =>
        Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{invoiceId}|{status}|{finalAmount}|{timestamp}")));

    /// <summary>
    /// How PHP, which signs on the other side, may have written an amount: as it stands in the JSON, or as PHP prints that number
    /// (50347.00 is 50347 there). Never more than these two.
    /// </summary>
    public static IEnumerable<string> AmountForms(string written)
    {
        yield return written;
        var point = written.IndexOf('.', StringComparison.Ordinal);
        if (point > 0 && written.Skip(point + 1).All(char.IsAsciiDigit) && written.TrimEnd('0').TrimEnd('.') is var printed
            && printed != written)
            yield return printed;
    }

    /// <summary>Compares in constant time (WIRE G10).</summary>
    public static bool Fits(string signature, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(expected));
}
