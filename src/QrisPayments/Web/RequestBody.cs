using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace QrisPayments.Web;

/// <summary>A request's body: exactly one of the nested records.</summary>
internal abstract record BodyResult
{
    private BodyResult() { }

    public sealed record Read(byte[] Bytes) : BodyResult;

    /// <param name="Status">413 for a body above the cap, 400 for one that does not reach its own end, or what the server says.</param>
    public sealed record Refused(int Status) : BodyResult;
}

/// <summary>Reads a request's body whole, but never more of it than its cap.</summary>
internal static class RequestBody
{
    /// <summary>A client that announces much and sends little gets no more memory than this.</summary>
    private const int FirstBytes = 16 * 1024;

    public static async Task<BodyResult> ReadAsync(HttpRequest request, int maxBytes)
    {
        if (request.ContentLength > maxBytes) return new BodyResult.Refused(StatusCodes.Status413PayloadTooLarge);
        var aborted = request.HttpContext.RequestAborted;
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBytes);
        try
        {
            var length = 0;
            int read;
            while (length <= maxBytes && (read = await request.Body.ReadAsync(buffer.AsMemory(length), aborted)) > 0)
            {
                length += read;
                if (length == buffer.Length) buffer = Larger(buffer);
            }
            return length > maxBytes
                ? new BodyResult.Refused(StatusCodes.Status413PayloadTooLarge)
                : new BodyResult.Read(buffer.AsSpan(0, length).ToArray());
        }
        catch (BadHttpRequestException exception)
        {
            return new BodyResult.Refused(exception.StatusCode);
        }
        // A host that unpacks bodies by itself: this one was packed badly.
        catch (InvalidDataException)
        {
            return new BodyResult.Refused(StatusCodes.Status400BadRequest);
        }
        // Kestrel's exception for a chunk that lies about its size.
        catch (IOException) when (!aborted.IsCancellationRequested)
        {
            return new BodyResult.Refused(StatusCodes.Status400BadRequest);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Larger(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * full.Length);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
