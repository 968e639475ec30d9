using System.Threading.RateLimiting;

namespace QrisPayments.Web;

/// <summary>One token bucket per key, filled again every second. A bucket that has been full for a while takes no memory.</summary>
/// <param name="burst">Tokens of a full bucket.</param>
/// <param name="perSecond">Tokens that come back each second.</param>
internal sealed class TokenBuckets<TKey>(int burst, int perSecond) : IDisposable where TKey : notnull
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly PartitionedRateLimiter<TKey> _limiter = PartitionedRateLimiter.Create<TKey, TKey>(key =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = burst,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = Period,
            QueueLimit = 0,
        }));

    /// <summary>Takes tokens from a key's bucket.</summary>
    /// <param name="key">Whose bucket.</param>
    /// <param name="wait">How long to wait until there are enough; zero when they were taken.</param>
    /// <param name="tokens">How many, at most a full bucket. None is granted by the smallest part of one.</param>
    public bool TryTake(TKey key, out TimeSpan wait, int tokens = 1)
    {
        using var lease = _limiter.AttemptAcquire(key, tokens);
        wait = lease.IsAcquired ? TimeSpan.Zero : lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Period;
        return lease.IsAcquired;
    }

    /// <summary>Whether not one whole token is left. Nothing is taken.</summary>
    public bool IsEmpty(TKey key) => _limiter.GetStatistics(key) is { CurrentAvailablePermits: 0 };

    public void Dispose() => _limiter.Dispose();
}
