using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.HttpLogging;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OutputCaching;

namespace QrisPayments.Web;

/// <summary>
/// Keeps a host's middleware away from what the module answers. Each part of it goes by the endpoint's metadata where the middleware runs
/// behind routing, and by a feature of the request where it ran before and saw no endpoint. None of it asks that the host has the
/// middleware at all.
/// </summary>
internal static class HostOptOut
{
    /// <summary>What a host may log of a request: addresses, headers and bodies carry keys and what customers tell.</summary>
    private const HttpLoggingFields Logged =
        HttpLoggingFields.RequestMethod | HttpLoggingFields.ResponseStatusCode | HttpLoggingFields.Duration;

    /// <summary>
    /// Opts out every endpoint of a group. It runs after all conventions, so a host cannot ask for a cache by mistake:
    /// <c>app.MapQrisPayments().CacheOutput()</c> would hand one customer's page to the next.
    /// </summary>
    public static void OptOutOfHost(this IEndpointConventionBuilder endpoints) => endpoints.Finally(Apply);

    public static void Apply(EndpointBuilder endpoint)
    {
        var metadata = endpoint.Metadata;
        for (var i = metadata.Count - 1; i >= 0; i--)
            if (metadata[i] is IOutputCachePolicy or OutputCacheAttribute) metadata.RemoveAt(i);
        // Each endpoint checks by itself: a host's fallback policy neither hides the checkout nor opens the rest.
        metadata.Add(new AllowAnonymousAttribute());
        metadata.Add(NeverCached.Policy);
        metadata.Add(new SkipStatusCodePagesAttribute());
        // Checkout's forms carry the payment's token, the console checks by itself, and a gateway has no token to send.
        metadata.Add(new RequireAntiforgeryTokenAttribute(required: false));
        // A create takes up to 25 seconds and has to be answered; a stream of events lasts as long as its page is open.
        metadata.Add(new DisableRequestTimeoutAttribute());
        metadata.Add(new HttpLoggingAttribute(Logged));
        if (endpoint.RequestDelegate is { } handler) endpoint.RequestDelegate = context => RunAsync(context, handler);
    }

    private static Task RunAsync(HttpContext context, RequestDelegate handler)
    {
        var features = context.Features;
        if (features.Get<IOutputCacheFeature>() is { } cache) NeverCached.Forbid(cache.Context);
        if (features.Get<IStatusCodePagesFeature>() is { } pages) pages.Enabled = false;
        features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        // The length of a compressed page tells a stranger who can choose a part of it what else it holds (BREACH).
        if (features.Get<IHttpsCompressionFeature>() is { } compression) compression.Mode = HttpsCompressionMode.DoNotCompress;
        // Every handler may say otherwise, but only the one for assets does.
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return handler(context);
    }

    /// <summary>
    /// Outvotes every policy that ran before it: the output cache then neither looks the request up nor keeps the answer.
    /// </summary>
    private sealed class NeverCached : IOutputCachePolicy
    {
        public static readonly NeverCached Policy = new();

        public static void Forbid(OutputCacheContext context)
        {
            context.EnableOutputCaching = false;
            context.AllowCacheLookup = false;
            context.AllowCacheStorage = false;
            context.AllowLocking = false;
        }

        public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
        {
            Forbid(context);
            return ValueTask.CompletedTask;
        }

        public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation)
        {
            Forbid(context);
            return ValueTask.CompletedTask;
        }

        public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
        {
            Forbid(context);
            return ValueTask.CompletedTask;
        }
    }
}
