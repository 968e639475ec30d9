namespace QrisPayments.Plugins.Providers;

/// <summary>An account that money can arrive on, with the provider that serves it.</summary>
/// <param name="Id">The account's id, in the API too.</param>
/// <param name="ProviderId">The plugin's id.</param>
/// <param name="Provider">The plugin's object.</param>
/// <param name="Traits">Read once: a plugin's answer must not change between two looks.</param>
internal sealed record ProviderAccount(string Id, string ProviderId, IPaymentProvider Provider, ProviderTraits Traits)
{
    /// <summary>Stands between the module and the plugin.</summary>
    public required PluginGuard Guard { get; init; }

    /// <summary>The account's secrets by the names of their settings: what is stored of it must not hold them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Secrets { get; init; } = [];

    /// <summary>Its name in the plugin's guard: each account has a breaker of its own.</summary>
    public string Part => Id;

    /// <summary>False while it is left alone after repeated faults.</summary>
    public bool IsAdmitted => Guard.Admits(Part);

    /// <summary>When the shop offers it.</summary>
    public AccountRouting Routing
    {
        get;
        init
        {
            field = value;
            Hours = OpeningHours.Parse(value.Hours);
        }
    } = new();

    /// <summary>When new payments are opened here; null for the whole day.</summary>
    public OpeningHours? Hours { get; private init; }

    /// <summary>The least amount that both provider and shop want here.</summary>
    public long MinAmount => Math.Max(Traits.MinAmount, Routing.MinAmount ?? 0);

    /// <summary>The greatest amount that both provider and shop want here.</summary>
    public long MaxAmount => Math.Min(Traits.MaxAmount, Routing.MaxAmount ?? long.MaxValue);

    public bool Takes(long amount) => amount >= MinAmount && amount <= MaxAmount;

    /// <summary>A create names one account, or a provider and so all of its accounts.</summary>
    public bool IsNamed(string name) => Id == name || ProviderId == name;
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

    /// <summary>How many percent more than the amount its gateway may ask of the customer, 0–100.</summary>
    public int MaxFeePercent { get; init; } = RoutingSettings.DefaultMaxFeePercent;

    /// <summary><c>07:00-22:00</c> in WIB, checked; the second may be the earlier one, then it runs over midnight.</summary>
    public string? Hours { get; init; }
}
