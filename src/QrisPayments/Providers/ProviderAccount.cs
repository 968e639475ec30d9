using QrisPayments.Plugins;

namespace QrisPayments.Providers;

/// <summary>An account that money can arrive on, with the provider that serves it.</summary>
/// <param name="Id">The account's id, in the API too.</param>
/// <param name="ProviderId">The plugin's id.</param>
/// <param name="Provider">The plugin's object.</param>
/// <param name="Traits">Read once: a plugin's answer must not change between two looks.</param>
internal sealed record ProviderAccount(string Id, string ProviderId, IPaymentProvider Provider, ProviderTraits Traits)
{
    /// <summary>Stands between the module and the plugin.</summary>
    public required PluginGuard Guard { get; init; }

    /// <summary>When the shop offers it.</summary>
    public AccountRouting Routing { get; init; } = new();
}

/// <summary>When the shop offers an account. What is open there goes on, whatever this says.</summary>
internal sealed record AccountRouting
{
    public bool IsEnabled { get; init; } = true;

    /// <summary>Its plugin's place in the shop's order; accounts of one plugin stand in their own order.</summary>
    public int Position { get; init; }

    /// <summary>Bounds of the amount, whole rupiah.</summary>
    public long? MinAmount { get; init; }
    public long? MaxAmount { get; init; }

    /// <summary><c>07:00-22:00</c> in WIB, checked; the second may be the earlier one, then it runs over midnight.</summary>
    public string? Hours { get; init; }
}
