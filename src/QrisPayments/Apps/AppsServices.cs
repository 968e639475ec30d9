using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using QrisPayments.Foundation;

namespace QrisPayments.Apps;

internal static class AppsServices
{
    public static IServiceCollection AddApps(this IServiceCollection services)
    {
        services.AddSection<IAppsOptions, AppOptionsRules>();
        services.AddSection<CallbackOptions, CallbackOptionsRules>();
        services.AddSingleton<AppDirectory>();
        return services.AddSingleton<ChosenAddressClient>();
    }
}
