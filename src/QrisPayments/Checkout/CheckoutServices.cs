using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace QrisPayments.Checkout;

internal static class CheckoutServices
{
    public static IServiceCollection AddCheckout(this IServiceCollection services)
    {
        services.AddSingleton<CheckoutModels>();
        services.AddSingleton<CheckoutFilter>();
        return services.AddSingleton<PaymentWatcher>();
    }
}
