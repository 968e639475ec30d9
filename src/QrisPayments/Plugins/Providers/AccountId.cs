namespace QrisPayments.Plugins.Providers;

/// <summary>How accounts are named: the plugin's id for its first, <c>{plugin id}.{name}</c> for further ones.</summary>
internal static class AccountId
{
    public const string Rule = "the plugin's id, or the plugin's id, a point and a name of " + PluginId.Rule + " (80 characters in all)";

    // As long as the columns that keep them.
    private const int MaxLength = 80;

    public static string Of(string pluginId, string name) => $"{pluginId}.{name}";

    /// <summary>The further account's name; null for the first, and for an id that is not of this plugin.</summary>
    public static string? NameOf(string pluginId, string accountId) =>
        accountId.StartsWith(pluginId + ".", StringComparison.Ordinal) ? accountId[(pluginId.Length + 1)..] : null;

    public static bool IsValid(string pluginId, string accountId) =>
        accountId.Length <= MaxLength && PluginId.IsValid(pluginId)
            && (accountId == pluginId || NameOf(pluginId, accountId) is { } name && PluginId.IsValid(name));
}
