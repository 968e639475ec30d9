using System.Net;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Web;

namespace QrisPayments.Facades;

/// <summary>
/// What a facade does for people without a key. References that it makes can be guessed (WIRE P4): each wrong guess uses up what all in
/// the guesser's network share (<see cref="ClientNetwork"/>), and a network that has used it up is answered slowly, the more slowly the
/// more of its answers are held back at once. A client that knows its reference uses up nothing and always gets to its payment.
/// </summary>
internal sealed class FacadeLimits(IOptions<LimitOptions> options) : IDisposable
{
    /// <summary>How many answers to one network are held back at once: with the pause, some eight guesses a second.</summary>
    public const int MaxHeld = 256;

    /// <summary>The pause when so many are held.</summary>
    public static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan MinPause = TimeSpan.FromSeconds(3);

    private readonly TokenBuckets<(string Facade, IPAddress Network)> _misses = new(options.Value.CheckoutBurst,
        options.Value.CheckoutPerSecond);
    private readonly TokenBuckets<IPAddress> _drawings = new(options.Value.CheckoutBurst, options.Value.CheckoutPerSecond);

    // Far more than the customers of one network open in the time, and so few that guessing finds next to nothing.
    private readonly TokenBuckets<(string Facade, IPAddress Network)> _finds = new(30, 1);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Facade, IPAddress Network), int> _held = [];

    /// <summary>Whether the network may guess on at full speed. It is not counted, only a miss is.</summary>
    public bool MayGuess(string facade, IPAddress? client) => !_misses.IsEmpty((facade, ClientNetwork.Of(client)));

    /// <summary>Counts a reference that does not exist; false when it was one too many.</summary>
    public bool TryMiss(string facade, IPAddress? client, out TimeSpan wait) =>
        _misses.TryTake((facade, ClientNetwork.Of(client)), out wait);

    /// <summary>
    /// Holds an answer to a network that guesses back. Right and wrong ones alike, so that none tells by its haste; only where so many are
    /// held already that a wrong one is refused at once does a right one go out at once, and those are counted.
    /// </summary>
    /// <param name="facade">The plugin's id.</param>
    /// <param name="client">Who asked.</param>
    /// <param name="isRight">Whether there is such a reference.</param>
    /// <param name="cancellationToken">The client has gone.</param>
    /// <returns>Whether it may go out.</returns>
    public async Task<bool> HoldAsync(string facade, IPAddress? client, bool isRight, CancellationToken cancellationToken)
    {
        var guesser = (facade, ClientNetwork.Of(client));
        if (TryEnter(guesser) is not { } before) return isRight && _finds.TryTake(guesser, out _);
        try
        {
            await Task.Delay(Pause(before), cancellationToken);
            return true;
        }
        finally
        {
            Leave(guesser);
        }
    }

    /// <summary>Counts a picture; false when it may not be drawn.</summary>
    public bool TryDraw(IPAddress? client, out TimeSpan wait) => _drawings.TryTake(ClientNetwork.Of(client), out wait);

    /// <summary>How long an answer is held back when so many are already.</summary>
    public static TimeSpan Pause(int held) => MinPause + (MaxPause - MinPause) * ((double)Math.Min(held, MaxHeld) / MaxHeld);

    /// <summary>How many are held before this one; null when it is one too many.</summary>
    private int? TryEnter((string, IPAddress) guesser)
    {
        lock (_lock)
        {
            var held = _held.GetValueOrDefault(guesser);
            if (held >= MaxHeld) return null;
            _held[guesser] = held + 1;
            return held;
        }
    }

    private void Leave((string, IPAddress) guesser)
    {
        lock (_lock)
            if (--_held[guesser] == 0) _held.Remove(guesser);
    }

    public void Dispose()
    {
        _misses.Dispose();
        _drawings.Dispose();
        _finds.Dispose();
    }
}
