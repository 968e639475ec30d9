using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Web;

namespace QrisPayments.Facades;

/// <summary>
/// What a facade does for people without a key. References that it makes can be guessed (WIRE P4): who guesses wrong uses up what all
/// at his address have together (<see cref="ClientNetwork"/>); whoever knows a reference is in nobody's way, and nobody elsewhere in his.
/// </summary>
internal sealed class FacadeLimits(IOptions<LimitOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<(string Facade, IPAddress Network)> _misses = PerKey<(string, IPAddress)>(options);
    private readonly PartitionedRateLimiter<IPAddress> _drawings = PerKey<IPAddress>(options);

    /// <summary>Null when another reference may be asked for; else how long to wait, because too many did not exist.</summary>
    /// <remarks>Whole permits are looked at, and none is taken: asking the limiter for none is granted by the smallest part of one.</remarks>
    public TimeSpan? WaitToGuess(string facade, IPAddress? client) =>
        _misses.GetStatistics((facade, ClientNetwork.Of(client))) is { CurrentAvailablePermits: 0 } ? TimeSpan.FromSeconds(1) : null;

    /// <summary>Counts a reference that does not exist; how long to wait when it was one too many.</summary>
    public TimeSpan? Miss(string facade, IPAddress? client)
    {
        using var lease = _misses.AttemptAcquire((facade, ClientNetwork.Of(client)));
        return Wait(lease);
    }

    /// <summary>Counts a picture; null when it may be drawn, else how long to wait.</summary>
    public TimeSpan? WaitToDraw(IPAddress? client)
    {
        using var lease = _drawings.AttemptAcquire(ClientNetwork.Of(client));
        return Wait(lease);
    }

    public void Dispose()
    {
        _misses.Dispose();
        _drawings.Dispose();
    }

    private static TimeSpan? Wait(RateLimitLease lease) =>
        lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1);

    private static PartitionedRateLimiter<T> PerKey<T>(IOptions<LimitOptions> options) where T : notnull =>
        PartitionedRateLimiter.Create<T, T>(key => RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.CheckoutBurst,
            TokensPerPeriod = options.Value.CheckoutPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));
}
