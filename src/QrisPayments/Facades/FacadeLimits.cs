using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using QrisPayments.Mounting;

namespace QrisPayments.Facades;

/// <summary>
/// References that a facade makes can be guessed (WIRE P4), and their pages ask for no key. Who guesses wrong uses up what all
/// that guess wrong have together; whoever knows a reference is not in anybody's way.
/// </summary>
internal sealed class FacadeLimits(IOptions<QrisPaymentsOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _misses = PartitionedRateLimiter.Create<string, string>(facade =>
        RateLimitPartition.GetTokenBucketLimiter(facade, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.Limits.CheckoutBurst,
            TokensPerPeriod = options.Value.Limits.CheckoutPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));

    /// <summary>Notes a reference that does not exist.</summary>
    public void Miss(string facade) => _misses.AttemptAcquire(facade).Dispose();

    /// <summary>Whether there were too many of late.</summary>
    public bool IsFlooded(string facade) => _misses.GetStatistics(facade) is { CurrentAvailablePermits: < 1 };

    public void Dispose() => _misses.Dispose();
}
