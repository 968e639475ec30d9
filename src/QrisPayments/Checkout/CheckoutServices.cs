using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using QrisPayments.Foundation;
using QrisPayments.Theming;
using QrisPayments.Web;

namespace QrisPayments.Checkout;

internal static class CheckoutServices
{
    /// <summary>May be called twice.</summary>
    public static IServiceCollection AddCheckout(this IServiceCollection services)
    {
        services.AddAssets();
        services.AddViews();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IOptionsRule, CheckoutOptionsRules>());
        services.TryAddSingleton<ShopColors>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAssetSource, ShopColors>(
            provider => provider.GetRequiredService<ShopColors>()));
        services.TryAddSingleton<QrCodes>();
        services.TryAddSingleton<CheckoutLimits>();
        services.TryAddSingleton<CheckoutModels>();
        services.TryAddSingleton<CheckoutFilter>();
        services.TryAddSingleton<PaymentWatcher>();
        return services;
    }
}
