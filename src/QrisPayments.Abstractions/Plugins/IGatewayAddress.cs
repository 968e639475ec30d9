namespace QrisPayments.Plugins;

/// <summary>
/// Settings that say where the gateway is. The module then checks the address, gives the plugin an
/// <see cref="PluginContext{TSettings}.Http"/> that starts there, and lets it reach no other host.
/// </summary>
public interface IGatewayAddress
{
    /// <summary>Absolute; ends with a slash when it has a path.</summary>
    Uri? BaseUrl { get; }

    /// <summary>The operator's word that plain http is acceptable; without it, http is refused (WIRE G4, M2).</summary>
    bool AllowInsecureHttp { get; }
}
