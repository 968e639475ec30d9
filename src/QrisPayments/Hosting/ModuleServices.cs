using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
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
using QrisPayments.Receipts;
using QrisPayments.Refunds;
using QrisPayments.Secrets;
using QrisPayments.Settings;
using QrisPayments.Storage;
using QrisPayments.Theming;
using QrisPayments.Totals;
using QrisPayments.Web;

namespace QrisPayments.Hosting;

/// <summary>The module's services, a line per folder, from the inmost ring out. Registering twice changes nothing.</summary>
internal static class ModuleServices
{
    public static IServiceCollection AddQrisPaymentsCore(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(ModuleState))) return services;
        return services
            .AddFoundation()
            .AddStorage()
            .AddSecrets()
            .AddWeb()
            .AddPlugins()
            .AddApps()
            .AddOutbox()
            .AddTotals()
            .AddPayments()
            .AddMoney()
            .AddRefunds()
            .AddGateways()
            .AddTheming()
            .AddNotifications()
            .AddCheckout()
            .AddReceipts()
            .AddFacades()
            .AddConsole()
            .AddHosting();
    }

    private static IServiceCollection AddHosting(this IServiceCollection services)
    {
        services.AddOptions<QrisPaymentsOptions>().Configure<IConfiguration>((options, configuration) =>
        {
            var section = configuration.GetSection(QrisPaymentsOptions.Section);
            options.Unreadable.AddRange(SettingsBinder.Bind(options, section));
            options.Unreadable.AddRange(AppMaps.Bind(options.Apps, section.GetSection(nameof(options.Apps))));
        });
        services.AddSingleton<IOptionsRoot, OptionsRoot>();
        services.AddSingleton<SettingNames>();
        return services.AddHostedService<QrisStartup>();
    }
}
