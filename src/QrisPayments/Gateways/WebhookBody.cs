using System.Text;
using System.Text.Unicode;

namespace QrisPayments.Gateways;

/// <summary>A webhook's bytes, kept as text where they are text.</summary>
internal static class WebhookBody
{
    public const int MaxBytes = 1 << 20;

    /// <summary>Signatures are made over bytes, so nothing may be lost on the way to a text column and back.</summary>
    public static string ToStored(ReadOnlySpan<byte> bytes) =>
        Utf8.IsValid(bytes) && bytes.IndexOf((byte)0) < 0 ? "t" + Encoding.UTF8.GetString(bytes) : "b" + Convert.ToBase64String(bytes);

    public static byte[] FromStored(string stored) =>
        stored[0] == 't' ? Encoding.UTF8.GetBytes(stored[1..]) : Convert.FromBase64String(stored[1..]);
}
