using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QrisPayments.Storage;

namespace QrisPayments.Outbox;

/// <summary>Makes one delivery, from claim to record. What goes wrong here must not touch its neighbours.</summary>
internal sealed class DeliveryMaker(DeliveryStore store, IOptions<OutboxOptions> options, ILogger<DeliveryMaker> logger)
{
    public async Task<Made> MakeAsync(IDeliver kind, Delivery delivery, CancellationToken stoppingToken)
    {
        try
        {
            var claim = await store.ClaimAsync(delivery, stoppingToken);
            return claim switch
            {
                Claim.Ours => await MakeClaimedAsync(kind, delivery, stoppingToken),
                Claim.Locked => Made.Locked,
                _ => Made.Ended,
            };
        }
        catch (Exception exception)
        {
            if (!stoppingToken.IsCancellationRequested)
                logger.Log(DatabaseTroubles.Level(exception, LogLevel.Error), exception,
                    "Delivery {Delivery} could not be recorded; it comes again when its lease has run out",
                    delivery.Id);
            return Made.Failed;
        }
    }

    private async Task<Made> MakeClaimedAsync(IDeliver kind, Delivery delivery, CancellationToken stoppingToken)
    {
        using var lease = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        lease.CancelAfter(options.Value.Lease);
        var watch = Stopwatch.StartNew();
        var result = await TryAsync(kind, delivery, lease.Token);
        // Recording goes on while the host stops: a callback that was accepted must not be sent again.
        switch (result)
        {
            case DeliveryResult.Done done:
                await store.DoneAsync(delivery, done, watch.Elapsed, CancellationToken.None);
                break;
            case DeliveryResult.Failed failed:
                logger.LogWarning("Delivery {Delivery} ({Kind}) of {Subject} failed{End}: {Error}",
                    delivery.Id, delivery.Kind, delivery.Subject, failed.Final ? " and is given up" : "", failed.Error);
                await store.FailedAsync(delivery, failed, kind.RetryOf(delivery), watch.Elapsed, CancellationToken.None);
                return Made.Again;
            case DeliveryResult.Lost:
                logger.LogInformation("Delivery {Delivery} was taken over by another node", delivery.Id);
                break;
        }
        return Made.Ended;
    }

    private async Task<DeliveryResult> TryAsync(IDeliver kind, Delivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            return await kind.DeliverAsync(delivery, cancellationToken);
        }
        // With the database away it cannot be recorded either: it comes again when its lease has run out, and counts as no try. A missing
        // right, or a table that takes no changes, may be the matter of this delivery alone, which must not be tried without end.
        catch (Exception exception) when (DatabaseTroubles.Of(exception) is not DatabaseTrouble.Away)
        {
            logger.Log(DatabaseTroubles.Level(exception, LogLevel.Error), exception, "Delivery {Delivery} failed", delivery.Id);
            return new DeliveryResult.Failed($"{exception.GetType().Name}: {exception.Message}");
        }
    }
}

/// <summary>What became of a delivery that was begun.</summary>
internal enum Made
{
    /// <summary>It was made, or another node has it.</summary>
    Ended,

    /// <summary>It failed, and may be due again at once.</summary>
    Again,

    /// <summary>A transaction still holds its row, beyond its lease.</summary>
    Locked,

    /// <summary>The database is away, so that there is no use in asking it for the next one at once.</summary>
    Failed,
}
