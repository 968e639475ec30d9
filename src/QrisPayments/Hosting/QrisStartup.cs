using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QrisPayments.Console;
using QrisPayments.Facades;
using QrisPayments.Foundation;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Secrets;
using QrisPayments.Storage;
using QrisPayments.Web;

namespace QrisPayments.Hosting;

/// <summary>
/// Makes the module ready before anything else of the host starts, and stops the start with one message that lists all
/// that is wrong.
/// </summary>
internal sealed class QrisStartup(IServiceProvider services, ModuleState module, ILogger<QrisStartup> logger) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (!module.IsActive) return;
        var options = services.GetRequiredService<IOptions<QrisPaymentsOptions>>().Value;
        // Before anything can stop the start: what is missing may stand there under a misspelt name.
        services.GetRequiredService<SettingNames>().Warn();
        var faults = new List<Fault>(options.Unreadable);
        foreach (var rule in services.GetServices<IOptionsRule>()) faults.AddRange(rule.Check());
        faults.AddRange(await services.GetRequiredService<PolicyCheck>().CheckAsync());
        var database = services.GetRequiredService<DatabaseStart>();
        // With other settings wrong, the database is looked at, but not changed yet.
        faults.AddRange(await database.OpenAsync(mayWait: faults.Count == 0, cancellationToken));
        if (database.MayRead && faults.TrueForAll(fault => fault.Code != MasterKeyOptionsRules.Invalid)
            && await CheckSecretsAsync(cancellationToken) is { } unreadable)
            faults.Add(unreadable);
        // What the operator decided is read first; without a database the folders and configuration are still looked at.
        faults.AddRange(await services.GetRequiredService<PluginHost>().StartAsync(hasDatabase: database.MayRead, cancellationToken));
        faults.AddRange(services.GetRequiredService<MoneyCheck>().Check());
        if (faults.Count == 0) faults.AddRange(await database.MigrateAsync(cancellationToken));

        if (faults.Count > 0) throw new QrisSetupException(faults);
        services.GetRequiredService<DatabaseOutage>().Watch();
        logger.LogInformation("QrisPayments is ready: {Mode}, {Database}, providers {Providers}", options.Mode,
            services.GetRequiredService<DatabaseSource>().Dialect.Name,
            string.Join(", ", services.GetRequiredService<ProviderDirectory>().Accounts.Select(account => account.Id)));
        var isDevelopment = services.GetRequiredService<IHostEnvironment>().IsDevelopment();
        if (NoProviderAdvice.Of(services.GetRequiredService<PluginHost>().Current, options.Mode, isDevelopment) is { } advice)
            logger.LogWarning("{Advice}", advice);
        TracedAddress.WarnOfRequestLines(services.GetRequiredService<ILoggerFactory>(), logger);
    }

    private async Task<Fault?> CheckSecretsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await services.GetRequiredService<SecretVault>().CheckAsync(cancellationToken);
        }
        catch (DbException exception)
        {
            logger.LogDebug(exception, "No secrets could be looked at; this is so before the first migration");
            return null;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (module.IsMapped) services.GetRequiredService<DevelopmentNotice>().Print();
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
