using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using QrisPayments.Admin;
using QrisPayments.Api;
using QrisPayments.Checkout;
using QrisPayments.Matching;
using QrisPayments.Outbox;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Providers;
using QrisPayments.Receipts;
using QrisPayments.Secrets;
using QrisPayments.Settings;
using QrisPayments.Storage;
using QrisPayments.Templates;

namespace QrisPayments.Mounting;

/// <summary>The module's services, a line per part. Registering twice changes nothing.</summary>
internal static class ModuleServices
{
    public static IServiceCollection AddQrisPaymentsCore(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(ModuleState))) return services;
        return services
            .AddMounting()
            .AddStorage()
            .AddSecrets()
            .AddPlugins()
            .AddMatching()
            .AddPayments()
            .AddOutbox()
            .AddTemplates()
            .AddReceipts()
            .AddCheckout()
            .AddApi()
            .AddAdmin();
    }

    private static IServiceCollection AddMounting(this IServiceCollection services)
    {
        services.AddSingleton<ModuleState>();
        services.AddOptions<QrisPaymentsOptions>().Configure<IConfiguration>((options, configuration) =>
            options.Unreadable.AddRange(SettingsBinder.Bind(options, configuration.GetSection(QrisPaymentsOptions.Section))));
        services.AddHttpContextAccessor();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<PublicLinks>();
        services.AddSingleton<PolicyCheck>();
        services.AddSingleton<IOptionsRule, PrefixRule>();
        services.AddSingleton<IOptionsRule, ModeRule>();
        return services.AddHostedService<QrisStartup>();
    }

    private static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddSingleton<DatabaseSource>();
        services.AddSingleton<DatabaseLocator>();
        services.AddSingleton<Database>();
        services.AddSingleton<ChangeCounter>();
        return services.AddSingleton<Migrator>();
    }

    private static IServiceCollection AddSecrets(this IServiceCollection services)
    {
        services.AddSingleton<MasterKeys>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<SecretVault>();
        return services.AddSingleton<IOptionsRule, MasterKeyRule>();
    }

    private static IServiceCollection AddPlugins(this IServiceCollection services)
    {
        services.AddSingleton<PluginInspector>();
        services.AddSingleton<PluginLoader>();
        services.AddSingleton<PluginUnloader>();
        services.AddSingleton<PluginStore>();
        services.AddSingleton<AccountStore>();
        services.AddSingleton<AccountFactory>();
        services.AddSingleton<AccountSettings>();
        services.AddSingleton<ActiveParts>();
        services.AddSingleton<PluginHost>();
        services.AddHostedService<PluginFollower>();
        services.AddSingleton<ProviderDirectory>();
        services.AddSingleton<ProviderRouter>();
        services.AddSingleton<PluginFilters>();
        services.AddSingleton<ProviderCalls>();
        return services.AddSingleton<TestCall>();
    }

    private static IServiceCollection AddMatching(this IServiceCollection services)
    {
        services.AddSingleton<TotalReserver>();
        services.AddSingleton<Settlement>();
        services.AddSingleton<CreditIntake>();
        services.AddSingleton<ReviewResolver>();
        services.AddSingleton<SandboxMoney>();
        return services.AddSingleton<IOptionsRule, MatchingRule>();
    }

    private static IServiceCollection AddPayments(this IServiceCollection services)
    {
        services.AddSingleton<SharedReads>();
        services.AddSingleton<PaymentReader>();
        services.AddSingleton<PaymentTimeline>();
        services.AddSingleton<IdempotencyStore>();
        services.AddSingleton<PaymentFilter>();
        services.AddSingleton<AttemptStarter>();
        services.AddSingleton<AttemptOpener>();
        services.AddSingleton<PaymentCreator>();
        services.AddSingleton<AttemptCanceller>();
        services.AddSingleton<PaymentActions>();
        services.AddSingleton<IQrisPayments, HostPayments>();
        services.AddSingleton<IOptionsRule, PaymentRule>();
        return services.AddHostedService<PaymentJanitor>();
    }

    private static IServiceCollection AddOutbox(this IServiceCollection services)
    {
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<HandlerDirectory>();
        services.AddSingleton<EventLog>();
        services.AddSingleton<DeliveryStore>();
        services.AddSingleton<HandlerRunner>();
        services.AddSingleton<CallbackFilter>();
        services.AddSingleton<CallbackClient>();
        services.AddSingleton<CallbackSender>();
        services.AddSingleton<IOptionsRule, OutboxRule>();
        return services.AddHostedService<OutboxDispatcher>();
    }

    private static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddSingleton<AppDirectory>();
        return services.AddSingleton<IOptionsRule, AppRule>();
    }
}
