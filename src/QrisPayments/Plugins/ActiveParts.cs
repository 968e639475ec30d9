using Microsoft.Extensions.Logging;
using QrisPayments.Facades;
using QrisPayments.Providers;

namespace QrisPayments.Plugins;

/// <summary>Makes the filters and handlers of running plugins, with the settings of each plugin's own account, and their facades, which have none.</summary>
internal sealed class ActiveParts(AccountFactory factory, ILogger<ActiveParts> logger)
{
    /// <summary>The catalog with its filters, handlers and facades; those whose plugin and settings are the same as before are kept.</summary>
    public async Task<PluginCatalog> MakeAsync(PluginCatalog catalog, PluginCatalog before)
    {
        var filters = new List<ActiveFilter>();
        var handlers = new List<ActiveHandler>();
        foreach (var plugin in catalog.Installed)
        {
            if (plugin.Loaded is not { } loaded || loaded.Parts is { Filters.Count: 0, Handlers.Count: 0 }) continue;
            if (Own(catalog, plugin.Id) is not { Settings: { } settings, Services: { } services }) continue;
            if (ReferenceEquals(before.Find(plugin.Id)?.Loaded, loaded) && ReferenceEquals(Own(before, plugin.Id)?.Settings, settings))
            {
                filters.AddRange(before.Filters.Where(filter => filter.PluginId == plugin.Id));
                handlers.AddRange(before.Handlers.Where(handler => handler.PluginId == plugin.Id));
                continue;
            }
            foreach (var declared in loaded.Parts.Filters)
                if (await TryAsync(loaded, "a filter", () => declared.Create(settings, services)) is { } filter)
                    filters.Add(new ActiveFilter(plugin.Id, declared.Value, declared.Order, filter, loaded.Guard));
            foreach (var declared in loaded.Parts.Handlers)
                if (await TryAsync(loaded, $"its handler {declared.Name}", () => declared.Create(settings, services)) is { } handler)
                    handlers.Add(new ActiveHandler(plugin.Id, $"plugin:{plugin.Id}/{declared.Name}", declared.Order, handler, loaded.Guard));
        }
        var facades = new List<ActiveFacade>();
        foreach (var plugin in catalog.Installed)
            if (await FacadeAsync(plugin.Loaded, before) is { } facade) facades.Add(facade);
        return catalog with
        {
            Filters = [.. filters.OrderBy(filter => filter.Order).ThenBy(filter => filter.PluginId, StringComparer.Ordinal)],
            Handlers = [.. handlers.OrderBy(handler => handler.Order).ThenBy(handler => handler.PluginId, StringComparer.Ordinal)],
            Facades = facades,
        };
    }

    private static AccountState? Own(PluginCatalog catalog, string pluginId) => catalog.Accounts.FirstOrDefault(account => account.Id == pluginId);

    /// <summary>Made once per load: nothing that it is made from changes.</summary>
    private async Task<ActiveFacade?> FacadeAsync(LoadedPlugin? plugin, PluginCatalog before)
    {
        if (plugin?.Parts.Facade is not { } create) return null;
        if (before.Facades.FirstOrDefault(facade => ReferenceEquals(facade.Plugin, plugin)) is { } known) return known;
        return await TryAsync(plugin, "its facade", () =>
        {
            var facade = create(factory.FacadeContext(plugin));
            return new ActiveFacade(plugin.Manifest.Id, facade, new FacadeTable(facade.Routes), plugin);
        });
    }

    private async Task<T?> TryAsync<T>(LoadedPlugin plugin, string what, Func<T> make) where T : class
    {
        try
        {
            return await PluginThread.RunAsync($"qris-plugin:{plugin.Manifest.Id}", make);
        }
        // The others, and the shop, go on.
        catch (PluginFailedException failure)
        {
            logger.LogError("Plugin {Id} failed while it made {Part}; it is left out: {Failure}", plugin.Manifest.Id, what, failure.Message);
            return null;
        }
    }
}
