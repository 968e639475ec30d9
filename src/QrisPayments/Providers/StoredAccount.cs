namespace QrisPayments.Providers;

/// <summary>An account as the console keeps it. Null means: as the provider or configuration says.</summary>
internal sealed record StoredAccount
{
    public required string Id { get; init; }
    public required string PluginId { get; init; }
    public bool IsEnabled { get; init; } = true;
    public int Position { get; init; }
    public long? MinAmount { get; init; }
    public long? MaxAmount { get; init; }

    /// <summary><c>07:00-22:00</c> in WIB; may run over midnight.</summary>
    public string? Hours { get; init; }

    /// <summary>Settings by property name, as text, secrets included.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Rises with every change; a save demands the one that was read.</summary>
    public long Version { get; init; }
}
