using System.Threading.RateLimiting;

namespace QrisPayments.Webhooks;

/// <summary>Every webhook is a row, whoever sent it: a flood of forged ones must not fill the host's disk.</summary>
internal sealed class WebhookLimits : IDisposable
{
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(account =>
        RateLimitPartition.GetTokenBucketLimiter(account, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = 500, TokensPerPeriod = 50, ReplenishmentPeriod = TimeSpan.FromSeconds(1), QueueLimit = 0,
        }));

    /// <summary>One for the request; and one for each 16 KB of its body, of which no gateway sends many.</summary>
    public RateLimitLease Acquire(string account, int bytes = 0) => _limiter.AttemptAcquire(account, bytes == 0 ? 1 : Math.Min(bytes >> 14, 500));

    public void Dispose() => _limiter.Dispose();
}
