using System.Globalization;
using QrisPayments.Benchmarks.Module.Load;

namespace QrisPayments.Benchmarks.Module;

/// <summary>
/// Module and twin in turn, round by round. On a machine that others use, too, only neighbours in time can be compared:
/// the ratio is the median of the rounds' own ratios.
/// </summary>
internal sealed record Race(string Name, string Against, double? Target, IReadOnlyList<(Sample Module, Sample Twin)> Rounds)
{
    public static async Task<Race> RunAsync(
        string name, string against, double? target, RaceTimes times,
            Func<TimeSpan, Task<Sample>> module, Func<TimeSpan, Task<Sample>> twin)
    {
        System.Console.Error.WriteLine($"{name} / {against}");
        await twin(times.WarmUp);
        await module(times.WarmUp);
        var rounds = new List<(Sample, Sample)>();
        for (var round = 0; round < times.Rounds; round++)
        {
            // Who comes first changes, so that a growing table or a warming machine favours neither.
            Sample mine, theirs;
            if (round % 2 == 0) (mine, theirs) = (await module(times.Round), await twin(times.Round));
            else (theirs, mine) = (await twin(times.Round), await module(times.Round));
            System.Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {Line(mine)}  |  {Line(theirs)}"));
            rounds.Add((mine, theirs));
        }
        return new Race(name, against, target, rounds);
    }

    public double Ratio => Median(Rounds.Select(round => round.Module.PerSecond / round.Twin.PerSecond));

    public (double Low, double High) Spread
    {
        get
        {
            var ratios = Rounds.Select(round => round.Module.PerSecond / round.Twin.PerSecond).ToList();
            return (ratios.Min(), ratios.Max());
        }
    }

    public double PerSecond => Median(Rounds.Select(round => round.Module.PerSecond));

    public double TwinPerSecond => Median(Rounds.Select(round => round.Twin.PerSecond));

    public double Milliseconds => Median(Rounds.Select(round => round.Module.Median.TotalMilliseconds));

    public double SlowMilliseconds => Median(Rounds.Select(round => round.Module.Slow.TotalMilliseconds));

    public double Microseconds => Median(Rounds.Select(round => round.Module.MicrosecondsEach));

    public double TwinMicroseconds => Median(Rounds.Select(round => round.Twin.MicrosecondsEach));

    public int Failures => Rounds.Sum(round => round.Module.Failures + round.Twin.Failures);

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Line(Sample sample) => string.Create(CultureInfo.InvariantCulture,
        $"{sample.PerSecond,7:F0}/s {sample.Median.TotalMilliseconds,6:F2} ms (99 %: "
            + $"{sample.Slow.TotalMilliseconds,6:F1}), {sample.MicrosecondsEach,6:F0} µs, {sample.Failures} failed");
}

/// <summary>How long is measured.</summary>
internal sealed record RaceTimes(TimeSpan WarmUp, TimeSpan Round, int Rounds, int Starts);
