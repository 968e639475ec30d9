using System.Globalization;
using Dapper;
using QrisPayments.Benchmarks.Module.Hosts;
using QrisPayments.Benchmarks.Module.Load;

namespace QrisPayments.Benchmarks.Module;

/// <summary>
/// The module against something that stays as it is, so that two versions of the module can be compared, also on two days: r is its rate
/// divided by that of a minimal API that commits one row, in the same round.
/// </summary>
internal static class Yardstick
{
    private const int Rounds = 5;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(5);

    /// <param name="otherBuild">The DLL of another build of this program, measured by turns with this one; null for this one alone.</param>
    public static async Task<int> RunAsync(string? otherBuild)
    {
        await using var server = await MariaDbServer.StartAsync();
        var rows = await server.CreateDatabaseAsync("qris_bench_rows", withTables: false);
        await using (var connection = new MySqlConnection(rows)) await connection.ExecuteAsync(OneRow.Table);
        await using var row = await HostProcess.StartAsync(BenchmarkHost.OneRow, rows);
        await using var ours = await HostProcess.StartAsync(BenchmarkHost.Module,
            await server.CreateDatabaseAsync("qris_bench_module", withTables: false));
        await using var theirs = otherBuild is null
            ? null
            : await HostProcess.StartAsync(BenchmarkHost.Module, await server.CreateDatabaseAsync("qris_bench_other", withTables: false),
                program: otherBuild);

        var measured = new List<Measured> { new("this build", new Questions(ours, server)) };
        if (theirs is not null) measured.Add(new("the other build", new Questions(theirs, server)));
        var post = HttpWire.Post(row.Address, OneRow.Path, null, """{"order_id":"INV-1","amount":50000}""");
        for (var round = -1; round < Rounds; round++)
        {
            foreach (var build in measured)
            {
                var yard = await LoadRound.RunAsync(row.Address, Round, () => post, 201);
                var create = await build.Asks.AskAsync(Round, build.Asks.Create, 201, build.Asks.Keep);
                var paid = await build.Asks.AskAsync(Round, build.Asks.Pay, 201);
                if (yard.Failures + create.Failures + paid.Failures > 0) throw new InvalidOperationException("A request failed.");
                System.Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{build.Name}: {create.PerSecond:F0} creates/s, {paid.PerSecond:F0} paid/s, {yard.PerSecond:F0} rows/s"));
                // The first round warms up.
                if (round >= 0) build.Rounds.Add((create.PerSecond, paid.PerSecond, yard.PerSecond));
            }
        }
        foreach (var build in measured) build.Report();
        return 0;
    }

    private sealed record Measured(string Name, Questions Asks)
    {
        public List<(double Create, double Paid, double Row)> Rounds { get; } = [];

        public void Report() => System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Name}: create {Race.Median(Rounds.Select(r => r.Create)):F0}/s, r = {Race.Median(Rounds.Select(r => r.Create / r.Row)):F3}; "
            + $"credit to paid {Race.Median(Rounds.Select(r => r.Paid)):F0}/s, r = {Race.Median(Rounds.Select(r => r.Paid / r.Row)):F3}; "
            + $"one row {Race.Median(Rounds.Select(r => r.Row)):F0}/s (medians of {Yardstick.Rounds})"));
    }
}
