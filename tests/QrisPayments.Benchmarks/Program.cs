using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using QrisPayments.Benchmarks;

// dotnet run -c Release --project tests/QrisPayments.Benchmarks -- --filter '*Codec*'
// With --quick, every benchmark is measured for a few seconds inside this process.
const string Quick = "--quick";

var config = args.Contains(Quick) ? QuickConfig.Create() : DefaultConfig.Instance;
BenchmarkSwitcher
    .FromAssembly(typeof(Program).Assembly)
    // The minimum is what a busy machine can still say about the code; the mean speaks of its neighbours.
    .Run([.. args.Where(arg => arg != Quick)], config.AddColumn(StatisticColumn.Min).WithArtifactsPath("artifacts/benchmarks"));
