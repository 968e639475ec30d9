using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;

namespace QrisPayments.Gateways;

/// <summary>Looks after every account that can be asked. A gateway that does not answer keeps no other waiting.</summary>
internal sealed class Poller(
    ModuleState module, ProviderDirectory providers, StatusPoller status, LedgerPoller ledger,
        IOptions<PollingOptions> options, ILogger<Poller> logger)
    : ModuleWorker(module)
{
    private readonly ConcurrentDictionary<string, bool> _underWay = new();

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                foreach (var account in providers.Accounts)
                {
                    if (account.Provider is IQueryStatus) Begin(account, Flights.Status, status.PollAsync, stoppingToken);
                    if (account.Provider is IReadLedger) Begin(account, Flights.Ledger, ledger.PollAsync, stoppingToken);
                }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private void Begin(ProviderAccount account, string kind, Func<ProviderAccount, CancellationToken, Task<bool>> poll,
        CancellationToken stoppingToken)
    {
        var key = $"{kind}/{account.Id}";
        if (!_underWay.TryAdd(key, true)) return;
        _ = Task.Run(async () =>
        {
            try
            {
                await poll(account, stoppingToken);
            }
            // The rows wait; the next round sees them again.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.Log(DatabaseTroubles.Level(exception, LogLevel.Warning), exception,
                    "Account {Account} could not be looked at ({Kind}); it is tried again", account.Id, kind);
            }
            catch (OperationCanceledException)
            {
                // The host stops.
            }
            finally
            {
                _underWay.TryRemove(key, out _);
            }
        }, CancellationToken.None);
    }
}
