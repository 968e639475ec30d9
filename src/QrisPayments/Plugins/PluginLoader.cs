using Microsoft.Extensions.Logging;
using QrisPayments.Plugins.Inspection;

namespace QrisPayments.Plugins;

/// <summary>What became of a load: exactly one of the nested records.</summary>
internal abstract record LoadResult
{
    private LoadResult() { }

    public sealed record Loaded(LoadedPlugin Plugin) : LoadResult;

    public sealed record Failed(Fault Fault) : LoadResult;
}

/// <summary>Brings a plugin that was found in order into memory and lets it declare its parts.</summary>
internal sealed class PluginLoader(TimeProvider clock, ILoggerFactory loggers, ILogger<PluginLoader> logger)
{
    /// <summary>Whatever the plugin does here, short of ending the process, the host goes on.</summary>
    public async Task<LoadResult> LoadAsync(PluginFinding finding)
    {
        var manifest = finding.Manifest!;
        var context = new PluginLoadContext(manifest.Id, finding.Files!);
        try
        {
            var parts = await PluginThread.RunAsync($"qris-plugin:{manifest.Id}", () => Declare(context, manifest));
            return new LoadResult.Loaded(new LoadedPlugin(manifest, finding.Fingerprint, parts, context, Guard(manifest.Id))
            {
                FacadeGuard = Guard(manifest.Id),
            });
        }
        catch (PluginFailedException failure)
        {
            logger.LogDebug("Plugin {Id} failed while it was loaded: {Details}", manifest.Id, failure.Details);
            context.Unload();
            return new LoadResult.Failed(new Fault("plugin", "load_failed", $"It failed while it was loaded: {failure.Message}."));
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
