using System.Globalization;

namespace QrisPayments.Benchmarks.Module;

/// <summary>The result, as a Markdown table.</summary>
internal static class Report
{
    /// <summary>The most that six plugins may cost.</summary>
    public static readonly (double Milliseconds, double Megabytes)? PluginTargets = (600, 40);

    public static void Write(IReadOnlyList<Race> races, (StartCosts Without, StartCosts With) starts, (StartCosts Without, StartCosts With) plugins)
    {
        Line($"{Load.LoadRound.Clients} clients, {Environment.ProcessorCount} processors, .NET {Environment.Version}, driver {typeof(MySqlConnection).Assembly.GetName().Name}");
        Line($"");
        Line($"| what | against | module | other | ratio (rounds) | target | | module p50 / p99 | processor time each |");
        Line($"|---|---|---:|---:|---:|---:|---|---|---:|---:|");
        foreach (var race in races)
        {
            var target = race.Target is { } wanted ? string.Create(CultureInfo.InvariantCulture, $"≥ {wanted:P0} | {(race.Ratio >= wanted ? "met" : "not met")}") : "| ";
            Line($"| {race.Name} | {race.Against} | {race.PerSecond:F0}/s | {race.TwinPerSecond:F0}/s | {race.Ratio:P0} ({race.Spread.Low:P0}–{race.Spread.High:P0}) | {target} | {race.Milliseconds:F1} / {race.SlowMilliseconds:F1} ms | {race.Microseconds:F0} : {race.TwinMicroseconds:F0} µs |");
            if (race.Failures > 0) Line($"{race.Failures} requests failed!");
        }
        Write("host", "without", "with the module", starts, null);
        Write("module", "no plugin", "six plugins", plugins, PluginTargets);
    }

    /// <summary>What something adds to a start.</summary>
    public static void Write(string what, string less, string more, (StartCosts Without, StartCosts With) costs, (double Milliseconds, double Megabytes)? targets)
    {
        var (without, with) = costs;
        string Target(double difference, double? limit, string unit) =>
            limit is { } most ? string.Create(CultureInfo.InvariantCulture, $"≤ {most:F0} {unit}: {(difference <= most ? "met" : "not met")}") : "";
        Line($"");
        Line($"| {what} | {less} | {more} | more | target |");
        Line($"|---|---:|---:|---:|---|");
        Line($"| start to first answer | {without.Milliseconds:F0} ms | {with.Milliseconds:F0} ms | {with.Milliseconds - without.Milliseconds:F0} ms | {Target(with.Milliseconds - without.Milliseconds, targets?.Milliseconds, "ms")} |");
        Line($"| processor time by then and in the next second | {without.ProcessorMilliseconds:F0} ms | {with.ProcessorMilliseconds:F0} ms | {with.ProcessorMilliseconds - without.ProcessorMilliseconds:F0} ms | |");
        Line($"| working set | {without.WorkingSetMegabytes:F1} MB | {with.WorkingSetMegabytes:F1} MB | {with.WorkingSetMegabytes - without.WorkingSetMegabytes:F1} MB | {Target(with.WorkingSetMegabytes - without.WorkingSetMegabytes, targets?.Megabytes, "MB")} |");
        Line($"| managed objects | {without.ManagedMegabytes:F2} MB | {with.ManagedMegabytes:F2} MB | {with.ManagedMegabytes - without.ManagedMegabytes:F2} MB | |");
    }

    private static void Line(FormattableString text) => System.Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
