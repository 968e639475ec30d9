using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace QrisPayments.Web;

/// <summary>
/// Some gateways carry secrets in addresses: a webhook's key in its path, an app's key in a path or query (WIRE Q8, Q9). Who traces or
/// logs a host's requests writes addresses down, so what is traced is the address without its secrets, and a host whose framework logs
/// addresses is told.
/// </summary>
internal static class TracedAddress
{
    /// <summary>The category in which ASP.NET Core writes every request's address, at Information.</summary>
    public const string RequestLines = "Microsoft.AspNetCore.Hosting.Diagnostics";

    // OpenTelemetry's conventions for HTTP servers, of now and before 1.21.
    private static readonly string[] Paths = ["url.path", "http.target"];
    private static readonly string[] Wholes = ["url.query", "url.full", "http.url"];

    /// <summary>Replaces the address in the request's trace, where something has put one.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">Its path without secrets.</param>
    public static void Hide(HttpContext context, string path)
    {
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is not { IsAllDataRequested: true } activity) return;
        foreach (var name in Paths) Replace(activity, name, context.Request.PathBase + path);
        foreach (var name in Wholes) Replace(activity, name, null);
    }

    /// <summary>Says once, at the start, that the host's own log will hold secrets.</summary>
    public static void WarnOfRequestLines(ILoggerFactory loggers, ILogger logger)
    {
        if (loggers.CreateLogger(RequestLines).IsEnabled(LogLevel.Information))
            logger.LogWarning("Every request's address is logged, and addresses of webhooks and of some gateways' APIs hold secrets. "
                + "Set Logging:LogLevel:Microsoft.AspNetCore to Warning, and keep paths out of a proxy's access log as well");
    }

    private static void Replace(Activity activity, string name, string? value)
    {
        if (activity.GetTagItem(name) is not null) activity.SetTag(name, value);
    }
}
