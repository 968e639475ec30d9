namespace QrisPayments.Plugins;

/// <summary>
/// Settings that say where the gateway is. The module then checks the address, gives the plugin an
/// <see cref="PluginContext{TSettings}.Http"/> that starts there, and lets it reach no other host.
/// </summary>
public interface IGatewayAddress
{
    /// <summary>Absolute; ends with a slash when it has a path.</summary>
    Uri? BaseUrl { get; }

    /// <summary>
    /// True when the operator accepts plain http, where keys and payments can be read and changed on their way; otherwise http is refused.
    /// </summary>
    bool AllowInsecureHttp { get; }
}
