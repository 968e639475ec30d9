namespace QrisPayments.Plugins;

/// <summary>The version of the contract between host and plugins.</summary>
public static class PluginContract
{
    /// <summary>Rises when a plugin that was built before may no longer work.</summary>
    public const int Version = 1;
}
