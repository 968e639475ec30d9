using Microsoft.Extensions.Hosting;

namespace QrisPayments.Foundation;

/// <summary>Background work of the module. A host that never mapped it must not be asked for a database, so nothing runs there.</summary>
internal abstract class ModuleWorker(ModuleState module) : BackgroundService
{
    protected sealed override Task ExecuteAsync(CancellationToken stoppingToken) =>
        module.IsActive ? WorkAsync(stoppingToken) : Task.CompletedTask;

    /// <summary>Runs until the host stops.</summary>
    protected abstract Task WorkAsync(CancellationToken stoppingToken);
}
