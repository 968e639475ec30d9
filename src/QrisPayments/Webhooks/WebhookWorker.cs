using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QrisPayments.Mounting;
using QrisPayments.Polling;
using QrisPayments.Storage;

namespace QrisPayments.Webhooks;

/// <summary>Works out stored webhooks, again and again until they are understood or a day is over.</summary>
internal sealed class WebhookWorker(
    WebhookInbox inbox, WebhookMeaning meaning, WebhookSignal signal, ModuleState module, TimeProvider clock, IOptions<QrisPaymentsOptions> options,
    ILogger<WebhookWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(24);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!module.IsActive) return;
        var nextSweep = Environment.TickCount64;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var mine = await inbox.ClaimDueAsync(stoppingToken);
                await Parallel.ForEachAsync(mine, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = stoppingToken }, async (row, _) => await WorkAsync(row, stoppingToken));
                if (Environment.TickCount64 >= nextSweep)
                {
                    await inbox.SweepAsync(options.Value.Webhooks.Keep, stoppingToken);
                    nextSweep = Environment.TickCount64 + (long)SweepEvery.TotalMilliseconds;
                }
                if (mine.Count == 0) await signal.WaitAsync(options.Value.Polling.Interval, stoppingToken);
            }
            // The database may be away for a while; the rows wait.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(exception, "Webhooks could not be worked on; it is tried again");
                await signal.WaitAsync(TimeSpan.FromSeconds(1), stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task WorkAsync(WebhookRow row, CancellationToken stoppingToken)
    {
        Waiting? waiting;
        try
        {
            waiting = await meaning.WorkAsync(row, stoppingToken);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            logger.LogError(exception, "Webhook {Webhook} could not be worked out", row.Id);
            waiting = new Waiting(exception.GetType().Name);
        }
        var now = clock.Now();
        if (waiting is null) await inbox.FinishAsync(row.Id, WebhookStates.Done, null, now);
        else if (row.ReceivedAtDb.FromDb() + Patience < now)
        {
            logger.LogError("Webhook {Webhook} at {Account} is given up after {Patience}: {Reason}", row.Id, row.Account, Patience, waiting.Reason);
            await inbox.FinishAsync(row.Id, WebhookStates.Dead, waiting.Reason, now);
        }
        else await inbox.FinishAsync(row.Id, WebhookStates.Due, waiting.Reason, now + PollSchedule.AfterFailure(row.Tries - 1, waiting.RetryAfter, Random.Shared.NextDouble()));
    }
}
