using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Storage;

namespace QrisPayments.Outbox;

/// <summary>
/// Makes this node's share of the deliveries, a few at a time. Each kind has its own lane: a receiver that does not answer must not keep a
/// checkout from opening or an order from being marked paid.
/// </summary>
internal sealed class OutboxDispatcher(
    ModuleState module, IEnumerable<IDeliver> kinds, OutboxLanes lanes, DueDeliveries due, DeliveryStore store,
    ILogger<OutboxDispatcher> logger) : ModuleWorker(module)
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        var all = kinds.ToList();
        foreach (var kind in all) await WarnOfOrphansAsync(kind, stoppingToken);
        await Task.WhenAll(all.Select(kind => lanes.Open(kind).RunAsync(
            exception => logger.Log(DatabaseTroubles.Level(exception, LogLevel.Error), exception,
                "Deliveries of kind {Kind} could not be looked for; it is tried again", kind.Kind),
                stoppingToken)).Append(SweepAsync(stoppingToken)));
    }

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SweepEvery);
        try
        {
            do
            {
                try
                {
                    await store.GiveUpAsync(stoppingToken);
                }
                catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
                {
                    logger.Log(DatabaseTroubles.Level(exception, LogLevel.Error), exception,
                        "Deliveries whose time is over could not be given up; it is tried again");
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    /// <summary>A receiver that was renamed or removed leaves its deliveries waiting, and nothing else would say so.</summary>
    private async Task WarnOfOrphansAsync(IDeliver kind, CancellationToken stoppingToken)
    {
        if (kind.Sharing is not Sharing.Named named) return;
        try
        {
            foreach (var (target, waiting) in await due.FindOrphansAsync(kind.Kind, named.Receivers(), stoppingToken))
                logger.LogWarning("{Count} deliveries wait for the {Kind} {Target}, which this node does not have. "
                    + "Register it again, switch its plugin on, or let another node have them",
                    waiting, kind.Kind, target);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            logger.LogDebug(exception, "Waiting deliveries could not be counted");
        }
    }
}
