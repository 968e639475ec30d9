using System.Threading.Channels;

namespace QrisPayments.Outbox;

/// <summary>Wakes this node's dispatcher. Other nodes find the work by looking.</summary>
internal sealed class OutboxSignal
{
    private static readonly TimeSpan Eager = TimeSpan.FromMilliseconds(25);
    private const long EagerFor = 5_000;

    private readonly Dictionary<string, Channel<bool>> _bells = DeliveryKinds.All.ToDictionary(
        kind => kind, _ => Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }));

    private long _eagerUntil;

    public void Ring()
    {
        foreach (var kind in _bells.Keys) Ring(kind);
    }

    public void Ring(string kind) => _bells[kind].Writer.TryWrite(true);

    /// <summary>
    /// An attempt is to be opened with the commit of somebody else's transaction, and nothing will tell us when: look more
    /// often for a while.
    /// </summary>
    public void Expect()
    {
        Interlocked.Exchange(ref _eagerUntil, Environment.TickCount64 + EagerFor);
        Ring();
    }

    /// <summary>Returns when the bell rings or <paramref name="pause"/> is over.</summary>
    public async Task WaitAsync(string kind, TimeSpan pause, CancellationToken cancellationToken)
    {
        if (kind == DeliveryKinds.Open && Environment.TickCount64 < Interlocked.Read(ref _eagerUntil)) pause = Eager;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(pause);
        try
        {
            await _bells[kind].Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The pause is over.
        }
    }
}
