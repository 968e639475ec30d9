using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;

namespace QrisPayments.Web;

/// <summary>
/// Addresses for others: with the scheme, host and path base of the request at hand, or from <c>PublicUrl</c> where there
/// is no request; failing both, a path.
/// </summary>
internal sealed class PublicLinks(IOptions<IModuleOptions> options, IHttpContextAccessor accessor)
{
    public string Payment(string id) => Absolute($"/pay/{id}");

    /// <summary>An absolute address below the prefix.</summary>
    public string Absolute(string path)
    {
        var settings = options.Value;
        if (accessor.HttpContext?.Request is { } request && Host(request) is { } host)
            return $"{request.Scheme}://{host}{request.PathBase.ToUriComponent()}{settings.Prefix}{path}";
        return settings.PublicUrl is { Length: > 0 } url
            ? url.TrimEnd('/') + settings.Prefix + path
            : settings.Prefix + path;
    }

    /// <summary>
    /// An address for gateways, or null without <c>PublicUrl</c>. Never from the request: a client that names another host in it would have
    /// the gateway's secrets sent there.
    /// </summary>
    public Uri? Outside(string path) =>
        options.Value.PublicUrl is { Length: > 0 } url ? new Uri(url.TrimEnd('/') + options.Value.Prefix + path) : null;

    /// <summary>The host that the client named, or null when that is no name at all ("xn--").</summary>
    public static string? Host(HttpRequest request)
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
}
