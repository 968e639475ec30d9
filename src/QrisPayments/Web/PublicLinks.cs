using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;

namespace QrisPayments.Web;

/// <summary>
/// Addresses for others: below <c>PublicUrl</c>, whatever host and scheme a request named, since a client may name any. Without
/// <c>PublicUrl</c> they have the scheme, host and path base of the request at hand; without a request they are paths.
/// </summary>
internal sealed class PublicLinks(IOptions<IModuleOptions> options, IHttpContextAccessor accessor)
{
    public string Payment(string id) => Absolute($"/pay/{id}");

    /// <summary>An absolute address below the prefix.</summary>
    public string Absolute(string path)
    {
        var below = options.Value.Prefix + path;
        if (PublicUrl is { } url) return url + below;
        return accessor.HttpContext?.Request is { } request && Origin(request) is { } origin ? origin + below : below;
    }

    /// <summary>
    /// An address for gateways, or null without <c>PublicUrl</c>. Never from the request: a client that names another host in it would have
    /// the gateway's secrets sent there.
    /// </summary>
    public Uri? Outside(string path) => PublicUrl is { } url ? new Uri(url + options.Value.Prefix + path) : null;

    /// <summary>Where something is mounted: absolute, with a slash at the end.</summary>
    /// <param name="request">
    /// A request to it. Where its endpoint answers to certain host names alone (<c>RequireHost</c>), these count.
    /// </param>
    /// <param name="mount">The path below the path base, without a slash at the end.</param>
    public Uri Root(HttpRequest request, string mount)
    {
        var path = new PathString(mount).ToUriComponent() + "/";
        if (PublicUrl is { } url)
        {
            return OwnHost(request) is { } host
                ? new Uri($"{new Uri(url).Scheme}://{host}{request.PathBase.ToUriComponent()}{path}")
                : new Uri(url + path);
        }
        return Origin(request) is { } origin && Uri.TryCreate(origin + path, UriKind.Absolute, out var root)
            ? root
            : new Uri("http://localhost" + path);
    }

    /// <summary>The shop's host as customers know it, or null when there is no name at all.</summary>
    public string? ShopHost(HttpRequest request) => PublicUrl is { } url ? new Uri(url).Authority : Host(request);

    private string? PublicUrl => options.Value.PublicUrl is { Length: > 0 } url ? url.TrimEnd('/') : null;

    private static string? Origin(HttpRequest request) =>
        Host(request) is { } host ? $"{request.Scheme}://{host}{request.PathBase.ToUriComponent()}" : null;

    /// <summary>The host that the client named, or null when that is no name at all ("xn--").</summary>
    private static string? Host(HttpRequest request)
    {
        try
        {
            return request.Host.HasValue ? request.Host.ToUriComponent() : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The name that the host's own code gave the endpoint and the client used; a pattern such as *.example is none.</summary>
    private static string? OwnHost(HttpRequest request) =>
        request.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IHostMetadata>()?.Hosts.FirstOrDefault(name =>
            name.Equals(request.Host.Host, StringComparison.OrdinalIgnoreCase)
            || name.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
}
