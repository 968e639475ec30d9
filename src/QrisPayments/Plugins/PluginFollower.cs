using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using QrisPayments.Foundation;
using QrisPayments.Plugins.Inspection;
using QrisPayments.Storage;

namespace QrisPayments.Plugins;

/// <summary>Follows what is changed on any node, in this node's plugin folders and in configuration, without a restart.</summary>
internal sealed class PluginFollower(
    PluginHost host, ChangeCounter changes, ModuleState module, IConfiguration configuration, IOptions<PluginOptions> options,
    ILogger<PluginFollower> logger)
    : BackgroundService
{
    private int _configurationChanges;
    private IReadOnlyList<Fault> _told = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!module.IsActive) return;
        using var watch = ChangeToken.OnChange(configuration.GetReloadToken, () => Interlocked.Increment(ref _configurationChanges));
        using var timer = new PeriodicTimer(options.Value.PollInterval);
        // Loaded at start, before this; what was decided meanwhile is caught up with by the first look.
        (long, string, int)? taken = null;
        var files = "";
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    var signature = PluginFolders.Signature(options.Value);
                    var now = (await changes.ReadAsync(PluginStore.Change, stoppingToken), signature,
                        Volatile.Read(ref _configurationChanges));
                    // Files that changed between two looks are still being copied.
                    var isAtRest = files.Length == 0 || signature == files;
                    files = signature;
                    if (now == taken || !isAtRest) continue;
                    Tell(await host.ReloadAsync(stoppingToken));
                    taken = now;
                }
                // The database is away, a folder is being copied: the next look may see more.
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    logger.Log(DatabaseTroubles.Level(exception, LogLevel.Warning), exception,
                        "The plugins could not be brought up to date");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    /// <summary>While the host runs nothing of this stops it, and each is said once.</summary>
    private void Tell(IReadOnlyList<Fault> faults)
    {
        foreach (var fault in faults.Except(_told))
            logger.LogWarning("{Setting}: {Message} [{Code}]", fault.Field, fault.Message, fault.Code);
        _told = faults;
    }
}
