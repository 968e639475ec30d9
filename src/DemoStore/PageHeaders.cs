using Microsoft.AspNetCore.Mvc.Filters;

namespace DemoStore;

/// <summary>What every page of the shop, and nothing else, tells the browser. The shop has no script at all.</summary>
internal sealed class PageHeaders : IAlwaysRunResultFilter
{
    public void OnResultExecuting(ResultExecutingContext context)
    {
        var headers = context.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy =
            "default-src 'none'; img-src 'self' data:; style-src 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        // An order's address is its key: it must not travel to other sites.
        headers["Referrer-Policy"] = "same-origin";
        // Basket, language and orders are the visitor's own.
        headers.CacheControl = "no-cache, no-store";
    }

    public void OnResultExecuted(ResultExecutedContext context) { }
}
