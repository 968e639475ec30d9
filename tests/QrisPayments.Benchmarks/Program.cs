using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using QrisPayments.Benchmarks;

// dotnet run -c Release --project tests/QrisPayments.Benchmarks -- --filter '*Codec*'
// With --quick, every benchmark is measured for a few seconds inside this process.
const string Quick = "--quick";

var config = args.Contains(Quick) ? QuickConfig.Create() : DefaultConfig.Instance;
BenchmarkSwitcher
    .FromAssembly(typeof(Program).Assembly)
    .Run([.. args.Where(arg => arg != Quick)], config.WithArtifactsPath("artifacts/benchmarks"));
