using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using QrisPayments.Web;

namespace QrisPayments.Api;

/// <summary>A request's body, read whole, capped and checked before anything looks into it.</summary>
internal sealed class ApiBody
{
    public const int MaxBytes = 64 * 1024;
    private const int MaxDepth = 32;

    private static readonly JsonDocumentOptions Strict = new()
    {
        MaxDepth = MaxDepth,
        // With two amounts in one body, there is no telling which one was meant.
        AllowDuplicateProperties = false,
    };

    private readonly byte[] _bytes;

    private ApiBody(byte[] bytes, JsonElement? root)
    {
        _bytes = bytes;
        Fields = new ApiFields(root);
    }

    /// <summary>The fields; none when the body was empty and that was allowed.</summary>
    public ApiFields Fields { get; }

    /// <summary>SHA-256 of the raw bytes, lower-case hex.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(_bytes));

    /// <summary>Reads the body and has it answered; a body that cannot be read is refused without <paramref name="answer"/>.</summary>
    public static async Task<ApiAnswer> ReadAsync(
        HttpRequest request, Func<ApiBody, Task<ApiAnswer>> answer, bool mayBeEmpty = false, int maxBytes = MaxBytes)
    {
        if (!IsJson(request.ContentType)) return ApiProblems.NotJson();
        return await RequestBody.ReadAsync(request, maxBytes) switch
        {
            BodyResult.Read { Bytes: var bytes } => await AnswerAsync(bytes, answer, mayBeEmpty),
            BodyResult.Refused { Status: StatusCodes.Status413PayloadTooLarge } => ApiProblems.TooLarge(maxBytes),
            _ => ApiProblems.InvalidJson("The body could not be read to its end."),
        };
    }

    private static async Task<ApiAnswer> AnswerAsync(byte[] bytes, Func<ApiBody, Task<ApiAnswer>> answer, bool mayBeEmpty)
    {
        var json = bytes.AsMemory(bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0);
        if (json.Span.Trim(" \t\r\n"u8).Length == 0)
            return mayBeEmpty
                ? await answer(new ApiBody(bytes, null))
                : ApiProblems.InvalidJson("The body is empty; a JSON object is expected.");
        if (!Utf8.IsValid(json.Span)) return ApiProblems.InvalidJson("The body is not UTF-8.");
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, Strict);
        }
        // A lone surrogate in a name is legal JSON and no text; the search for duplicates trips over it.
        catch (InvalidOperationException)
        {
            return ApiProblems.InvalidJson("A name in the body holds broken Unicode.");
        }
        catch (JsonException exception)
        {
            var (line, place) = (exception.LineNumber + 1, exception.BytePositionInLine + 1);
            return ApiProblems.InvalidJson(
                $"The body cannot be read as JSON (line {line}, byte {place}); at most {MaxDepth} levels, every name once.");
        }
        using (document)
        {
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? await answer(new ApiBody(bytes, document.RootElement))
                : ApiProblems.InvalidJson("The body must be a JSON object.");
        }
    }

    private static bool IsJson(string? contentType)
    {
        if (string.IsNullOrWhiteSpace(contentType)) return true;
        var media = contentType.AsSpan();
        if (media.IndexOf(';') is >= 0 and var end) media = media[..end];
        media = media.Trim();
        return media.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (media.StartsWith("application/", StringComparison.OrdinalIgnoreCase)
                && media.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
    }
}
