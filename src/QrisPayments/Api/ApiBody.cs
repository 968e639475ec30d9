using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using QrisPayments.Web;

namespace QrisPayments.Api;

/// <summary>A request's body, read whole, capped and checked before anybody looks into it.</summary>
internal sealed class ApiBody : IDisposable
{
    public const int MaxBytes = 64 * 1024;
    private const int MaxDepth = 32;

    /// <summary>Who announces much and sends little gets no more than this.</summary>
    private const int FirstBytes = 16 * 1024;

    private static readonly JsonDocumentOptions Strict = new()
    {
        MaxDepth = MaxDepth,
        // Two amounts in one body: nobody can say which one was meant.
        AllowDuplicateProperties = false,
    };

    private readonly JsonDocument? _document;

    private ApiBody(JsonDocument? document, string hash)
    {
        _document = document;
        Hash = hash;
    }

    /// <summary>SHA-256 of the raw bytes, lower-case hex.</summary>
    public string Hash { get; }

    /// <summary>The fields; none when the body was empty and that was allowed.</summary>
    public ApiFields Fields => new(_document?.RootElement);

    public void Dispose() => _document?.Dispose();

    /// <summary>Reads the body; either it or the answer that refuses it.</summary>
    public static async Task<(ApiBody? Body, ApiAnswer? Refusal)> ReadAsync(HttpRequest request, bool mayBeEmpty, int maxBytes = MaxBytes)
    {
        if (!IsJson(request.ContentType)) return (null, ApiProblems.NotJson());
        if (request.ContentLength > maxBytes) return (null, ApiProblems.TooLarge(maxBytes));
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBytes);
        try
        {
            var length = 0;
            int read;
            while (length <= maxBytes && (read = await request.Body.ReadAsync(buffer.AsMemory(length), request.HttpContext.RequestAborted)) > 0)
            {
                length += read;
                if (length == buffer.Length) buffer = Larger(buffer);
            }
            return length > maxBytes ? (null, ApiProblems.TooLarge(maxBytes)) : Parse(buffer.AsSpan(0, length), mayBeEmpty);
        }
        catch (BadHttpRequestException exception)
        {
            return (null, exception.StatusCode == 413 ? ApiProblems.TooLarge(maxBytes) : ApiProblems.InvalidJson("The body could not be read to its end."));
        }
        // Kestrel's word for a chunk that lies about its size.
        catch (IOException) when (!request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return (null, ApiProblems.InvalidJson("The body could not be read to its end."));
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

    private static (ApiBody? Body, ApiAnswer? Refusal) Parse(ReadOnlySpan<byte> bytes, bool mayBeEmpty)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        if (bytes.Trim(" \t\r\n"u8).Length == 0)
            return mayBeEmpty ? (new ApiBody(null, hash), null) : (null, ApiProblems.InvalidJson("The body is empty; a JSON object is expected."));
        if (!Utf8.IsValid(bytes)) return (null, ApiProblems.InvalidJson("The body is not UTF-8."));
        try
        {
            var document = JsonDocument.Parse(bytes.ToArray(), Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return (new ApiBody(document, hash), null);
            document.Dispose();
            return (null, ApiProblems.InvalidJson("The body must be a JSON object."));
        }
        // A lone surrogate in a name is legal JSON and no text; the search for duplicates trips over it.
        catch (InvalidOperationException)
        {
            return (null, ApiProblems.InvalidJson("A name in the body holds broken Unicode."));
        }
        catch (JsonException exception)
        {
            var line = exception.LineNumber + 1;
            return (null, ApiProblems.InvalidJson($"The body cannot be read as JSON (line {line}, byte {exception.BytePositionInLine + 1}); at most {MaxDepth} levels, every name once."));
        }
    }

    private static bool IsJson(string? contentType)
    {
        if (string.IsNullOrWhiteSpace(contentType)) return true;
        var media = contentType.AsSpan();
        if (media.IndexOf(';') is >= 0 and var end) media = media[..end];
        media = media.Trim();
        return media.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (media.StartsWith("application/", StringComparison.OrdinalIgnoreCase) && media.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
    }
}
