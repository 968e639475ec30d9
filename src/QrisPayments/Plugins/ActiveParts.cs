using QrisPayments.Plugins.Providers;

namespace QrisPayments.Plugins;

/// <summary>
/// Makes the filters and handlers of running plugins, with the settings of each plugin's own account, and their facades, which have none.
/// </summary>
internal sealed class ActiveParts(AccountFactory factory)
{
    /// <summary>
    /// The catalog with its filters, handlers and facades; those whose plugin and settings are the same as before are kept.
    /// </summary>
    public async Task<PluginCatalog> MakeAsync(PluginCatalog catalog, PluginCatalog before)
    {
        // All at once: of several that never return, each would hold up the others for its whole time.
        var plugins = catalog.Installed.Where(plugin => plugin.Loaded is not null).ToList();
        var filters = Task.WhenAll(plugins.Select(plugin => FiltersAsync(plugin.Loaded!, catalog, before)));
        var handlers = Task.WhenAll(plugins.Select(plugin => HandlersAsync(plugin.Loaded!, catalog, before)));
        var facades = await Task.WhenAll(plugins.Select(plugin => FacadeAsync(plugin.Loaded!, before)));
        return catalog with
        {
            Filters = [.. (await filters).SelectMany(made => made).OrderBy(filter => filter.Order)
                .ThenBy(filter => filter.PluginId, StringComparer.Ordinal)],
            Handlers = [.. (await handlers).SelectMany(made => made).OrderBy(handler => handler.Order)
                .ThenBy(handler => handler.PluginId, StringComparer.Ordinal)],
            Facades = [.. facades.OfType<ActiveFacade>()],
        };
    }

    private static async Task<IEnumerable<ActiveFilter>> FiltersAsync(LoadedPlugin plugin, PluginCatalog catalog, PluginCatalog before)
    {
        var id = plugin.Manifest.Id;
        if (plugin.Parts.Filters.Count == 0 || Own(catalog, id) is not { Settings: { } settings, Services: { } services }) return [];
        if (IsSame(plugin, settings, before)) return before.Filters.Where(filter => filter.PluginId == id);
        var made = await Task.WhenAll(plugin.Parts.Filters.Select(async declared =>
            await TryAsync(plugin, $"make its filter of {declared.Value.Name}", () => declared.Create(settings, services)) is { } filter
                ? new ActiveFilter(id, declared.Value, declared.Order, filter, plugin.Guard) : null));
        return made.OfType<ActiveFilter>();
    }

    private static async Task<IEnumerable<ActiveHandler>> HandlersAsync(LoadedPlugin plugin, PluginCatalog catalog, PluginCatalog before)
    {
        var id = plugin.Manifest.Id;
        if (plugin.Parts.Handlers.Count == 0 || Own(catalog, id) is not { Settings: { } settings, Services: { } services }) return [];
        if (IsSame(plugin, settings, before)) return before.Handlers.Where(handler => handler.PluginId == id);
        var made = await Task.WhenAll(plugin.Parts.Handlers.Select(async declared =>
            await TryAsync(plugin, $"make its handler {declared.Name}", () => declared.Create(settings, services)) is { } handler
                ? new ActiveHandler(id, $"plugin:{id}/{declared.Name}", declared.Order, handler, plugin.Guard) : null));
        return made.OfType<ActiveHandler>();
    }

    private static bool IsSame(LoadedPlugin plugin, object settings, PluginCatalog before) =>
        ReferenceEquals(before.Find(plugin.Manifest.Id)?.Loaded, plugin)
            && ReferenceEquals(Own(before, plugin.Manifest.Id)?.Settings, settings);

    private static AccountState? Own(PluginCatalog catalog, string pluginId) =>
        catalog.Accounts.FirstOrDefault(account => account.Id == pluginId);

    /// <summary>Made once per load: nothing that it is made from changes.</summary>
    private async Task<ActiveFacade?> FacadeAsync(LoadedPlugin plugin, PluginCatalog before)
    {
        if (plugin.Parts.Facade is not { } create) return null;
        if (before.Facades.FirstOrDefault(facade => ReferenceEquals(facade.Plugin, plugin)) is { } known) return known;
        return await TryAsync(plugin, "make its facade", () =>
        {
            var facade = create(factory.FacadeContext(plugin));
            return new ActiveFacade(plugin.Manifest.Id, facade, new FacadeTable(facade.Routes), plugin);
        });
    }

    private static async Task<T?> TryAsync<T>(LoadedPlugin plugin, string what, Func<T> make) where T : class
    {
        try
        {
            return await PluginThread.RunAsync($"qris-plugin:{plugin.Manifest.Id}", make);
        }
        // It is left out; the others, and the shop, go on.
        catch (PluginFailedException failure)
        {
            plugin.Guard.Note(new PluginCall(null, what, PluginThread.TimeBox), $"{failure.Message}. It is left out.");
            return null;
        }
    }
}
