using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using QrisPayments.Mounting;
using QrisPayments.Storage;

namespace QrisPayments.Plugins;

/// <summary>Follows what is changed on any node, in this node's plugin folders and in configuration, without a restart.</summary>
internal sealed class PluginFollower(
    PluginHost host, ChangeCounter changes, ModuleState module, IConfiguration configuration, IOptions<QrisPaymentsOptions> options, ILogger<PluginFollower> logger)
    : BackgroundService
{
    private int _configurationChanges;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!module.IsActive) return;
        using var watch = ChangeToken.OnChange(configuration.GetReloadToken, () => Interlocked.Increment(ref _configurationChanges));
        using var timer = new PeriodicTimer(options.Value.Plugins.PollInterval);
        // Loaded at start, before this; what was decided meanwhile is caught up with by the first look.
        (long, string, int)? seen = null;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    var now = (await changes.ReadAsync(PluginStore.Change, stoppingToken), PluginFolders.Signature(options.Value.Plugins), Volatile.Read(ref _configurationChanges));
                    if (now == seen) continue;
                    foreach (var fault in await host.ReloadAsync(stoppingToken))
                        logger.LogError("{Setting}: {Message} [{Code}]", fault.Field, fault.Message, fault.Code);
                    seen = now;
                }
                // The database is away, a folder is being copied: the next look may see more.
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    logger.LogWarning(exception, "The plugins could not be brought up to date");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }
}
