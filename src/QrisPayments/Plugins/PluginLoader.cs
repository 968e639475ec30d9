using Microsoft.Extensions.Logging;

namespace QrisPayments.Plugins;

/// <summary>Brings a plugin that was found in order into memory and lets it declare its parts.</summary>
internal sealed class PluginLoader(TimeProvider clock, ILoggerFactory loggers, ILogger<PluginLoader> logger)
{
    /// <summary>The plugin, or why it could not be started. Whatever the plugin does here, the host goes on.</summary>
    public (LoadedPlugin? Plugin, Fault? Fault) Load(PluginFinding finding)
    {
        var manifest = finding.Manifest!;
        var context = new PluginLoadContext(manifest.Id, manifest.Path);
        try
        {
            var type = context.LoadFromAssemblyPath(manifest.Path).GetType(manifest.TypeName, throwOnError: true)!;
            var builder = new PluginBuilder();
            ((QrisPlugin)Activator.CreateInstance(type)!).Configure(builder);
            return (new LoadedPlugin(manifest, finding.Fingerprint, builder.Parts, context, Guard(manifest.Id)) { FacadeGuard = Guard(manifest.Id) }, null);
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "Plugin {Id} in {Path} is refused: it failed while it was loaded", manifest.Id, manifest.Path);
            context.Unload();
            return (null, new Fault("plugin", "load_failed", $"It failed while it was loaded: {exception.GetType().Name}: {exception.Message}"));
        }
    }

    private PluginGuard Guard(string id) => new(id, clock, loggers.CreateLogger<PluginGuard>());
}
