using System.Threading.Channels;

namespace QrisPayments.Outbox;

/// <summary>Wakes this node's dispatcher. Other nodes find the work by looking.</summary>
internal sealed class OutboxSignal
{
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private long _eagerUntil;

    public void Ring() => _bell.Writer.TryWrite(true);

    /// <summary>
    /// Work is coming with the commit of somebody else's transaction, and nothing will tell us when: look more often for a
    /// while.
    /// </summary>
    public void Expect()
    {
        Interlocked.Exchange(ref _eagerUntil, Environment.TickCount64 + 5_000);
        Ring();
    }

    /// <summary>Returns when the bell rings or <paramref name="pause"/> is over.</summary>
    public async Task WaitAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        if (Environment.TickCount64 < Interlocked.Read(ref _eagerUntil)) pause = TimeSpan.FromMilliseconds(25);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(pause);
        try
        {
            await _bell.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The pause is over.
        }
    }
}
