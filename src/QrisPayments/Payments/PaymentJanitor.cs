using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using QrisPayments.Mounting;

namespace QrisPayments.Payments;

/// <summary>Expires what is due, goes on with what was left half done, and forgets old idempotency keys.</summary>
internal sealed class PaymentJanitor(
    PaymentActions actions, AttemptOpener opener, IdempotencyStore idempotency, ModuleState module, ILogger<PaymentJanitor> logger) : BackgroundService
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!module.IsActive) return;
        using var timer = new PeriodicTimer(Round);
        var nextSweep = Environment.TickCount64;
        try
        {
            do
            {
                try
                {
                    await actions.ExpireDueAsync(stoppingToken);
                    await opener.ResumeStuckAsync(stoppingToken);
                    if (Environment.TickCount64 < nextSweep) continue;
                    await idempotency.SweepAsync(stoppingToken);
                    nextSweep = Environment.TickCount64 + (long)SweepEvery.TotalMilliseconds;
                }
                // The database may be away for a while; the rows wait.
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    logger.LogError(exception, "Payments could not be looked after; it is tried again");
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
