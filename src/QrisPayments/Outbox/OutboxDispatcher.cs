using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Gateways;
using QrisPayments.Notifications;

namespace QrisPayments.Outbox;

/// <summary>Makes this node's share of the deliveries, a few at a time.</summary>
internal sealed class OutboxDispatcher(
    DueDeliveries due,
    HandlerDirectory handlers,
    DeliveryMaker maker,
    ReceiverTrust trust,
    OutboxSignal signal,
    ModuleState module,
    IOptions<OutboxOptions> options,
    ILogger<OutboxDispatcher> logger) : BackgroundService
{
    /// <summary>
    /// Each kind has its own lane: a receiver that does not answer must not keep a checkout from opening or an order from
    /// being marked paid.
    /// </summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!module.IsActive) return;
        await WarnOfOrphansAsync(stoppingToken);
        var outbox = options.Value;
        await Task.WhenAll(DeliveryKinds.All.Select(kind => Lane(kind, outbox).RunAsync(outbox.PollInterval, stoppingToken)));
    }

    private OutboxLane Lane(string kind, OutboxOptions outbox)
    {
        var isCallback = kind == DeliveryKinds.Callback;
        // One place for receivers that may be dead, one for all others.
        var total = isCallback ? Math.Max(2, outbox.Parallel) : outbox.Parallel;
        return new OutboxLane(kind, total, outbox.Lease, new Places(total, isCallback ? trust : null), due, handlers, maker, signal, logger);
    }

    /// <summary>A handler that was renamed or taken away leaves its deliveries waiting, and nothing else would say so.</summary>
    private async Task WarnOfOrphansAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var (target, waiting) in await due.FindOrphansAsync(stoppingToken))
                logger.LogWarning("{Count} deliveries wait for the handler {Handler}, which this node does not have. Register it again, switch its plugin on, or let another node have them",
                    waiting, target);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            logger.LogDebug(exception, "Waiting deliveries could not be counted");
        }
    }
}
