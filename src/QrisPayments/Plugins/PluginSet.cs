namespace QrisPayments.Plugins;

/// <summary>What was found in the plugin folders.</summary>
/// <param name="Loaded">These run.</param>
/// <param name="Refused">Ids of those that may not; the log says why.</param>
/// <param name="Faults">What is wrong with the set-up itself, such as a missing folder.</param>
internal sealed record PluginSet(IReadOnlyList<LoadedPlugin> Loaded, IReadOnlyList<string> Refused, IReadOnlyList<Fault> Faults)
{
    /// <summary>Whether a plugin with this id is there at all. Configuration keys know no case.</summary>
    public bool Has(string id) =>
        Loaded.Any(plugin => plugin.Manifest.Id.Equals(id, StringComparison.OrdinalIgnoreCase)) || Refused.Contains(id, StringComparer.OrdinalIgnoreCase);
}
