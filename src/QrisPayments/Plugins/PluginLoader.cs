using Microsoft.Extensions.Logging;

namespace QrisPayments.Plugins;

/// <summary>Finds plugins in folders, reads their manifests and loads those that may run.</summary>
internal sealed class PluginLoader(ILogger<PluginLoader> logger)
{
    /// <summary>Loads what may run. A plugin that cannot be used is refused by itself; the others, and the host, go on.</summary>
    public PluginSet Load(PluginOptions options)
    {
        var refused = new List<string>();
        var faults = new List<Fault>();
        var plugins = new Dictionary<string, LoadedPlugin>(StringComparer.Ordinal);
        foreach (var folder in Folders(options, faults))
            foreach (var manifest in Manifests(folder))
            {
                if (plugins.TryGetValue(manifest.Id, out var other))
                {
                    logger.LogError("Plugin {Id} in {Path} is refused: the id is taken by {Other}", manifest.Id, manifest.Path, other.Manifest.Path);
                    continue;
                }
                if (Load(manifest) is { } plugin) plugins.Add(manifest.Id, plugin);
                else refused.Add(manifest.Id);
            }
        return new PluginSet([.. plugins.Values], refused, faults);
    }

    private static IEnumerable<string> Folders(PluginOptions options, List<Fault> faults)
    {
        if (options.Paths.Count == 0)
        {
            var standard = Path.Combine(AppContext.BaseDirectory, "plugins");
            return Directory.Exists(standard) ? [standard] : [];
        }
        var folders = new List<string>();
        for (var i = 0; i < options.Paths.Count; i++)
        {
            var path = Path.GetFullPath(options.Paths[i], AppContext.BaseDirectory);
            if (Directory.Exists(path)) folders.Add(path);
            else
                faults.Add(new Fault($"QrisPayments:Plugins:Paths:{i}", "plugin_folder_missing",
                    $"The plugin folder {path} is not there. Make it, put one folder per plugin into it, or take the setting away."));
        }
        return folders;
    }

    private List<PluginManifest> Manifests(string folder)
    {
        var manifests = new List<PluginManifest>();
        foreach (var plugin in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
            foreach (var file in Directory.EnumerateFiles(plugin, "*.dll").Order(StringComparer.Ordinal))
            {
                try
                {
                    if (PluginManifest.Read(file) is { } manifest) manifests.Add(manifest);
                }
                catch (Exception exception) when (exception is BadImageFormatException or IOException or UnauthorizedAccessException)
                {
                    // Native libraries lie beside plugins, too.
                    logger.LogDebug("{File} is no plugin: {Reason}", file, exception.Message);
                }
            }
        return manifests;
    }

    private LoadedPlugin? Load(PluginManifest manifest)
    {
        if (manifest.Contract != PluginContract.Version)
        {
            logger.LogError("Plugin {Id} in {Path} is refused: it was built for contract {Theirs}, this host speaks contract {Ours}",
                manifest.Id, manifest.Path, manifest.Contract, PluginContract.Version);
            return null;
        }
        if (!IsId(manifest.Id))
        {
            logger.LogError("Plugin in {Path} is refused: its id '{Id}' must be 1 to 40 of a-z, 0-9 and -", manifest.Path, manifest.Id);
            return null;
        }
        var context = new PluginLoadContext(manifest.Id, manifest.Path);
        try
        {
            var type = context.LoadFromAssemblyPath(manifest.Path).GetType(manifest.TypeName, throwOnError: true)!;
            var builder = new PluginBuilder();
            ((QrisPlugin)Activator.CreateInstance(type)!).Configure(builder);
            return new LoadedPlugin(manifest, builder.Provider);
        }
        // A plugin that fails to start is refused; the host and the other plugins go on.
        catch (Exception exception)
        {
            logger.LogError(exception, "Plugin {Id} in {Path} is refused: it failed while it was loaded", manifest.Id, manifest.Path);
            context.Unload();
            return null;
        }
    }

    private static bool IsId(string id) =>
        id.Length is > 0 and <= 40 && id.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');
}
