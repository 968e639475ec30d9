using Microsoft.Extensions.Logging;

namespace QrisPayments.Plugins;

/// <summary>Lets go of what a new catalog no longer holds: parts are disposed of, and a plugin's code leaves the memory.</summary>
internal sealed class PluginUnloader(ILogger<PluginUnloader> logger)
{
    public void Retire(PluginCatalog before, PluginCatalog after)
    {
        var kept = after.Installed.Select(plugin => plugin.Loaded).OfType<LoadedPlugin>().ToHashSet();
        foreach (var gone in before.Installed.Select(plugin => plugin.Loaded).OfType<LoadedPlugin>().Where(plugin => !kept.Contains(plugin)))
        {
            gone.Context.Unload();
            logger.LogInformation("Plugin {Id} {Version} was unloaded", gone.Manifest.Id, gone.Manifest.Version);
        }
    }
}
