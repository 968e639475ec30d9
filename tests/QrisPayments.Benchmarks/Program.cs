using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using QrisPayments.Benchmarks;
using QrisPayments.Benchmarks.Images;
using QrisPayments.Benchmarks.Module;
using QrisPayments.Benchmarks.Module.Hosts;

const string Quick = "--quick";
const string Help = """
    dotnet run -c Release --project tests/QrisPayments.Benchmarks -- COMMAND

      module                the module against a bare-hands twin, over HTTP and MariaDB
      yardstick [DLL]       create and credit to paid against a minimal API that commits one row; the same of another build of this program
      ledger [CREDITS]      Qiospay's list of mutations with 600000 credits in the books, or as many as you say
      stranger [SECONDS]    what a day of strangers' webhooks stores: forged, malformed, unproven and far too long ones, sent for two
                            minutes as fast as they may be
      module --plugins      only what six plugins cost a start
      images [ROUNDS]       pictures of QR codes, bombs and damaged files, 10000 of each kind or as many as you say: is each answered, how fast,
                            and in how much memory (Linux)
      --filter '*Codec*'    the codec, in memory; other options of BenchmarkDotNet may follow
      --help                this text

    With --quick, every benchmark is measured for a few seconds (the codec's inside this process).
    """;

switch (args)
{
    case ["--help" or "-h"]:
        System.Console.WriteLine(Help);
        return 0;
    case ["module", .. var options]:
        return await ModuleBenchmark.RunAsync(options);
    case ["yardstick"]:
        return await Yardstick.RunAsync(otherBuild: null);
    case ["yardstick", var other]:
        return await Yardstick.RunAsync(other);
    case ["ledger", .. var count]:
        return await LedgerBenchmark.RunAsync(count is [var credits] ? int.Parse(credits, CultureInfo.InvariantCulture) : 600_000);
    case ["stranger", .. var time]:
        return await StrangerBenchmark.RunAsync(time is [var seconds] ? int.Parse(seconds, CultureInfo.InvariantCulture) : 120);
    case ["images", .. var options]:
        return ImageRounds.Run(options);
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
