namespace QrisPayments.Plugins;

/// <summary>Stands between the module and one plugin's code.</summary>
internal sealed class PluginGuard(string pluginId)
{
    public string PluginId => pluginId;
}
