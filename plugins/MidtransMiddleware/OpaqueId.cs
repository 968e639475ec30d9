using System.Security.Cryptography;
using System.Text;

namespace QrisPayments.MidtransMiddleware;

/// <summary>
/// Ids in the shape of Midtrans's: random UUIDs (RFC 9562, version 4) to whoever looks, and always the same for one payment.
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
