using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using QrisPayments.Apps;
using QrisPayments.Checkout;
using QrisPayments.Console;
using QrisPayments.Facades;
using QrisPayments.Foundation;
using QrisPayments.Gateways;
using QrisPayments.Money;
using QrisPayments.Notifications;
using QrisPayments.Outbox;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Inspection;
using QrisPayments.Plugins.Providers;
using QrisPayments.Receipts;
using QrisPayments.Secrets;
using QrisPayments.Settings;
using QrisPayments.Storage;
using QrisPayments.Theming;
using QrisPayments.Totals;
using QrisPayments.Web;

namespace QrisPayments.Hosting;

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
            .AddWebhooks()
            .AddPolling()
            .AddFacades()
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
        {
            var section = configuration.GetSection(QrisPaymentsOptions.Section);
            options.Unreadable.AddRange(SettingsBinder.Bind(options, section));
            options.Unreadable.AddRange(AppMaps.Bind(options.Apps, section.GetSection(nameof(options.Apps))));
        });
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
        services.AddSingleton<Migrator>();
        services.AddSingleton<TableOwner>();
        services.AddSingleton<DatabaseStart>();
        services.AddSingleton<IOptionsRule, TablePrefixRule>();
        return services.AddSingleton<IOptionsRule, ShopIdRule>();
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
        services.AddSingleton<PluginInstaller>();
        services.AddSingleton<PluginUnloader>();
        services.AddSingleton<PluginStore>();
        services.AddSingleton<AccountStore>();
        services.AddSingleton<AccountFactory>();
        services.AddSingleton<AccountSettings>();
        services.AddSingleton<ActiveParts>();
        services.AddSingleton<PluginHost>();
        services.AddHostedService<PluginFollower>();
        services.AddSingleton<ProviderDirectory>();
        services.AddSingleton<KnownAccounts>();
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
        services.AddSingleton<AttemptBook>();
        services.AddSingleton<AttemptEvidence>();
        services.AddSingleton<PaymentFilter>();
        services.AddSingleton<AttemptStarter>();
        services.AddSingleton<AttemptRecorder>();
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
        services.AddSingleton<DueDeliveries>();
        services.AddSingleton<DeliveryMaker>();
        services.AddSingleton<ReceiverTrust>();
        services.AddSingleton<HandlerRunner>();
        services.AddSingleton<CallbackFilter>();
        services.AddSingleton<ChosenAddressClient>();
        services.AddSingleton<CallbackSender>();
        services.AddSingleton<IOptionsRule, OutboxRule>();
        return services.AddHostedService<OutboxDispatcher>();
    }

    private static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton<WebhookLimits>();
        services.AddSingleton<WebhookInbox>();
        services.AddSingleton<WebhookSignal>();
        services.AddSingleton<VerdictBook>();
        services.AddSingleton<WebhookReception>();
        services.AddSingleton<WebhookMeaning>();
        return services.AddHostedService<WebhookWorker>();
    }

    private static IServiceCollection AddPolling(this IServiceCollection services)
    {
        services.AddSingleton<Flights>();
        services.AddSingleton<StatusPoller>();
        services.AddSingleton<LedgerPoller>();
        services.AddSingleton<IOptionsRule, PollingRule>();
        return services.AddHostedService<Poller>();
    }

    private static IServiceCollection AddFacades(this IServiceCollection services)
    {
        services.AddSingleton<FacadeStore>();
        services.AddSingleton<FacadeLedger>();
        services.AddSingleton<FacadeApps>();
        services.AddSingleton<FacadeLimits>();
        services.AddSingleton<PictureFetcher>();
        services.AddSingleton<FacadeShops>();
        services.AddSingleton<FacadeDispatcher>();
        services.AddSingleton<MoneyTeller>();
        services.AddSingleton<MoneyCheck>();
        return services.AddSingleton<FacadeCallbacks>();
    }

    private static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddSingleton<AppDirectory>();
        return services.AddSingleton<IOptionsRule, AppRule>();
    }
}
