using QrisPayments.Foundation;

namespace QrisPayments.Plugins;

/// <summary>A plugin whose code is in memory.</summary>
internal sealed record LoadedPlugin(
    PluginManifest Manifest, string Fingerprint, PluginParts Parts, PluginLoadContext Context, PluginGuard Guard)
{
    /// <summary>
    /// Stands between the module and the plugin's facade. Its own room: a facade's create waits for a provider, which may be the same
    /// plugin's, and must not take the place that this one needs.
    /// </summary>
    public required PluginGuard FacadeGuard { get; init; }

    /// <summary>What last went wrong, in its parts and its facade, the newest first.</summary>
    public IReadOnlyList<PluginFault> Faults => [.. Guard.Faults.Concat(FacadeGuard.Faults).OrderByDescending(fault => fault.At)];

    /// <summary>Calls that were asked for and have not ended. The plugin can be unloaded when there is none.</summary>
    public int InFlight => Guard.InFlight + FacadeGuard.InFlight;

    /// <summary>The operator's word that it works again.</summary>
    public async Task ResetAsync()
    {
        await Guard.ResetAsync();
        await FacadeGuard.ResetAsync();
    }
}
