using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace QrisPayments.Mounting;

/// <summary>
/// Addresses for others: with the scheme, host and path base of the request at hand, or from <c>PublicUrl</c> where there
/// is no request; failing both, a path.
/// </summary>
internal sealed class PublicLinks(IOptions<QrisPaymentsOptions> options, IHttpContextAccessor accessor)
{
    public string Payment(string id) => Absolute($"/pay/{id}");

    /// <summary>An absolute address below the prefix.</summary>
    public string Absolute(string path)
    {
        var settings = options.Value;
        if (accessor.HttpContext?.Request is { } request && request.Host.HasValue)
            return $"{request.Scheme}://{request.Host.ToUriComponent()}{request.PathBase.ToUriComponent()}{settings.Prefix}{path}";
        return settings.PublicUrl is { Length: > 0 } url
            ? url.TrimEnd('/') + settings.Prefix + path
            : settings.Prefix + path;
    }
}
