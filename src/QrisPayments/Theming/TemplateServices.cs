using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using QrisPayments.Foundation;

namespace QrisPayments.Theming;

internal static class TemplateServices
{
    /// <summary>May be called twice.</summary>
    public static IServiceCollection AddTemplates(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IOptionsRule, TemplateOptionsRules>());
        services.TryAddSingleton<ThemeSource>();
        services.TryAddSingleton<TemplateRenderer>();
        return services;
    }
}
