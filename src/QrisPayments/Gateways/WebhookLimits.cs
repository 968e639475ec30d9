using System.Net;
using QrisPayments.Foundation;
using QrisPayments.Web;

namespace QrisPayments.Gateways;

/// <summary>
/// Every webhook becomes a row, genuine or forged, so a flood of forged ones must neither fill the host's disk nor crowd out the gateway's
/// own. Each sending address therefore gets a share of what an account accepts, and an account accepts many shares.
/// </summary>
internal sealed class WebhookLimits : IDisposable
{
    private const int Share = 500;
    private const int Shares = 10;

    private readonly TokenBuckets<(string Account, IPAddress Network)> _senders = new(Share, Share / 10);
    private readonly TokenBuckets<string> _accounts = new(Share * Shares, Share * Shares / 10);

    /// <summary>
    /// Whether it may be stored: counts one for the request; and one for each 16 KB of its body, of which no gateway sends many.
    /// </summary>
    public bool Take(string account, IPAddress? sender, int? bytes = null)
    {
        var count = bytes is { } length ? Math.Min(length >> 14, Share) : 1;
        return _senders.TryTake((account, ClientNetwork.Of(sender)), out _, count) && _accounts.TryTake(account, out _, count);
    }

    public void Dispose()
    {
        _senders.Dispose();
        _accounts.Dispose();
    }
}
