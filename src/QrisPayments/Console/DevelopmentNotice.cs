using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Web;

namespace QrisPayments.Console;

/// <summary>Prints the link once the server listens, since only then its port is known.</summary>
internal sealed class DevelopmentNotice(
    DevelopmentLink link, IServiceProvider services, PublicLinks links, IOptions<IModuleOptions> module, ILogger<DevelopmentNotice> logger)
{
    public void Print()
    {
        if (!link.IsOffered) return;
        var addresses = new List<string> { LocalAddress() };
        // Through a tunnel, for a phone. Both are one link.
        if (links.Outside($"/admin{DevelopmentDoor.Path}/{link.Token}") is { } outside) addresses.Add(outside.AbsoluteUri);
        logger.LogInformation("Open the console with this link, which works once and within {Minutes} minutes: {Link}",
            DevelopmentLink.Lifetime.TotalMinutes, string.Join(" or ", addresses));
    }

    private string LocalAddress() => Origin() + Path();

    /// <summary>The server's first address as a browser on this machine writes it; empty for a server without ports.</summary>
    private string Origin()
    {
        var addresses = services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        foreach (var text in addresses)
        {
            var address = BindingAddress.Parse(text);
            if (address.IsUnixPipe || address.IsNamedPipe) continue;
            var host = address.Host is "+" or "*" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
            return $"{address.Scheme}://{host}:{address.Port}{address.PathBase}";
        }
        return "";
    }

    /// <summary>Where the host has mounted it, which may be inside a group of its own.</summary>
    private string Path()
    {
        var pattern = services.GetService<EndpointDataSource>()?.Endpoints.OfType<RouteEndpoint>()
            .FirstOrDefault(endpoint => endpoint.Metadata.GetMetadata<ConsoleRoute>() is { Opens: true, Method: "GET" })
            ?.RoutePattern.RawText ?? $"{module.Value.Prefix}/admin{DevelopmentDoor.Path}/{{token}}";
        return "/" + pattern.TrimStart('/').Replace("{token}", link.Token, StringComparison.Ordinal);
    }
}
