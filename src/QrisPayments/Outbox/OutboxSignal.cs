using System.Collections.Concurrent;
using QrisPayments.Foundation;

namespace QrisPayments.Outbox;

/// <summary>Wakes this node's lanes, each kind by itself.</summary>
internal sealed class OutboxSignal
{
    private static readonly TimeSpan EagerPause = TimeSpan.FromMilliseconds(25);
    private const long EagerFor = 5_000;

    private readonly ConcurrentDictionary<string, Lane> _lanes = new(StringComparer.Ordinal);

    public void Ring(string kind) => Of(kind).Bell.Ring();

    /// <summary>
    /// Something is to be delivered with the commit of the host's own transaction, and nothing will tell when: the lane looks more often
    /// for a while.
    /// </summary>
    public void Expect(string kind)
    {
        Interlocked.Exchange(ref Of(kind).EagerUntil, Environment.TickCount64 + EagerFor);
        Ring(kind);
    }

    /// <summary>Returns when the bell rings or <paramref name="pause"/> is over.</summary>
    public Task WaitAsync(string kind, TimeSpan pause, CancellationToken cancellationToken)
    {
        var lane = Of(kind);
        var isEager = Environment.TickCount64 < Interlocked.Read(ref lane.EagerUntil) && EagerPause < pause;
        return lane.Bell.WaitAsync(isEager ? EagerPause : pause, cancellationToken);
    }

    private Lane Of(string kind) => _lanes.GetOrAdd(kind, _ => new Lane());

    private sealed class Lane
    {
        public long EagerUntil;

        public Bell Bell { get; } = new();
    }
}
