namespace QrisPayments.Testing.Tests;

/// <summary>A folder for gateways that are built while the tests run.</summary>
public abstract class MutantTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("qris-mutants-");

    private protected string Root => _root.FullName;

    public void Dispose()
    {
        _root.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected async Task<IReadOnlyDictionary<string, string>> FailuresAsync(BadGateway bad)
    {
        var folder = new Mutant("mutant", [.. bad.Base ?? [], .. bad.Changes]).Build(Root);
        var bench = new Lazy<PluginBench>(() => PluginBench.Load(folder, MutantConformance.ScriptOf(bad.Script).Settings));
        try
        {
            // Which of the slow ones pass is seen from the good gateway; here they run where they have something to find.
            return await Suite.FailuresAsync(
                () => new MutantConformance(folder, bad.Script, bench),
                    name => bad.Changes.Length == 0 || bad.Fails.Contains(name) || !Suite.Slow.Contains(name));
        }
        finally
        {
            if (bench.IsValueCreated) bench.Value.Dispose();
        }
    }
}
