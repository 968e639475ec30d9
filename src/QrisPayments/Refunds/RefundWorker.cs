using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using QrisPayments.Foundation;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;

namespace QrisPayments.Refunds;

/// <summary>
/// Asks gateways for refunds after their commit, and asks again until each has ended. A gateway that does not answer keeps no other
/// waiting, and no case.
/// </summary>
internal sealed class RefundWorker(ModuleState module, DueRefunds due, RefundBell bell, ILogger<RefundWorker> logger) : ModuleWorker(module)
{
    /// <summary>Other nodes' and hosts' refunds are found by looking.</summary>
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Task> _underWay = new();

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await due.OpenCasesAsync(stoppingToken);
                foreach (var account in await due.FindAccountsAsync(stoppingToken)) Begin(account, stoppingToken);
                await bell.WaitAsync(Round, stoppingToken);
            }
            // The database may be away for a while; the rows wait.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.Log(DatabaseTroubles.Level(exception, LogLevel.Error), exception,
                    "Refunds could not be worked on; it is tried again");
                await PauseAsync(stoppingToken);
            }
            catch (OperationCanceledException)
            {
                // The host stops.
            }
        }
        await Task.WhenAll(_underWay.Values);
    }

    private async Task PauseAsync(CancellationToken stoppingToken) =>
        await bell.WaitAsync(Round, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Each account separately.</summary>
    private void Begin(ProviderAccount account, CancellationToken stoppingToken)
    {
        var end = new TaskCompletionSource();
        if (!_underWay.TryAdd(account.Id, end.Task)) return;
        _ = Task.Run(async () =>
        {
            var worked = 0;
            try
            {
                worked = await due.WorkAsync(account, stoppingToken);
            }
            // The rows wait; the next round sees them again.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.Log(DatabaseTroubles.Level(exception, LogLevel.Error), exception,
                    "Refunds of {Account} could not be worked on; it is tried again", account.Id);
            }
            catch (OperationCanceledException)
            {
                // The host stops.
            }
            finally
            {
                _underWay.TryRemove(account.Id, out _);
                end.SetResult();
                // There may be more of them.
                if (worked > 0) bell.Ring();
            }
        }, CancellationToken.None);
    }
}
