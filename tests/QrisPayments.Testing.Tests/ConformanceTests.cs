using System.Diagnostics;
namespace QrisPayments.Testing.Tests;

public sealed class ConformanceTests
{
    [Fact]
    public async Task A_good_gateway_passes_every_check()
    {
        var root = Directory.CreateTempSubdirectory("qris-mutants-");
        var folder = new Mutant("unchanged").Build(root.FullName);
        var watch = Stopwatch.StartNew();
        var f = await Suite.FailuresAsync(() => new MutantConformance(folder));
        Assert.Fail(watch.Elapsed + " " + Suite.Tests.Count + "\n" + string.Join("\n", f));
    }
}
