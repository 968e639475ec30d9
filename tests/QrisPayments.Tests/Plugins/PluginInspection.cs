using Microsoft.Extensions.Logging.Abstractions;
using QrisPayments.Foundation;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Inspection;

namespace QrisPayments.Tests.Plugins;

/// <summary>A folder for plugins, and the inspector that looks into it.</summary>
public abstract class PluginInspection : IDisposable
{
    private protected readonly string _root = Directory.CreateTempSubdirectory("qris-check-").FullName;
    private protected readonly string _elsewhere = Directory.CreateTempSubdirectory("qris-refs-").FullName;
    private protected readonly PluginOptions _options = new();
    private protected readonly PluginInspector _inspector = new(NullLogger<PluginInspector>.Instance);

    protected PluginInspection() => _options.Paths.Add(_root);

    public void Dispose()
    {
        Directory.Delete(_root, recursive: true);
        Directory.Delete(_elsewhere, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected IReadOnlyList<PluginFinding> Inspect() => _inspector.Inspect(_options, []);

    private protected PluginFinding Says(string code, string text)
    {
        var finding = Assert.Single(Inspect());
        Assert.Contains(finding.Faults, fault => fault.Code == code && fault.Message.Contains(text, StringComparison.Ordinal));
        return finding;
    }
}
