using System.Net;
using QrisPayments.Foundation;
using QrisPayments.Web;

namespace QrisPayments.Gateways;

/// <summary>
/// A flood of forged webhooks must not crowd out the gateway's own. Each sending address therefore gets a share of what an account accepts,
/// and an account accepts many shares. How much is kept of them is bounded by <see cref="StrangerBudget"/>.
/// </summary>
internal sealed class WebhookLimits : IDisposable
{
    private const int Share = 500;
    private const int Shares = 10;

    private readonly TokenBuckets<(string Account, IPAddress Network)> _senders = new(Share, Share / 10);
    private readonly TokenBuckets<string> _accounts = new(Share * Shares, Share * Shares / 10);

    /// <summary>
    /// Whether it is listened to: counts one for the request; and one for each 16 KB of its headers, query and body, of which no gateway
    /// sends many.
    /// </summary>
    public bool Take(string account, IPAddress? sender, int? bytes = null)
    {
        var count = bytes is { } length ? Math.Min(length >> 14, Share) : 1;
        return _senders.TryTake((account, ClientNetwork.Of(sender)), out _, count) && _accounts.TryTake(account, out _, count);
    }

    /// <summary>The length of a request's headers or parameters.</summary>
    public static int LengthOf(IEnumerable<KeyValuePair<string, string>> values) =>
        values.Sum(pair => pair.Key.Length + pair.Value.Length);

    public void Dispose()
    {
        _senders.Dispose();
        _accounts.Dispose();
    }
}
