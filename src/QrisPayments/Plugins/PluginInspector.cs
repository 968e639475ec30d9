using Microsoft.Extensions.Logging;

namespace QrisPayments.Plugins;

/// <summary>Looks at every folder that may hold a plugin and says what may run. Only metadata is read.</summary>
internal sealed class PluginInspector(ILogger<PluginInspector> logger)
{
    /// <summary>One finding for each plugin, in the order of the folders.</summary>
    /// <param name="options">Where to look, and what is allowed.</param>
    /// <param name="faults">Takes what is wrong with the set-up itself, such as a missing folder.</param>
    public IReadOnlyList<PluginFinding> Inspect(PluginOptions options, List<Fault> faults)
    {
        var findings = new List<PluginFinding>();
        foreach (var folder in PluginFolders.Of(options, faults))
            foreach (var manifest in Manifests(folder))
                findings.Add(new PluginFinding(Path.GetDirectoryName(manifest.Path)!, manifest, "", Check(manifest, findings)));
        return findings;
    }

    private static List<Fault> Check(PluginManifest manifest, List<PluginFinding> before)
    {
        var faults = new List<Fault>();
        if (!PluginId.IsValid(manifest.Id))
            faults.Add(new Fault("id", "id_invalid", $"Its id '{manifest.Id}' must be {PluginId.Rule}."));
        if (manifest.Contract > PluginContract.Version)
            faults.Add(new Fault("contract", "contract_too_new", $"It was built for contract {manifest.Contract}; this host speaks {PluginContract.Version}. Update QrisPayments."));
        if (manifest.Contract < PluginContract.Oldest)
            faults.Add(new Fault("contract", "contract_too_old", $"It was built for contract {manifest.Contract}; this host runs {PluginContract.Oldest} and later. Update the plugin."));
        if (before.FirstOrDefault(finding => finding.Id == manifest.Id) is { } other)
            faults.Add(new Fault("id", "duplicate_id", $"The id {manifest.Id} is taken by the plugin in {other.Folder}."));
        return faults;
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
}
