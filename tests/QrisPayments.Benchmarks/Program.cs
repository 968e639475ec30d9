using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using QrisPayments.Benchmarks;
using QrisPayments.Benchmarks.Module;
using QrisPayments.Benchmarks.Module.Hosts;

// The module against a bare-hands twin, over HTTP and MariaDB:
//   dotnet run -c Release --project tests/QrisPayments.Benchmarks -- module
// Only what six plugins cost a start: -- module --plugins
// The codec, in memory:
//   dotnet run -c Release --project tests/QrisPayments.Benchmarks -- --filter '*Codec*'
// With --quick, every benchmark is measured for a few seconds (the codec's inside this process).
const string Quick = "--quick";

switch (args)
{
    case ["module", .. var options]:
        return await ModuleBenchmark.RunAsync(options);
    case [BenchmarkHost.Command, var kind, var url, .. var rest]:
        await BenchmarkHost.RunAsync(kind, url, rest.FirstOrDefault(), rest.ElementAtOrDefault(1));
        return 0;
}

var config = args.Contains(Quick) ? QuickConfig.Create() : DefaultConfig.Instance;
BenchmarkSwitcher
    .FromAssembly(typeof(Program).Assembly)
    // The minimum is what a busy machine can still say about the code; the mean speaks of its neighbours.
    .Run([.. args.Where(arg => arg != Quick)], config.AddColumn(StatisticColumn.Min).WithArtifactsPath("artifacts/benchmarks"));
return 0;
