using System.Diagnostics;

namespace QrisPayments.Tests.Harness;

/// <summary>Polling with a bound: as soon as it is true, and never for ever.</summary>
internal static class Wait
{
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    /// <summary>Asks until <paramref name="done"/> says yes, and answers with what it saw then.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> look, Func<T, bool> done, string what, TimeSpan? bound = null)
    {
        var watch = Stopwatch.StartNew();
        // What is waited for may have gone wrong a moment before.
        var start = DateTime.UtcNow.AddSeconds(-2);
        while (true)
        {
            var seen = await look();
            if (done(seen))
                return seen;
            if (watch.Elapsed > (bound ?? Bound))
                throw new Xunit.Sdk.XunitException(
                    $"Waited {watch.Elapsed.TotalSeconds:0} s in vain until {what}; last seen: {seen}. {Warnings.Since(start)}");
            await Task.Delay(20);
        }
    }

    public static Task UntilAsync(Func<Task<bool>> done, string what, TimeSpan? bound = null) => UntilAsync(done, yes => yes, what, bound);
}
