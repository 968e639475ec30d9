namespace QrisPayments.Plugins;

/// <summary>Where plugins are found (<c>QrisPayments:Plugins</c>).</summary>
public sealed class PluginOptions
{
    /// <summary>
    /// Folders whose sub-folders each hold one plugin; relative ones start at the application's own folder. Without any,
    /// <c>plugins</c> beside the application is looked at if it is there.
    /// </summary>
    public IList<string> Paths { get; } = [];
}
