using Microsoft.Extensions.Logging;
using QrisPayments.Facades;
using QrisPayments.Providers;

namespace QrisPayments.Plugins;

/// <summary>Makes the filters and handlers of running plugins, with the settings of each plugin's own account, and their facades, which have none.</summary>
internal sealed class ActiveParts(AccountFactory factory, ILogger<ActiveParts> logger)
{
    /// <summary>The catalog with its filters, handlers and facades; those whose plugin and settings are the same as before are kept.</summary>
    public PluginCatalog Make(PluginCatalog catalog, PluginCatalog before)
    {
        var filters = new List<ActiveFilter>();
        var handlers = new List<ActiveHandler>();
        foreach (var plugin in catalog.Installed)
        {
            if (plugin.Loaded is not { } loaded || loaded.Parts is { Filters.Count: 0, Handlers.Count: 0 }) continue;
            if (Settings(catalog, plugin.Id) is not { } settings) continue;
            if (ReferenceEquals(before.Find(plugin.Id)?.Loaded, loaded) && ReferenceEquals(Settings(before, plugin.Id), settings))
            {
                filters.AddRange(before.Filters.Where(filter => filter.PluginId == plugin.Id));
                handlers.AddRange(before.Handlers.Where(handler => handler.PluginId == plugin.Id));
                continue;
            }
            var services = factory.Services(loaded, settings);
            foreach (var declared in loaded.Parts.Filters)
                if (Try(loaded, "a filter", () => declared.Create(settings, services)) is { } filter)
                    filters.Add(new ActiveFilter(plugin.Id, declared.Value, declared.Order, filter, loaded.Guard));
            foreach (var declared in loaded.Parts.Handlers)
                if (Try(loaded, $"its handler {declared.Name}", () => declared.Create(settings, services)) is { } handler)
                    handlers.Add(new ActiveHandler(plugin.Id, $"plugin:{plugin.Id}/{declared.Name}", declared.Order, handler, loaded.Guard));
        }
        return catalog with
        {
            Filters = [.. filters.OrderBy(filter => filter.Order).ThenBy(filter => filter.PluginId, StringComparer.Ordinal)],
            Handlers = [.. handlers.OrderBy(handler => handler.Order).ThenBy(handler => handler.PluginId, StringComparer.Ordinal)],
            Facades = [.. catalog.Installed.Select(plugin => Facade(plugin.Loaded, before)).OfType<ActiveFacade>()],
        };
    }

    /// <summary>Made once per load: nothing that it is made from changes.</summary>
    private ActiveFacade? Facade(LoadedPlugin? plugin, PluginCatalog before)
    {
        if (plugin?.Parts.Facade is not { } create) return null;
        if (before.Facades.FirstOrDefault(facade => ReferenceEquals(facade.Plugin, plugin)) is { } known) return known;
        return Try(plugin, "its facade", () =>
        {
            var facade = create(factory.FacadeContext(plugin));
            return new ActiveFacade(plugin.Manifest.Id, facade, new FacadeTable(facade.Routes), plugin);
        });
    }

    private static object? Settings(PluginCatalog catalog, string pluginId) =>
        catalog.Accounts.FirstOrDefault(account => account.Id == pluginId)?.Settings;

    private T? Try<T>(LoadedPlugin plugin, string what, Func<T> make) where T : class
    {
        try
        {
            return make();
        }
        // The others, and the shop, go on.
        catch (Exception exception)
        {
            logger.LogError(exception, "Plugin {Id} failed while it made {Part}; it is left out", plugin.Manifest.Id, what);
            return null;
        }
    }
}
