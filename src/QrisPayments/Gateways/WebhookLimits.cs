using System.Net;
using System.Threading.RateLimiting;
using QrisPayments.Foundation;

namespace QrisPayments.Gateways;

/// <summary>
/// Every webhook is a row, whoever sent it: a flood of forged ones must neither fill the host's disk nor keep the gateway's own ones out. So
/// each sender's address has a share of what an account takes, and it takes many shares.
/// </summary>
internal sealed class WebhookLimits : IDisposable
{
    private const int Share = 500;
    private const int Shares = 10;

    private readonly PartitionedRateLimiter<(string Account, IPAddress Network)> _senders = Buckets<(string, IPAddress)>(Share);
    private readonly PartitionedRateLimiter<string> _accounts = Buckets<string>(Share * Shares);

    /// <summary>Whether it may be stored: counts one for the request; and one for each 16 KB of its body, of which no gateway sends many.</summary>
    public bool Take(string account, IPAddress? sender, int? bytes = null)
    {
        var count = bytes is { } length ? Math.Min(length >> 14, Share) : 1;
        using var own = _senders.AttemptAcquire((account, ClientNetwork.Of(sender)), count);
        if (!own.IsAcquired) return false;
        using var all = _accounts.AttemptAcquire(account, count);
        return all.IsAcquired;
    }

    public void Dispose()
    {
        _senders.Dispose();
        _accounts.Dispose();
    }

    private static PartitionedRateLimiter<T> Buckets<T>(int limit) where T : notnull =>
        PartitionedRateLimiter.Create<T, T>(key => RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = limit, TokensPerPeriod = limit / 10, ReplenishmentPeriod = TimeSpan.FromSeconds(1), QueueLimit = 0,
        }));
}
