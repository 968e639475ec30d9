namespace QrisPayments.Plugins;

/// <summary>How plugins and their parts are named.</summary>
internal static class PluginId
{
    public const string Rule = "1 to 40 of a-z, 0-9 and -";

    public static bool IsValid(string id) =>
        id.Length is > 0 and <= 40 && id.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');
}
