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
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!module.IsActive) return;
        while (!stoppingToken.IsCancellationRequested)
        {
            var made = 0;
            try
            {
                var due = await store.FindDueAsync(stoppingToken);
                await Parallel.ForEachAsync(due,
                    new ParallelOptions { MaxDegreeOfParallelism = options.Value.Outbox.Parallel, CancellationToken = stoppingToken },
                    async (delivery, cancellationToken) =>
                    {
                        if (!await store.ClaimAsync(delivery, cancellationToken)) return;
                        await MakeAsync(delivery, cancellationToken);
                        Interlocked.Increment(ref made);
                    });
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            // The database may be away for a while; nothing is lost, the rows wait.
            catch (Exception exception)
            {
                logger.LogError(exception, "The outbox could not be worked on; it is tried again");
                made = 0;
            }
            if (made == 0) await WaitAsync(stoppingToken);
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
                logger.LogWarning("Delivery {Delivery} ({Kind}) of payment {Payment} failed: {Error}", delivery.Id, delivery.Kind, delivery.PaymentId, failed.Error);
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

    private async Task WaitAsync(CancellationToken stoppingToken)
    {
        try
        {
            await signal.WaitAsync(options.Value.Outbox.PollInterval, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The host stops; the loop sees it.
        }
    }
}
