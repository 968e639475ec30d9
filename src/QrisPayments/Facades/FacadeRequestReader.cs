using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;

namespace QrisPayments.Facades;

/// <summary>Makes a request as facades see it: data alone.</summary>
internal static class FacadeRequestReader
{
    private const int MaxFields = 200;

    /// <summary>The request; null when its body is sent as a form and cannot be read as one.</summary>
    public static async Task<FacadeRequest?> ReadAsync(
        HttpRequest http, byte[] body, IReadOnlyDictionary<string, string> route, Uri root, DateTimeOffset receivedAt)
    {
        var type = MediaTypeHeaderValue.TryParse(http.ContentType, out var parsed) ? parsed : null;
        var media = type?.MediaType.Value?.ToLowerInvariant();
        var form = new Dictionary<string, string>(StringComparer.Ordinal);
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        try
        {
            if (media == "application/x-www-form-urlencoded") await ReadFormAsync(body, form);
            else if (media == "multipart/form-data")
                await ReadPartsAsync(body, HeaderUtilities.RemoveQuotes(type!.Boundary).Value, form, files);
        }
        // The readers' words for too many fields, too long names, no boundary, an end that does not come.
        catch (Exception exception) when (exception is InvalidDataException or IOException or FormatException)
        {
            return null;
        }
        return new FacadeRequest
        {
            Method = HttpMethods.IsHead(http.Method) ? HttpMethods.Get : http.Method.ToUpperInvariant(),
            Route = route,
            Query = http.Query.ToDictionary(pair => pair.Key, pair => pair.Value.Count > 0 ? pair.Value[^1]
                ?? "" : "", StringComparer.OrdinalIgnoreCase),
            Headers = http.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value!),
                StringComparer.OrdinalIgnoreCase),
            Body = body,
            ContentType = media,
            Form = form,
            Files = files,
            ReceivedAt = receivedAt,
            Root = root,
        };
    }

    private static async Task ReadFormAsync(byte[] body, Dictionary<string, string> form)
    {
        using var reader = new FormReader(new MemoryStream(body), Encoding.UTF8)
        {
            ValueCountLimit = MaxFields, ValueLengthLimit = body.Length + 1,
        };
        foreach (var (name, values) in await reader.ReadFormAsync())
            form[name] = values.Count > 0 ? values[^1] ?? "" : "";
    }

    private static async Task ReadPartsAsync(
        byte[] body, string? boundary, Dictionary<string, string> form, Dictionary<string, ReadOnlyMemory<byte>> files)
    {
        if (string.IsNullOrEmpty(boundary) || boundary.Length > 100) throw new InvalidDataException();
        var reader = new MultipartReader(boundary, new MemoryStream(body));
        for (var i = 0; await reader.ReadNextSectionAsync() is { } part; i++)
        {
            if (i == MaxFields) throw new InvalidDataException();
            if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition)
                || HeaderUtilities.RemoveQuotes(disposition.Name).Value is not { Length: > 0 } name)
                continue;
            using var bytes = new MemoryStream();
            await part.Body.CopyToAsync(bytes);
            if (disposition.FileName.HasValue || disposition.FileNameStar.HasValue) files[name] = bytes.ToArray();
            else form[name] = Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        }
    }
}
