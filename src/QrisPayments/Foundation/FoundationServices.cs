using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace QrisPayments.Foundation;

internal static class FoundationServices
{
    public static IServiceCollection AddFoundation(this IServiceCollection services)
    {
        services.AddSection<IModuleOptions, ModuleOptionsRules>();
        services.TryAddSingleton(TimeProvider.System);
        return services.AddSingleton<ModuleState>();
    }
}
