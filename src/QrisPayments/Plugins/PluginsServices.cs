using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Foundation;
using QrisPayments.Plugins.Inspection;
using QrisPayments.Plugins.Providers;
using QrisPayments.Secrets;

namespace QrisPayments.Plugins;

internal static class PluginsServices
{
    public static IServiceCollection AddPlugins(this IServiceCollection services)
    {
        services.AddSection<PluginOptions>();
        services.AddSection<IProviderOrderOptions>();
        services.AddSingleton<PluginInspector>();
        services.AddSingleton<PluginLoader>();
        services.AddSingleton<PluginInstaller>();
        services.AddSingleton<PluginUnloader>();
        services.AddSingleton<PluginStore>();
        services.AddSingleton<IHoldSecrets, StoredSecrets>();
        services.AddSingleton<AccountStore>();
        services.AddSingleton<AccountFactory>();
        services.AddSingleton<AccountSettings>();
        services.AddSingleton<PluginAccounts>();
        services.AddSingleton<OperatorDecisions>();
        services.AddSingleton<ActiveParts>();
        services.AddSingleton<PluginHost>();
        services.AddSingleton<ProviderDirectory>();
        services.AddSingleton<ProviderRouter>();
        services.AddSingleton<PluginFilters>();
        services.AddSingleton<ProviderCalls>();
        return services.AddHostedService<PluginFollower>();
    }
}
