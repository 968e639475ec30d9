using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;

namespace QrisPayments.Gateways;

/// <summary>A webhook's bytes: read whole, kept as text where they are text.</summary>
internal static class WebhookBody
{
    public const int MaxBytes = 1 << 20;

    /// <summary>The bytes, or the status that refuses them.</summary>
    public static async Task<(byte[]? Body, int Status)> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength > MaxBytes) return (null, StatusCodes.Status413PayloadTooLarge);
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0)
            {
                bytes.Write(buffer, 0, read);
                if (bytes.Length > MaxBytes) return (null, StatusCodes.Status413PayloadTooLarge);
            }
            return (bytes.ToArray(), 0);
        }
        catch (BadHttpRequestException exception)
        {
            return (null, exception.StatusCode);
        }
        // Kestrel's word for a chunk that lies about its size.
        catch (IOException) when (!request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return (null, StatusCodes.Status400BadRequest);
        }
    }

    /// <summary>Signatures are made over bytes, so nothing may be lost on the way to a text column and back.</summary>
    public static string ToStored(ReadOnlySpan<byte> bytes) =>
        Utf8.IsValid(bytes) && bytes.IndexOf((byte)0) < 0 ? "t" + Encoding.UTF8.GetString(bytes) : "b" + Convert.ToBase64String(bytes);

    public static byte[] FromStored(string stored) => stored[0] == 't' ? Encoding.UTF8.GetBytes(stored[1..]) : Convert.FromBase64String(stored[1..]);
}
