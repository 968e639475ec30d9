using System.Security.Cryptography;
using System.Text;

namespace QrisPayments.Payments;

/// <summary>The secret at the end of an attempt's own webhook address: 256 random bits, of which we keep a hash (WIRE M1).</summary>
internal static class HookToken
{
    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
