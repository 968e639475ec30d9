using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace QrisPayments.Admin;

internal static class AdminServices
{
    /// <summary>May be called twice.</summary>
    public static IServiceCollection AddAdmin(this IServiceCollection services)
    {
        // A host's own set-up of it stands.
        services.AddAntiforgery();
        services.TryAddSingleton<AdminAccess>();
        services.TryAddSingleton<AdminGate>();
        services.TryAddSingleton<Overview>();
        services.TryAddSingleton<PaymentStories>();
        services.TryAddSingleton<MoneyDesk>();
        services.TryAddSingleton<WebhookDesk>();
        return services;
    }
}
