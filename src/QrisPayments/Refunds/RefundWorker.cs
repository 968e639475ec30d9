using Microsoft.Extensions.Logging;
using QrisPayments.Foundation;

namespace QrisPayments.Refunds;

/// <summary>Asks gateways for refunds after their commit, and asks again until each has ended.</summary>
internal sealed class RefundWorker(ModuleState module, DueRefunds due, RefundBell bell, ILogger<RefundWorker> logger) : ModuleWorker(module)
{
    /// <summary>Other nodes' and hosts' refunds are found by looking.</summary>
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // While there is work, there may be more.
                while (await due.WorkAsync(stoppingToken) > 0)
                {
                }
                await due.OpenCasesAsync(stoppingToken);
                await bell.WaitAsync(Round, stoppingToken);
            }
            // The database may be away for a while; the rows wait.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(exception, "Refunds could not be worked on; it is tried again");
                await bell.WaitAsync(Round, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                // The host stops.
            }
        }
    }
}
