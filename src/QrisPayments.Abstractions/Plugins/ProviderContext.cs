using Microsoft.Extensions.Logging;

namespace QrisPayments.Plugins;

/// <summary>What a part of a plugin is given when it is made.</summary>
public class PluginContext<TSettings> where TSettings : class, new()
{
    /// <summary>Checked. After a change a new part is made; this object never changes.</summary>
    public required TSettings Settings { get; init; }

    /// <summary>The only clock to use.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Never write secrets or payer data to it.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>
    /// The only way out: https (or what <see cref="IGatewayAddress"/> allows), no redirects, no cookies, at most 10 s to connect,
    /// 20 s in all and 1 MB of answer; GET is tried again, nothing else is. When the settings name a gateway's address,
    /// it is the base address and no other host is reached, so that a key never goes elsewhere.
    /// </summary>
    public required HttpClient Http { get; init; }
}

/// <summary>What a provider is given when it is made.</summary>
public sealed class ProviderContext<TSettings> : PluginContext<TSettings> where TSettings : class, new()
{
    /// <summary>The account that it serves: where the money arrives.</summary>
    public required string AccountId { get; init; }

    /// <summary>Money is simulated: use the gateway's own sandbox, if it has one.</summary>
    public required bool IsSandbox { get; init; }
}
