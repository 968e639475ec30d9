namespace QrisPayments.Plugins;

/// <summary>A plugin that runs.</summary>
internal sealed record LoadedPlugin(PluginManifest Manifest, ProviderDeclaration? Provider);
