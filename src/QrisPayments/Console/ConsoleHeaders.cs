using Microsoft.AspNetCore.Http;

namespace QrisPayments.Console;

/// <summary>What every answer of the console carries: nothing from outside, nothing inline, no frame, nothing kept, no trace.</summary>
internal static class ConsoleHeaders
{
    public static void Apply(HttpResponse response)
    {
        var headers = response.Headers;
        // No script at all: every form works without.
        headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.XContentTypeOptions = "nosniff";
        // In the words of the framework's antiforgery, which otherwise warns at every form.
        headers.CacheControl = "no-cache, no-store";
        headers.Pragma = "no-cache";
        headers["X-Robots-Tag"] = "noindex, nofollow";
    }
}
