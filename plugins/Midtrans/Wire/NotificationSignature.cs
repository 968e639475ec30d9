using System.Security.Cryptography;
using System.Text;

namespace QrisPayments.Midtrans.Wire;

/// <summary><c>signature_key</c> of a notification: lower hex SHA-512 of order, status code, amount as written, and server key.</summary>
internal static class NotificationSignature
{
    public static string Of(string orderId, string statusCode, string grossAmount, string serverKey) =>
        Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes(orderId + statusCode + grossAmount + serverKey)));

    /// <summary>Compares in constant time (WIRE G10).</summary>
    public static bool Fits(string signature, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(expected));
}
