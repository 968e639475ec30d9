namespace QrisPayments.Plugins;

/// <summary>A plugin whose code is in memory.</summary>
internal sealed record LoadedPlugin(PluginManifest Manifest, string Fingerprint, PluginParts Parts, PluginLoadContext Context, PluginGuard Guard);
