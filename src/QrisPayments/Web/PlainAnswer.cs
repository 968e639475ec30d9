using Microsoft.AspNetCore.Http;

namespace QrisPayments.Web;

/// <summary>
/// A status with a few words, where neither a page nor JSON is expected. An answer without a body looks to a host's middleware as if it
/// still had to be written.
/// </summary>
internal static class PlainAnswer
{
    public static Task WriteAsync(HttpContext context, int status, string text, TimeSpan? retryAfter = null)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "text/plain; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (retryAfter is { } wait) response.SetRetryAfter(wait);
        return response.WriteAsync(text, context.RequestAborted);
    }
}
