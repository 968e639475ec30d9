namespace QrisPayments.Plugins;

/// <summary>Which addresses a plugin's client may ask: read once from its settings, because the client must not change with them.</summary>
internal sealed class GatewayReach(IGatewayAddress? address)
{
    private readonly Uri? _base = address?.BaseUrl;
    private readonly bool _allowsHttp = address?.AllowInsecureHttp == true;

    /// <summary>Why the request must not leave, without naming its address; null when it may.</summary>
    public string? Refuse(HttpRequestMessage request)
    {
        if (request.RequestUri is not { IsAbsoluteUri: true } uri) return "The request has no absolute address.";
        if (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && _allowsHttp))
            return "Only https is allowed; AllowInsecureHttp in the settings would allow http.";
        if (uri.UserInfo.Length > 0) return "An address must not hold a user's name.";
        if (request.Headers.Host is not null) return "The Host header is not the plugin's to set.";
        if (_base is null) return null;
        if (uri.Scheme != _base.Scheme || uri.Port != _base.Port || !uri.IdnHost.Equals(_base.IdnHost, StringComparison.OrdinalIgnoreCase))
            return $"Only {_base.Scheme}://{_base.Authority} may be asked, the gateway that the settings name.";
        return IsBelow(uri.AbsolutePath, _base.AbsolutePath)
            ? null
            : "Only addresses below the gateway's path in the settings may be asked.";
    }

    private static bool IsBelow(string path, string folder)
    {
        folder = folder[..(folder.LastIndexOf('/') + 1)];
        // A server may read %2e%2e/ as the way up and %5c as a slash.
        return path.StartsWith(folder, StringComparison.Ordinal)
            && (folder.Length == 1
                || !(path.Contains("..", StringComparison.Ordinal) || path.Contains("%2e", StringComparison.OrdinalIgnoreCase)
                    || path.Contains("%5c", StringComparison.OrdinalIgnoreCase)));
    }
}
