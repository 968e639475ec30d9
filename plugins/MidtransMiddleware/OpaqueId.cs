using System.Security.Cryptography;
using System.Text;

namespace QrisPayments.MidtransMiddleware;

/// <summary>
/// Ids in Midtrans's format: they look like random UUIDs (RFC 9562, version 4), but are always the same for the same payment.
/// </summary>
internal static class OpaqueId
{
    /// <summary>The payment's id holds 128 random bits and does not follow from this.</summary>
    public static string Of(string purpose, string paymentId)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"midtrans-middleware:{purpose}:{paymentId}"))[..16];
        bytes[6] = (byte)(bytes[6] & 0x0f | 0x40);
        bytes[8] = (byte)(bytes[8] & 0x3f | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
