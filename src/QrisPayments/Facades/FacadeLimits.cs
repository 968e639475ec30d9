using System.Net;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Web;

namespace QrisPayments.Facades;

/// <summary>
/// What a facade does for people without a key. References that it makes can be guessed (WIRE P4): each wrong guess uses up what all at
/// the guesser's address share (<see cref="ClientNetwork"/>), and an address that has used it up is answered slowly. A client that knows
/// its reference uses up nothing and always gets to its payment.
/// </summary>
internal sealed class FacadeLimits(IOptions<LimitOptions> options) : IDisposable
{
    private readonly TokenBuckets<(string Facade, IPAddress Network)> _misses = new(options.Value.CheckoutBurst,
        options.Value.CheckoutPerSecond);
    private readonly TokenBuckets<IPAddress> _drawings = new(options.Value.CheckoutBurst, options.Value.CheckoutPerSecond);

    /// <summary>Whether the address may guess on at full speed. It is not counted, only a miss is.</summary>
    public bool MayGuess(string facade, IPAddress? client) => !_misses.IsEmpty((facade, ClientNetwork.Of(client)));

    /// <summary>Counts a reference that does not exist; false when it was one too many.</summary>
    public bool TryMiss(string facade, IPAddress? client, out TimeSpan wait) =>
        _misses.TryTake((facade, ClientNetwork.Of(client)), out wait);

    /// <summary>Counts a picture; false when it may not be drawn.</summary>
    public bool TryDraw(IPAddress? client, out TimeSpan wait) => _drawings.TryTake(ClientNetwork.Of(client), out wait);

    public void Dispose()
    {
        _misses.Dispose();
        _drawings.Dispose();
    }
}
