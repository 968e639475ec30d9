using Microsoft.AspNetCore.Http;

namespace QrisPayments.Theming;

/// <summary>What every page of a payment carries: nothing from outside, nothing inline, nothing kept, nothing indexed.</summary>
internal static class PageHeaders
{
    public static void Apply(HttpResponse response, CheckoutOptions options)
    {
        var headers = response.Headers;
        var ancestors = options.FrameAncestors.Count == 0 ? "'none'" : string.Join(' ', options.FrameAncestors);
        // form-action 'self' is enough: our forms answer with a redirect to our own page, never to the shop.
        headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors " + ancestors;
        if (options.FrameAncestors.Count == 0)
            headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer"; // the address is the key to the page
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["X-Robots-Tag"] = "noindex";
    }
}
