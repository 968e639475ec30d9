using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Storage;

namespace QrisPayments.Gateways;

/// <summary>Works out stored webhooks, again and again until they are understood or a day is over.</summary>
internal sealed class WebhookWorker(
    WebhookInbox inbox, WebhookMeaning meaning, WebhookSignal signal, ModuleState module, TimeProvider clock, IOptions<WebhookOptions> options, IOptions<PollingOptions> polling,
    ILogger<WebhookWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(24);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);

    /// <summary>Of one account's.</summary>
    private const int AtOnce = 4;

    private readonly ConcurrentDictionary<string, Task> _underWay = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!module.IsActive) return;
        var nextSweep = Environment.TickCount64;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var account in await inbox.FindAccountsAsync(stoppingToken)) Begin(account, stoppingToken);
                if (Environment.TickCount64 >= nextSweep)
                {
                    await inbox.SweepAsync(options.Value.Keep, stoppingToken);
                    nextSweep = Environment.TickCount64 + (long)SweepEvery.TotalMilliseconds;
                }
                await signal.WaitAsync(polling.Value.Interval, stoppingToken);
            }
            // The database may be away for a while; the rows wait.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(exception, "Webhooks could not be worked on; it is tried again");
                await signal.WaitAsync(TimeSpan.FromSeconds(1), stoppingToken);
            }
            catch (OperationCanceledException)
            {
                // The host stops.
            }
        }
        await Task.WhenAll(_underWay.Values);
    }

    /// <summary>Each account by itself: a gateway that answers slowly keeps no other waiting.</summary>
    private void Begin(string account, CancellationToken stoppingToken)
    {
        var end = new TaskCompletionSource();
        if (!_underWay.TryAdd(account, end.Task)) return;
        _ = Task.Run(async () =>
        {
            var worked = 0;
            try
            {
                var due = await inbox.FindDueAsync(account, stoppingToken);
                await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken }, async (row, _) =>
                {
                    if (!await inbox.ClaimAsync(row, stoppingToken)) return;
                    Interlocked.Increment(ref worked);
                    await WorkAsync(row, stoppingToken);
                });
            }
            // The rows wait; the next round sees them again.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(exception, "Webhooks at {Account} could not be worked on; it is tried again", account);
            }
            catch (OperationCanceledException)
            {
                // The host stops.
            }
            finally
            {
                _underWay.TryRemove(account, out _);
                end.SetResult();
                // There may be more of them.
                if (worked > 0) signal.Ring();
            }
        }, CancellationToken.None);
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
        if (waiting is Waiting.Judged) await inbox.LetGoAsync(row);
        else if (waiting is null) await inbox.FinishAsync(row, WebhookStates.Done, null, now);
        else if (row.Since.FromDb() + Patience < now)
        {
            logger.LogError("Webhook {Webhook} at {Account} is given up after {Patience}: {Reason}", row.Id, row.Account, Patience, waiting.Reason);
            await inbox.GiveUpAsync(row, waiting.Reason);
        }
        else await inbox.FinishAsync(row, row.State, waiting.Reason, now + PollSchedule.AfterFailure(row.Tries - 1, waiting.RetryAfter, Random.Shared.NextDouble()));
    }
}
