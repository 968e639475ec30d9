namespace QrisPayments.Plugins.Providers;

/// <summary>An account as the console keeps it. Null means: as the provider or configuration says.</summary>
internal sealed record StoredAccount
{
    /// <summary>The plugin's id, or <c>{plugin id}.{name}</c>.</summary>
    public required string Id { get; init; }
    public required string PluginId { get; init; }
    public bool IsEnabled { get; init; } = true;

    /// <summary>Its place among its plugin's accounts.</summary>
    public int Position { get; init; }

    /// <summary>Bounds of the amount, whole rupiah.</summary>
    public long? MinAmount { get; init; }
    public long? MaxAmount { get; init; }

    /// <summary>How many percent more than the amount its gateway may ask for, 0–100.</summary>
    public int MaxFeePercent { get; init; } = RoutingSettings.DefaultMaxFeePercent;

    /// <summary><c>07:00-22:00</c> in WIB; may run over midnight.</summary>
    public string? Hours { get; init; }

    /// <summary>Settings by their names in the form, as text, secrets included.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Why its settings, or its secrets, cannot be read. They are then not among <see cref="Settings"/>.</summary>
    public Fault? Unreadable { get; init; }

    /// <summary>Rises with every change; a save demands the one that was read. 0 for one that is not stored yet.</summary>
    public long Version { get; init; }

    /// <summary>Its routing by the names of <see cref="RoutingSettings"/>.</summary>
    public IReadOnlyDictionary<string, string> Routing =>
        RoutingSettings.Texts(IsEnabled, Position, MinAmount, MaxAmount, MaxFeePercent, Hours);

    // A record would write its settings, and the secrets among them, into whatever it is printed to.
    public override string ToString() => $"{Id} version {Version}";
}
