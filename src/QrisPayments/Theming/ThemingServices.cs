using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Foundation;

namespace QrisPayments.Theming;

internal static class ThemingServices
{
    public static IServiceCollection AddTheming(this IServiceCollection services)
    {
        services.AddSection<TemplateOptions, TemplateOptionsRules>();
        services.AddSection<CheckoutOptions, CheckoutOptionsRules>();
        services.AddSingleton<ThemeSource>();
        services.AddSingleton<TemplateRenderer>();
        return services.AddSingleton<QrCodes>();
    }
}
