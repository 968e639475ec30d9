using QrisPayments.Foundation;
using QrisPayments.Plugins.Providers;

namespace QrisPayments.Plugins;

/// <summary>Everything about plugins at one moment. Never changed: a change makes another, and a reader finishes with the one that it has.</summary>
internal sealed record PluginCatalog(
    IReadOnlyList<InstalledPlugin> Installed,
    IReadOnlyList<AccountState> Accounts,
    IReadOnlyList<ActiveFilter> Filters,
    IReadOnlyList<ActiveHandler> Handlers)
{
    public static PluginCatalog Empty { get; } = new([], [], [], []);

    /// <summary>At most one per plugin.</summary>
    public IReadOnlyList<ActiveFacade> Facades { get; init; } = [];

    public ActiveFacade? FindFacade(string pluginId) =>
        Facades.FirstOrDefault(facade => facade.PluginId.Equals(pluginId, StringComparison.OrdinalIgnoreCase));

    /// <summary>The plugin with that id; of several, the one that is not refused.</summary>
    public InstalledPlugin? Find(string id)
    {
        var named = Installed.Where(plugin => plugin.Id.Equals(id, StringComparison.OrdinalIgnoreCase)).ToList();
        return named.FirstOrDefault(plugin => plugin.State != PluginState.Refused) ?? named.FirstOrDefault();
    }
}

/// <summary>Whether a plugin runs.</summary>
internal enum PluginState
{
    /// <summary>Its code is in memory.</summary>
    Running,

    /// <summary>The operator switched it off; nothing of it is in memory.</summary>
    Disabled,

    /// <summary>It may not run, or failed while it was loaded.</summary>
    Refused,
}

/// <summary>A plugin in a plugin folder.</summary>
internal sealed record InstalledPlugin
{
    public required string Id { get; init; }
    public required string Folder { get; init; }
    public required string Fingerprint { get; init; }
    public PluginManifest? Manifest { get; init; }
    public required PluginState State { get; init; }

    /// <summary>Why it is refused; while it runs, why what lies in its folder by now may not take its place.</summary>
    public IReadOnlyList<Fault> Reasons { get; init; } = [];

    /// <summary>Its place in the shop's order.</summary>
    public required int Position { get; init; }

    /// <summary>Its code, while it runs.</summary>
    public LoadedPlugin? Loaded { get; init; }
}

/// <summary>One set of settings of a plugin, and the account made of it where the plugin brings a provider.</summary>
internal sealed record AccountState
{
    /// <summary>The plugin's id, or <c>{plugin id}.{name}</c> for further accounts.</summary>
    public required string Id { get; init; }
    public required string PluginId { get; init; }

    /// <summary>Its place among its plugin's accounts.</summary>
    public int Position { get; init; }

    /// <summary>Null while something is wrong with them.</summary>
    public object? Settings { get; init; }

    /// <summary>What is wrong with the settings.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>How the plugin failed while it made its provider.</summary>
    public string? Failure { get; init; }

    /// <summary>Null without a provider, and while something is wrong.</summary>
    public ProviderAccount? Account { get; init; }

    /// <summary>The account that was made, while it is left out because another one has its QRIS.</summary>
    public LeftOutAccount? LeftOut { get; init; }

    /// <summary>What its provider, and the plugin's filters and handlers, were given; null without settings.</summary>
    public PartServices? Services { get; init; }

    /// <summary>All that it was made from: the same recipe needs no new objects.</summary>
    public required string Recipe { get; init; }

    // Settings that are a record would write their secrets into whatever this is printed to.
    public override string ToString() => Id;
}

/// <summary>An account that is not used because another one, the keeper, has its QRIS.</summary>
internal sealed record LeftOutAccount(ProviderAccount Account, string Keeper);

/// <summary>A filter at work.</summary>
internal sealed record ActiveFilter(string PluginId, Type Value, int Order, object Filter, PluginGuard Guard);

/// <summary>A plugin's handler at work. Its target is its name in the outbox: <c>plugin:{id}/{name}</c>.</summary>
internal sealed record ActiveHandler(string PluginId, string Target, int Order, IPaymentHandler Handler, PluginGuard Guard);

/// <summary>A facade at work, with its routes as they were read when it was made.</summary>
internal sealed record ActiveFacade(string PluginId, IGatewayFacade Facade, FacadeRouteTable Routes, LoadedPlugin Plugin);
