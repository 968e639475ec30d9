using Dapper;
using QrisPayments.Benchmarks.Module.Hosts;
using QrisPayments.Benchmarks.Module.Load;

namespace QrisPayments.Benchmarks.Module;

/// <summary>The module against a twin that runs the same statements by hand: one server, one run, by turns.</summary>
internal static class ModuleBenchmark
{
    public static async Task<int> RunAsync(string[] options)
    {
        var times = options.Contains("--quick")
            ? new RaceTimes(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2), 5, 3)
            : new RaceTimes(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5), 5, 5);

        await using var server = await MariaDbServer.StartAsync();
        var moduleDatabase = await server.CreateDatabaseAsync("qris_bench_module", withTables: false);
        var twinDatabase = await server.CreateDatabaseAsync("qris_bench_twin", withTables: true);
        // The first start makes the module's tables and is no ordinary one.
        await using (await HostProcess.StartAsync(BenchmarkHost.Module, moduleDatabase)) { }

        var plugins = await StartCosts.MeasurePluginsAsync(times.Starts, moduleDatabase);
        if (options.Contains("--plugins"))
        {
            Report.Write("module", "no plugin", "six plugins", plugins, Report.PluginTargets);
            return 0;
        }
        var starts = await StartCosts.MeasureAsync(times.Starts, moduleDatabase);
        List<Race> races;
        await using (var module = await HostProcess.StartAsync(BenchmarkHost.Module, moduleDatabase))
        await using (var twin = await HostProcess.StartAsync(BenchmarkHost.Twin, twinDatabase))
        {
            foreach (var database in (string[])[moduleDatabase, twinDatabase])
            {
                await using var connection = new MySqlConnection(database);
                await connection.ExecuteAsync(Questions.Crowd);
            }
            var (ours, theirs) = (new Questions(module, server), new Questions(twin, server));
            await SameStatements.DemandAsync(server.ConnectionString, ours, theirs, show: options.Contains("--statements"));
            races = await RaceAsync(times, ours, theirs);
        }
        Report.Write(races, starts, plugins);
        return races.All(race => race.Failures == 0) ? 0 : 1;
    }

    private static async Task<List<Race>> RaceAsync(RaceTimes times, Questions module, Questions twin)
    {
        static Func<TimeSpan, Task<Sample>> Creates(Questions who, Func<byte[]> next) =>
            time => who.AskAsync(time, next, 201, who.Keep);
        static Func<TimeSpan, Task<Sample>> Credits(Questions who) => time => who.PayAsync(time);
        static Func<TimeSpan, Task<Sample>> Pages(Questions who, Func<byte[]> next) => time => who.AskAsync(time, next, 200);

        var empty = HttpWire.Get(twin.Server, "/empty");
        return
        [
            await Race.RunAsync("create", "same statements", 0.8, times, Creates(module, module.Create), Creates(twin, twin.Create)),
            await Race.RunAsync("create, codes all used before", "same statements", 0.8, times, Creates(module, module.CreatePopular),
                Creates(twin, twin.CreatePopular)),
            await Race.RunAsync("checkout page", "empty Razor page", 0.5, times, Pages(module, module.Look("/qris/pay/", 400)),
                Pages(twin, () => empty)),
            await Race.RunAsync("checkout page", "Razor page, same statements", null, times, Pages(module, module.Look("/qris/pay/", 400)),
                Pages(twin, twin.Look("/read/", 400))),
            await Race.RunAsync("checkout page, QR not seen before", "empty Razor page", null, times,
                Pages(module, module.Look("/qris/pay/", 100_000)), Pages(twin, () => empty)),
            await Race.RunAsync("credit to paid", "same statements", 0.8, times, Credits(module), Credits(twin)),
        ];
    }
}
