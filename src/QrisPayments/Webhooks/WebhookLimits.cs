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

    public RateLimitLease Acquire(string account) => _limiter.AttemptAcquire(account);

    public void Dispose() => _limiter.Dispose();
}
