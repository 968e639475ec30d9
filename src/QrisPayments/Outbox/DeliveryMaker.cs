using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QrisPayments.Notifications;
using QrisPayments.Payments;

namespace QrisPayments.Outbox;

/// <summary>Makes one delivery, from claim to record. What goes wrong here must not touch its neighbours.</summary>
internal sealed class DeliveryMaker(
    DeliveryStore store, HandlerRunner handlers, CallbackSender callbacks, AttemptOpener opener, IOptions<OutboxOptions> options, ILogger<DeliveryMaker> logger)
{
    public async Task<Made> MakeAsync(Delivery delivery, CancellationToken stoppingToken)
    {
        try
        {
            var claim = await store.ClaimAsync(delivery, stoppingToken);
            if (claim == Claim.Ours) await MakeClaimedAsync(delivery, stoppingToken);
            return claim == Claim.Locked ? Made.Locked : Made.Ended;
        }
        catch (Exception exception)
        {
            if (!stoppingToken.IsCancellationRequested)
                logger.LogError(exception, "Delivery {Delivery} could not be recorded; it comes again when its lease has run out", delivery.Id);
            return Made.Failed;
        }
    }

    private async Task MakeClaimedAsync(Delivery delivery, CancellationToken stoppingToken)
    {
        using var lease = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        lease.CancelAfter(options.Value.Lease);
        var watch = Stopwatch.StartNew();
        var result = await TryAsync(delivery, lease.Token);
        // Recording goes on while the host stops: a callback that was accepted must not be sent again.
        switch (result)
        {
            case DeliveryResult.Done done:
                await store.DoneAsync(delivery, done, watch.Elapsed, CancellationToken.None);
                break;
            case DeliveryResult.Failed failed:
                logger.LogWarning("Delivery {Delivery} ({Kind}) of payment {Payment} failed{End}: {Error}", delivery.Id, delivery.Kind, delivery.PaymentId, failed.Final ? " and is given up" : "", failed.Error);
                await store.FailedAsync(delivery, failed, watch.Elapsed, CancellationToken.None);
                break;
            case DeliveryResult.Lost:
                logger.LogInformation("Delivery {Delivery} was taken over by another node", delivery.Id);
                break;
        }
    }

    private async Task<DeliveryResult> TryAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            return delivery.Kind switch
            {
                DeliveryKinds.Handler => await handlers.RunAsync(delivery, cancellationToken),
                DeliveryKinds.Callback => await callbacks.SendAsync(delivery, cancellationToken),
                DeliveryKinds.Open => await opener.OpenFirstAsync(delivery.PaymentId, cancellationToken),
                _ => new DeliveryResult.Failed($"Unknown kind '{delivery.Kind}'.", Final: true),
            };
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "Delivery {Delivery} failed", delivery.Id);
            return new DeliveryResult.Failed($"{exception.GetType().Name}: {exception.Message}");
        }
    }
}

/// <summary>What became of a delivery that was begun.</summary>
internal enum Made
{
    /// <summary>It was made, or is somebody else's.</summary>
    Ended,

    /// <summary>Somebody is still at work in its row, beyond his lease.</summary>
    Locked,

    /// <summary>The database is away, so that there is no use in asking it for the next one at once.</summary>
    Failed,
}
