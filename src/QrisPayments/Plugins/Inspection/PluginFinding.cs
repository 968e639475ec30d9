using QrisPayments.Foundation;

namespace QrisPayments.Plugins.Inspection;

/// <summary>What the check before running found in one folder. Nothing of the plugin has run.</summary>
/// <param name="Folder">The plugin's own folder.</param>
/// <param name="Manifest">Null when the folder holds no readable plugin.</param>
/// <param name="Files">What was inspected and alone may be loaded; null when the files could not be read.</param>
/// <param name="Faults">Why it may not run; empty when it may.</param>
internal sealed record PluginFinding(string Folder, PluginManifest? Manifest, PluginFiles? Files, IReadOnlyList<Fault> Faults)
{
    /// <summary>The plugin's id, or the folder's name where there is none.</summary>
    public string Id => Manifest is { Id.Length: > 0 } ? Manifest.Id : Path.GetFileName(Folder);

    /// <summary>SHA-256 over the folder's files, lower hex; another one means another plugin. Empty when they could not be read.</summary>
    public string Fingerprint => Files?.Fingerprint ?? "";
}
