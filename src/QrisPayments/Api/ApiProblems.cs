using QrisPayments.Apps;
using QrisPayments.Web;

namespace QrisPayments.Api;

/// <summary>The errors that more than one route answers.</summary>
internal static class ApiProblems
{
    public static ApiAnswer Unauthorized() => ApiAnswer.Problem(401, "unauthorized",
        "Send the app's key as 'Authorization: Bearer KEY'. Keys are set under QrisPayments:Apps.");

    public static ApiAnswer Forbidden(string scope) => ApiAnswer.Problem(403, "forbidden",
        $"This app lacks the scope '{scope}'. Add it under QrisPayments:Apps:n:Scopes.");

    public static ApiAnswer RateLimited(TimeSpan wait) => ApiAnswer.Problem(429, "rate_limited",
        "This app sends more requests than it may. Wait as long as Retry-After says.", wait);

    public static ApiAnswer PaymentNotFound(string id) => ApiAnswer.Problem(404, "payment_not_found",
        $"There is no payment '{(id.Length > 64 ? id[..64] : id)}' that this app may see.");

    public static ApiAnswer NotFound() => ApiAnswer.Problem(404, "not_found", "There is nothing at this address of the API.");

    public static ApiAnswer MethodNotAllowed(string allowed) =>
        ApiAnswer.Problem(405, "method_not_allowed", $"This address takes {allowed}.");

    public static ApiAnswer InvalidJson(string detail) => ApiAnswer.Problem(400, "invalid_json", detail);

    public static ApiAnswer TooLarge(int maxBytes) =>
        ApiAnswer.Problem(413, "body_too_large", $"The body may have at most {maxBytes / 1024} KB.");

    public static ApiAnswer NotJson() =>
        ApiAnswer.Problem(415, "unsupported_media_type", "Send JSON, with Content-Type: application/json.");
}
