using Microsoft.Extensions.DependencyInjection;

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
