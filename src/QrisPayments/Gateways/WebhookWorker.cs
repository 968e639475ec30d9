using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Payments;
using QrisPayments.Storage;

namespace QrisPayments.Gateways;

/// <summary>Applies stored webhooks, again and again until each is applied or a day is over.</summary>
internal sealed class WebhookWorker(
    ModuleState module, WebhookInbox inbox, WebhookApplier applier, WebhookBell bell,
        IOptions<PollingOptions> polling, ILogger<WebhookWorker> logger)
    : ModuleWorker(module)
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);

    /// <summary>Of one account's.</summary>
    private const int MaxAtOnce = 4;

    private readonly ConcurrentDictionary<string, Task> _underWay = new();

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        var nextSweep = Environment.TickCount64;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var account in await inbox.FindAccountsAsync(stoppingToken)) Begin(account, stoppingToken);
                if (Environment.TickCount64 >= nextSweep)
                {
                    await inbox.SweepAsync(stoppingToken);
                    nextSweep = Environment.TickCount64 + (long)SweepEvery.TotalMilliseconds;
                }
                await bell.WaitAsync(polling.Value.Interval, stoppingToken);
            }
            // The database may be away for a while; the rows wait.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.Log(DatabaseTroubles.Level(exception, LogLevel.Error), exception,
                    "Webhooks could not be worked on; it is tried again");
                await bell.WaitAsync(TimeSpan.FromSeconds(1), stoppingToken);
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
                await Parallel.ForEachAsync(due,
                    new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce, CancellationToken = stoppingToken }, async (row, _) =>
                {
                    if (!await inbox.ClaimAsync(row, stoppingToken)) return;
                    Interlocked.Increment(ref worked);
                    await ApplyAsync(row, stoppingToken);
                });
            }
            // The rows wait; the next round sees them again.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.Log(DatabaseTroubles.Level(exception, LogLevel.Error), exception,
                    "Webhooks at {Account} could not be worked on; it is tried again", account);
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
                if (worked > 0) bell.Ring();
            }
        }, CancellationToken.None);
    }

    private async Task ApplyAsync(WebhookRow row, CancellationToken stoppingToken)
    {
        WebhookOutcome outcome;
        try
        {
            outcome = await applier.ApplyAsync(row, stoppingToken);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            logger.Log(DatabaseTroubles.Level(exception, LogLevel.Error), exception, "Webhook {Webhook} could not be applied", row.Id);
            outcome = new WebhookOutcome.Waits(exception.GetType().Name);
        }
        switch (outcome)
        {
            case WebhookOutcome.Applied:
                await inbox.AppliedAsync(row);
                break;
            case WebhookOutcome.Verified:
                await inbox.LetGoAsync(row);
                break;
            case WebhookOutcome.Dropped dropped:
                await inbox.DropAsync(row, dropped.Reason);
                break;
            case WebhookOutcome.Waits waits:
                var pause = PollSchedule.AfterFailure(row.Tries - 1, waits.RetryAfter, Random.Shared.NextDouble());
                if (!await inbox.PostponeAsync(row, waits, pause) && !row.IsHint)
                    logger.LogError("Webhook {Webhook} at {Account} is given up after {Time}: {Reason}", row.Id, row.Account,
                        WebhookInbox.MaxWait, waits.Reason);
                break;
        }
    }
}
