namespace QrisPayments.Plugins;

/// <summary>
/// The version of the contract between host and plugins. What is only added keeps the number: a plugin that calls a member
/// which an older host lacks is refused by that host with the member's name, before any of it runs.
/// </summary>
public static class PluginContract
{
    /// <summary>Rises when a plugin that was built before may no longer work.</summary>
    public const int Version = 1;

    /// <summary>The oldest contract that this host still runs.</summary>
    public const int Oldest = 1;
}
