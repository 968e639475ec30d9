using System.Text.Json;
using Microsoft.AspNetCore.Http;
using QrisPayments.Foundation;
using QrisPayments.Storage;

namespace QrisPayments.Web;

/// <summary>What an API handler answers: a status, a body and perhaps a header.</summary>
internal sealed class ApiAnswer
{
    private const string ProblemType = "application/problem+json; charset=utf-8";

    private ApiAnswer(int status, string body, string contentType)
    {
        Status = status;
        Body = body;
        ContentType = contentType;
    }

    public int Status { get; }
    public string Body { get; }
    public string ContentType { get; }
    public TimeSpan? RetryAfter { get; init; }

    public static ApiAnswer Ok(object body) => Json(200, JsonSerializer.Serialize(body, JsonShapes.Options));

    public static ApiAnswer Created(object body) => Json(201, JsonSerializer.Serialize(body, JsonShapes.Options));

    public static ApiAnswer Json(int status, string body) => new(status, body, "application/json; charset=utf-8");

    /// <summary>An error as RFC 9457 has it. Programs go by <c>code</c>, which is stable; <c>title</c> is the status in words.</summary>
    public static ApiAnswer Problem(
        int status, string code, string detail, TimeSpan? retryAfter = null, params (string Name, object? Value)[] more)
    {
        var members = new Dictionary<string, object?>
        {
            ["type"] = $"urn:qrispayments:problem:{code}",
            ["title"] = ReasonPhrase(status),
            ["status"] = status,
            ["detail"] = detail,
            ["code"] = code,
        };
        foreach (var (name, value) in more) members[name] = value;
        return new ApiAnswer(status, JsonSerializer.Serialize(members, JsonShapes.Options), ProblemType) { RetryAfter = retryAfter };
    }

    /// <summary>503 in place of an answer that needs the database.</summary>
    public static ApiAnswer DatabaseTrouble(DatabaseTrouble trouble)
    {
        var (code, detail) = trouble switch
        {
            Storage.DatabaseTrouble.Busy => ("temporarily_unavailable",
                "The database was too busy with the same rows. Repeat the request, with the same Idempotency-Key if it has one."),
            Storage.DatabaseTrouble.ReadOnly => ("database_read_only",
                "The shop's database takes no changes at this moment. "
                    + "Repeat the request later, with the same Idempotency-Key if it has one."),
            Storage.DatabaseTrouble.Full => ("database_full",
                "The shop's database is full. Repeat the request later, with the same Idempotency-Key if it has one."),
            Storage.DatabaseTrouble.Refused => ("database_refused",
                "The shop's database refuses a right or a table that is needed; the shop's log names it and the remedy. "
                    + "Repeat the request later, with the same Idempotency-Key if it has one."),
            _ => ("database_unavailable",
                "The shop's database cannot be reached at this moment. "
                    + "Repeat the request later, with the same Idempotency-Key if it has one."),
        };
        return Problem(503, code, detail, DatabaseTroubles.RetryAfter(trouble));
    }

    /// <summary>422: the request was understood, and these fields of it are wrong.</summary>
    public static ApiAnswer Invalid(params IReadOnlyList<Fault> faults) => Problem(
        422, "invalid_request", string.Join(" ", faults.Select(fault => fault.Message)), more: ("errors", faults));

    public async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (Status == 401) response.Headers.WWWAuthenticate = "Bearer realm=\"QrisPayments\"";
        if (RetryAfter is { } wait) response.SetRetryAfter(wait);
        await response.WriteAsync(Body, context.RequestAborted);
    }

    // RFC 9110, 15, and RFC 6585 for 429. The framework's own phrases are those of older standards.
    private static string ReasonPhrase(int status) => status switch
    {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        422 => "Unprocessable Content",
        429 => "Too Many Requests",
        503 => "Service Unavailable",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "This status has no reason phrase here; add it."),
    };
}
