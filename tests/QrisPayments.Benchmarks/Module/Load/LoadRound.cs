using System.Diagnostics;

namespace QrisPayments.Benchmarks.Module.Load;

/// <summary>Many clients that ask as fast as they are answered, until the time or the questions run out.</summary>
internal static class LoadRound
{
    public const int Clients = 16;

    /// <param name="server">Whom to ask.</param>
    /// <param name="time">For how long.</param>
    /// <param name="next">The next request, or null when there are no more. Called by many at once.</param>
    /// <param name="status">What a good answer has; others are counted as failures.</param>
    /// <param name="seen">Looks at each good answer.</param>
    public static async Task<Sample> RunAsync(
        Uri server, TimeSpan time, Func<byte[]?> next, int status, Action<ReadOnlySpan<byte>>? seen = null)
    {
        var wires = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => HttpWire.ConnectAsync(server)));
        var watch = Stopwatch.StartNew();
        var results = await Task.WhenAll(wires.Select(wire => Task.Run(() => AskAsync(wire))));
        var took = watch.Elapsed;
        foreach (var wire in wires) wire.Dispose();

        var times = results.SelectMany(result => result.Times).Order().ToArray();
        var failures = results.Sum(result => result.Failures);
        return new Sample(times.Length, failures, took, At(times, 0.5), At(times, 0.99));

        async Task<(List<long> Times, int Failures)> AskAsync(HttpWire wire)
        {
            var (times, failures) = (new List<long>(), 0);
            while (watch.Elapsed < time && next() is { } request)
            {
                var start = Stopwatch.GetTimestamp();
                var (got, text) = await wire.SendAsync(request);
                if (got == status)
                {
                    times.Add(Stopwatch.GetTimestamp() - start);
                    seen?.Invoke(text.Span);
                }
                else if (failures++ == 0)
                {
                    System.Console.Error.WriteLine(System.Text.Encoding.UTF8.GetString(text.Span));
                }
            }
            return (times, failures);
        }
    }

    private static TimeSpan At(long[] times, double part) =>
        times.Length == 0 ? default : Stopwatch.GetElapsedTime(0, times[(int)((times.Length - 1) * part)]);
}
