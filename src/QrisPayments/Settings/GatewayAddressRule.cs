using QrisPayments.Plugins;

namespace QrisPayments.Settings;

/// <summary>
/// The rule for a gateway's address: https, unless the operator says in so many words that plain http will do (WIRE G4, M2).
/// </summary>
internal static class GatewayAddressRule
{
    public static IEnumerable<Fault> Check(IGatewayAddress settings, SettingsLayers layers)
    {
        const string property = nameof(IGatewayAddress.BaseUrl);
        if (settings.BaseUrl is not { } url) yield break;
        var where = layers.Where(property);
        if (!url.IsAbsoluteUri || url.Scheme is not ("https" or "http") || url.Host.Length == 0)
            yield return new Fault(where, "address_invalid",
                $"{where} must be the gateway's absolute address, such as https://api.example.com/.");
        else if (url.Scheme == "http" && !settings.AllowInsecureHttp)
            yield return new Fault(where, "address_insecure",
                $"{where} is plain http: everybody on the way could read and change payments. "
                    + $"Use https, or, if the gateway has none, set {nameof(IGatewayAddress.AllowInsecureHttp)} to true.");
        else if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
            yield return new Fault(where, "address_invalid", $"{where} must hold no name, password, query or fragment.");
        else if (!url.AbsolutePath.EndsWith('/'))
            yield return new Fault(where, "address_invalid", $"{where} must end with a slash, or its last part would be lost.");
    }
}
