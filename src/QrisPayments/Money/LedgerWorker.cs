using Microsoft.Extensions.Logging;
using QrisPayments.Foundation;
using QrisPayments.Storage;

namespace QrisPayments.Money;

/// <summary>Numbers the lines of the ledger that wait. Every node does; see <see cref="LedgerBook"/>.</summary>
internal sealed class LedgerWorker(ModuleState module, LedgerBook ledger, ILogger<LedgerWorker> logger) : ModuleWorker(module)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Beat);
        var isTold = false;
        try
        {
            do
            {
                try
                {
                    while (await ledger.NumberAsync(stoppingToken) == LedgerBook.Page) { }
                    isTold = false;
                }
                // The database may be away for a while; the rows wait.
                catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
                {
                    var level = DatabaseTroubles.Level(exception, LogLevel.Error);
                    if (!isTold)
                        logger.Log(level, exception, "Lines of the ledger could not be numbered; it is tried again every second");
                    // An outage is told of elsewhere; a fault that follows it is not.
                    isTold |= level > LogLevel.Debug;
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }
}
