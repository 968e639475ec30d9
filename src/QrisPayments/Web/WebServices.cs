using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using QrisPayments.Foundation;

namespace QrisPayments.Web;

internal static class WebServices
{
    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddSection<LimitOptions, LimitOptionsRules>();
        services.AddHttpContextAccessor();
        services.AddAssets();
        services.AddViews();
        services.AddSingleton<PublicLinks>();
        services.AddSingleton<CheckoutLimits>();
        services.AddSingleton<ShopColors>();
        services.AddSingleton<IAssetSource>(provider => provider.GetRequiredService<ShopColors>());
        return services;
    }
}
