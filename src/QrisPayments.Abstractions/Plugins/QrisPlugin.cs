namespace QrisPayments.Plugins;

/// <summary>The entry point of a plugin assembly: says what the plugin brings.</summary>
public abstract class QrisPlugin
{
    /// <summary>Declares the parts. Called once per load; keep it free of I/O.</summary>
    public abstract void Configure(IPluginBuilder builder);
}
