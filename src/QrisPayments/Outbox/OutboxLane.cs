using Microsoft.Extensions.Logging;

namespace QrisPayments.Outbox;

/// <summary>
/// The deliveries of one kind on this node. They are begun as places become free, and receivers take turns, so that none waits for
/// another one's backlog.
/// </summary>
internal sealed class OutboxLane(string kind, int total, Places places, DueDeliveries due, HandlerDirectory handlers, DeliveryMaker maker, OutboxSignal signal, ILogger logger)
{
    private readonly List<Task> _begun = [];

    /// <summary>Whose turn was last.</summary>
    private string _last = "";

    public async Task RunAsync(TimeSpan pollInterval, CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await TryLookAsync(stoppingToken);
                await signal.WaitAsync(kind, pollInterval, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; what was begun is recorded before.
            await Task.WhenAll(_begun);
        }
    }

    private async Task TryLookAsync(CancellationToken stoppingToken)
    {
        try
        {
            await LookAsync(stoppingToken);
        }
        // The database may be away for a while; nothing is lost, the rows wait.
        catch (Exception exception)
        {
            if (!stoppingToken.IsCancellationRequested)
                logger.LogError(exception, "Deliveries of kind {Kind} could not be looked for; it is tried again", kind);
        }
    }

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        _begun.RemoveAll(task => task.IsCompleted);
        if (!places.AnyFree) return;
        var (receivers, share) = Receivers(stoppingToken);
        await foreach (var receiver in receivers)
        {
            var room = places.Room(receiver, share);
            if (room > 0)
            {
                // Those that were begun a moment ago may not be claimed yet.
                foreach (var delivery in await due.FindAsync(kind, receiver, room + places.HeldBy(receiver), stoppingToken))
                    if (room > 0 && places.Take(delivery.Id, receiver))
                    {
                        room--;
                        _last = receiver;
                        _begun.Add(Task.Run(() => MakeAsync(delivery, stoppingToken), CancellationToken.None));
                    }
            }
            if (!places.AnyFree) return;
        }
    }

    /// <summary>Who is asked about, in this order, and to how many of the places each has a right.</summary>
    private (IAsyncEnumerable<string> Receivers, int Share) Receivers(CancellationToken stoppingToken)
    {
        switch (kind)
        {
            case DeliveryKinds.Callback:
                return (due.ReceiversAsync(kind, _last, stoppingToken), Math.Max(1, total / 4));
            case DeliveryKinds.Handler:
                var targets = handlers.Targets;
                return (targets.ToAsyncEnumerable(), Math.Max(1, total / Math.Max(1, targets.Count)));
            default:
                return (new[] { Receiver.None }.ToAsyncEnumerable(), total);
        }
    }

    private async Task MakeAsync(Delivery delivery, CancellationToken stoppingToken)
    {
        var again = await maker.MakeAsync(delivery, stoppingToken);
        places.Leave(delivery.Id);
        if (again) signal.Ring(kind);
    }
}
