using Microsoft.Extensions.Logging;
using QrisPayments.Foundation;
using QrisPayments.Storage;

namespace QrisPayments.Payments;

/// <summary>Expires what is due, goes on with what was left half done, and forgets old idempotency keys and visitors.</summary>
internal sealed class PaymentJanitor(
    ModuleState module, PaymentActions actions, StuckAttempts stuck, IdempotencyStore idempotency, VisitorLimit visitors,
        ILogger<PaymentJanitor> logger) : ModuleWorker(module)
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Round);
        var nextSweep = Environment.TickCount64;
        try
        {
            do
            {
                await TryAsync("expire payments", actions.ExpireDueAsync, stoppingToken);
                await TryAsync("resume attempts", stuck.ResumeAsync, stoppingToken);
                if (Environment.TickCount64 < nextSweep) continue;
                await TryAsync("forget idempotency keys", idempotency.SweepAsync, stoppingToken);
                await TryAsync("forget visitors", visitors.SweepAsync, stoppingToken);
                nextSweep = Environment.TickCount64 + (long)SweepEvery.TotalMilliseconds;
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    /// <summary>The database may be away for a while; the rows wait. No fault of one duty keeps the others from theirs.</summary>
    private async Task TryAsync(string duty, Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        try
        {
            await work(stoppingToken);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            logger.Log(DatabaseTroubles.Level(exception, LogLevel.Error), exception, "The janitor could not {Duty}; it is tried again",
                duty);
        }
    }
}
