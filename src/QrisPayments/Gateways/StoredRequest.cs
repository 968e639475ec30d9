using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using QrisPayments.Foundation;
using QrisPayments.Plugins;
using QrisPayments.Storage;

namespace QrisPayments.Gateways;

/// <summary>A webhook's request as it is stored: whole, or the beginning of it.</summary>
/// <param name="Headers">A JSON object.</param>
/// <param name="Query">A JSON object.</param>
/// <param name="PathKey">The key in its address, redacted.</param>
/// <param name="Body">As <see cref="WebhookBody"/> writes it.</param>
/// <param name="IsCut">Whether anything of it is missing.</param>
internal sealed record StoredRequest(string Headers, string Query, string? PathKey, string Body, bool IsCut)
{
    private const int MaxHeaders = 1_500;
    private const int MaxQuery = 1_000;
    private const int MaxBody = 2_000;
    private const int MaxName = 100;
    private const int MaxValue = 300;

    /// <summary>What a row takes beside what was sent: its other columns and its places in four indexes.</summary>
    private const int RowBytes = 800;

    /// <summary>What it takes in the database.</summary>
    public int Bytes =>
        RowBytes + Encoding.UTF8.GetByteCount(Headers) + Encoding.UTF8.GetByteCount(Query) + Encoding.UTF8.GetByteCount(Body)
        + (PathKey is null ? 0 : Encoding.UTF8.GetByteCount(PathKey));

    public static StoredRequest Of(WebhookRequest request, WebhookRedaction redaction) => new(
        JsonSerializer.Serialize(redaction.Redact(request.Headers)), JsonSerializer.Serialize(redaction.Redact(request.Query)),
        request.PathKey is { } key ? StoredText.Cut(redaction.RedactWhole(key), 200) : null, WebhookBody.ToStored(request.Body.Span),
        IsCut: false);

    public static StoredRequest Of(WebhookRow row) => new(row.Headers, row.Query, row.PathKey, row.Body, row.IsCut);

    /// <summary>Tells the same request once more; of the whole, never of a beginning.</summary>
    public string Digest(string? attemptId) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', attemptId, PathKey, Query, Headers, Body))));

    /// <summary>
    /// The beginning, which is enough for a person: anybody can send it, so it must not fill the disk. What is short stays whole, so that
    /// it can be verified again once a wrong secret is corrected.
    /// </summary>
    public StoredRequest Cut()
    {
        var (headers, query, body) = (Cut(Headers, MaxHeaders), Cut(Query, MaxQuery), Beginning(Body, MaxBody));
        return new StoredRequest(headers, query, PathKey, body,
            IsCut || headers.Length < Headers.Length || query.Length < Query.Length || body.Length < Body.Length);
    }

    private static string Cut(string json, int max)
    {
        if (Encoding.UTF8.GetByteCount(json) <= max) return json;
        var (kept, left) = (new Dictionary<string, string>(), max - 2);
        foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, string>>(json)!)
        {
            var (key, text) = (Beginning(name, MaxName), Beginning(value, MaxValue));
            left -= JsonSerializer.SerializeToUtf8Bytes(key).Length + JsonSerializer.SerializeToUtf8Bytes(text).Length + 2;
            if (left < 0) break;
            kept[key] = text;
        }
        return JsonSerializer.Serialize(kept);
    }

    /// <summary>At most so many bytes of UTF-8, and no half characters.</summary>
    private static string Beginning(string text, int max)
    {
        Utf8.FromUtf16(text, new byte[max], out var read, out _);
        return text[..read];
    }
}
