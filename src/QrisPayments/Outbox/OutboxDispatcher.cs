using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QrisPayments.Mounting;
using QrisPayments.Payments;

namespace QrisPayments.Outbox;

/// <summary>Makes this node's share of the deliveries, a few at a time.</summary>
internal sealed class OutboxDispatcher(
    DeliveryStore store,
    HandlerRunner handlers,
    CallbackSender callbacks,
    AttemptOpener opener,
    OutboxSignal signal,
    ModuleState module,
    IOptions<QrisPaymentsOptions> options,
    ILogger<OutboxDispatcher> logger) : BackgroundService
{
    /// <summary>
    /// Each kind has its own loop: a receiver that does not answer must not keep a checkout from opening or an order from
    /// being marked paid.
    /// </summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!module.IsActive) return;
        await WarnOfOrphansAsync(stoppingToken);
        await Task.WhenAll(DeliveryKinds.All.Select(kind => WorkAsync(kind, stoppingToken)));
    }

    /// <summary>A handler that was renamed or taken away leaves its deliveries waiting, and nothing else would say so.</summary>
    private async Task WarnOfOrphansAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var (target, waiting) in await store.FindOrphansAsync(stoppingToken))
                logger.LogWarning("{Count} deliveries wait for the handler {Handler}, which this node does not have. Register it again, switch its plugin on, or let another node have them",
                    waiting, target);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            logger.LogDebug(exception, "Waiting deliveries could not be counted");
        }
    }

    private async Task WorkAsync(string kind, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var made = 0;
            try
            {
                var due = await store.FindDueAsync(kind, stoppingToken);
                await Parallel.ForEachAsync(due,
                    new ParallelOptions { MaxDegreeOfParallelism = options.Value.Outbox.Parallel, CancellationToken = stoppingToken },
                    async (delivery, _) =>
                    {
                        if (await WorkAsync(delivery, stoppingToken)) Interlocked.Increment(ref made);
                    });
            }
            // The database may be away for a while; nothing is lost, the rows wait.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(exception, "Deliveries of kind {Kind} could not be worked on; it is tried again", kind);
                made = 0;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            if (made == 0) await WaitAsync(kind, stoppingToken);
        }
    }

    /// <summary>One delivery, from claim to record. What goes wrong here must not touch its neighbours.</summary>
    private async Task<bool> WorkAsync(Delivery delivery, CancellationToken stoppingToken)
    {
        try
        {
            if (!await store.ClaimAsync(delivery, stoppingToken)) return false;
            await MakeAsync(delivery, stoppingToken);
            return true;
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            logger.LogError(exception, "Delivery {Delivery} could not be recorded; it comes again when its lease has run out", delivery.Id);
            return false;
        }
    }

    private async Task MakeAsync(Delivery delivery, CancellationToken stoppingToken)
    {
        using var lease = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        lease.CancelAfter(options.Value.Outbox.Lease);
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

    private async Task WaitAsync(string kind, CancellationToken stoppingToken)
    {
        try
        {
            await signal.WaitAsync(kind, options.Value.Outbox.PollInterval, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The host stops; the loop sees it.
        }
    }
}
