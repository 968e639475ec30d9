using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Dapper;
using QrisPayments.Benchmarks.Module.Hosts;

namespace QrisPayments.Benchmarks.Module;

/// <summary>
/// What a ledger of many credits costs those who read it: Qiospay's list of mutations, over HTTP on MariaDB, 500 lines an answer, one
/// client. Read twice: when nothing waits, and right after money arrived, which the reader has to number first.
/// </summary>
internal static class LedgerBenchmark
{
    private const int Reads = 200;
    private const int Import = 20_000;
    private const double MaxMilliseconds = 20;

    private const string FillCredits = """
        INSERT INTO qris_credits (id, account, external_ref, source, amount, at, precision_s, outcome, in_ledger, ledger_no, created_at)
        SELECT CONCAT('crd_', MD5(seq)), 'static-qris', CONCAT('M-', seq), 'api:bank', 10000 + seq % 1000,
          UTC_TIMESTAMP(6) - INTERVAL (@credits - seq + 60) SECOND, 60, 'unmatched', 1, IF(@numbered, seq, NULL),
          UTC_TIMESTAMP(6) - INTERVAL (@credits - seq + 60) SECOND
        FROM seq_1_to_
        """;

    private const string FillLedger = """
        INSERT INTO qris_ledger (account, no, serial, kind, subject, amount, balance, total, at, created_at)
        SELECT account, ledger_no, ledger_no, 'credit', id, amount, SUM(amount) OVER (ORDER BY ledger_no),
          SUM(amount) OVER (ORDER BY ledger_no), at, created_at
        FROM qris_credits
        """;

    public static async Task<int> RunAsync(int credits)
    {
        await using var server = await MariaDbServer.StartAsync();
        System.Console.WriteLine($"| credits | list p50 / p99 | right after money arrived p50 / p99 | target |\n|---:|---:|---:|---|");
        var isMet = true;
        foreach (var size in new[] { 1_000, credits })
        {
            await using var connection = new MySqlConnection(await server.CreateDatabaseAsync("qris_bench_ledger", withTables: false)
                + ";Allow User Variables=true;Default Command Timeout=600");
            await using var host = await HostProcess.StartAsync(BenchmarkHost.Ledger, connection.ConnectionString);
            await FillAsync(connection, size, numbered: true);
            using var http = new HttpClient { BaseAddress = host.Address };
            http.DefaultRequestHeaders.Authorization = new("Bearer", BenchmarkHost.Key);
            await MeasureAsync(http, arrives: null);
            var (quiet, busy) = (await MeasureAsync(http, null), await MeasureAsync(http, i => $"{size}-{i}"));
            isMet &= quiet.P50 <= MaxMilliseconds && busy.P50 <= MaxMilliseconds;
            System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {size:N0} | {Text(quiet)} | {Text(busy)} | ≤ {MaxMilliseconds:F0} ms: {(isMet ? "met" : "not met")} |"));
            if (size == credits) await NumberAsync(connection);
        }
        return isMet ? 0 : 1;
    }

    private static async Task FillAsync(MySqlConnection connection, int credits, bool numbered)
    {
        await connection.ExecuteAsync(FillCredits + credits.ToString(CultureInfo.InvariantCulture), new { credits, numbered });
        if (numbered) await connection.ExecuteAsync(FillLedger);
        await connection.ExecuteAsync("ANALYZE TABLE qris_credits, qris_ledger");
    }

    private static async Task<(double P50, double P99)> MeasureAsync(HttpClient http, Func<int, string>? arrives)
    {
        var times = new List<double>();
        for (var i = 0; i < Reads; i++)
        {
            if (arrives is not null)
                (await http.PostAsJsonAsync("/qris/api/v1/credits", new
                {
                    account = "static-qris", external_ref = arrives(i), amount = 5_000 + i, at = DateTimeOffset.UtcNow,
                })).EnsureSuccessStatusCode();
            var watch = Stopwatch.GetTimestamp();
            var list = await http.GetStringAsync($"/qris/gateways/qiospay/api/mutasi/qris/bench/{BenchmarkHost.Key}");
            times.Add(Stopwatch.GetElapsedTime(watch).TotalMilliseconds);
            if (!list.Contains(arrives?.Invoke(i) ?? "success", StringComparison.Ordinal))
                throw new InvalidOperationException($"The list is wrong: {list[..Math.Min(list.Length, 300)]}");
        }
        times.Sort();
        return (Math.Round(times[Reads / 2], 1), Math.Round(times[Reads * 99 / 100], 1));
    }

    private static string Text((double P50, double P99) times) =>
        string.Create(CultureInfo.InvariantCulture, $"{times.P50:F1} / {times.P99:F1} ms");

    /// <summary>How fast the worker numbers what an import leaves.</summary>
    private static async Task NumberAsync(MySqlConnection connection)
    {
        await connection.ExecuteAsync("DELETE FROM qris_ledger");
        await connection.ExecuteAsync("DELETE FROM qris_credits");
        var watch = Stopwatch.StartNew();
        await FillAsync(connection, Import, numbered: false);
        while (await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM qris_ledger") < Import) await Task.Delay(20);
        System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"\n{Import:N0} credits of an import are numbered in {watch.Elapsed.TotalSeconds:F1} s."));
    }
}
