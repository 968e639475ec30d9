namespace QrisPayments.Plugins;

/// <summary>Where plugins are found (<c>QrisPayments:Plugins</c>).</summary>
public sealed class PluginOptions
{
    /// <summary>
    /// Folders whose sub-folders each hold one plugin; relative ones start at the application's own folder. Without any,
    /// <c>plugins</c> beside the application is looked at if it is there.
    /// </summary>
    public IList<string> Paths { get; } = [];

    /// <summary>How often a node looks whether plugins, accounts or folders have changed, 100 ms to 1 minute.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// When given, only these may run: fingerprints, each the SHA-256 over a plugin's whole folder in 64 hexadecimal digits, as
    /// the console shows them and as a shell computes them:
    /// <c>cd FOLDER &amp;&amp; find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum</c>.
    /// A refused plugin's reason names its fingerprint; exactly the bytes that were checked are loaded.
    /// </summary>
    public IList<string> Allow { get; } = [];
}
