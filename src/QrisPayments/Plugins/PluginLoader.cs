using Microsoft.Extensions.Logging;
using QrisPayments.Plugins.Inspection;

namespace QrisPayments.Plugins;

/// <summary>Brings a plugin that was found in order into memory and lets it declare its parts.</summary>
internal sealed class PluginLoader(TimeProvider clock, ILoggerFactory loggers, ILogger<PluginLoader> logger)
{
    /// <summary>The plugin, or why it could not be started. Whatever the plugin does here, short of ending the process, the host goes on.</summary>
    public async Task<(LoadedPlugin? Plugin, Fault? Fault)> LoadAsync(PluginFinding finding)
    {
        var manifest = finding.Manifest!;
        var context = new PluginLoadContext(manifest.Id, finding.Files!);
        try
        {
            var parts = await PluginThread.RunAsync($"qris-plugin:{manifest.Id}", () => Declare(context, manifest));
            return (new LoadedPlugin(manifest, finding.Fingerprint, parts, context, Guard(manifest.Id)) { FacadeGuard = Guard(manifest.Id) }, null);
        }
        catch (PluginFailedException failure)
        {
            logger.LogDebug("Plugin {Id} failed while it was loaded: {Details}", manifest.Id, failure.Details);
            context.Unload();
            return (null, new Fault("plugin", "load_failed", $"It failed while it was loaded: {failure.Message}."));
        }
    }

    private PluginGuard Guard(string id) => new(id, clock, loggers.CreateLogger<PluginGuard>());

    private static PluginParts Declare(PluginLoadContext context, PluginManifest manifest)
    {
        var type = context.Load(manifest.File).GetType(manifest.TypeName, throwOnError: true)!;
        var builder = new PluginBuilder();
        ((QrisPlugin)Activator.CreateInstance(type)!).Configure(builder);
        return builder.Parts;
    }
}
