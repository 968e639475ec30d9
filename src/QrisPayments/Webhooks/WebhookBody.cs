using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;

namespace QrisPayments.Webhooks;

/// <summary>A webhook's bytes: read whole, kept as text where they are text.</summary>
internal static class WebhookBody
{
    public const int MaxBytes = 1 << 20;

    /// <summary>The bytes, or null when there are too many.</summary>
    public static async Task<byte[]?> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength > MaxBytes) return null;
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0)
            {
                bytes.Write(buffer, 0, read);
                if (bytes.Length > MaxBytes) return null;
            }
            return bytes.ToArray();
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }

    /// <summary>Signatures are made over bytes, so nothing may be lost on the way to a text column and back.</summary>
    public static string ToStored(ReadOnlySpan<byte> bytes) =>
        Utf8.IsValid(bytes) && bytes.IndexOf((byte)0) < 0 ? "t" + Encoding.UTF8.GetString(bytes) : "b" + Convert.ToBase64String(bytes);

    public static byte[] FromStored(string stored) => stored[0] == 't' ? Encoding.UTF8.GetBytes(stored[1..]) : Convert.FromBase64String(stored[1..]);
}
