using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace QrisPayments.Console;

internal static class ConsoleServices
{
    /// <summary>May be called twice.</summary>
    public static IServiceCollection AddAdmin(this IServiceCollection services)
    {
        // A host's own set-up of it stands.
        services.AddAntiforgery();
        services.TryAddSingleton<ConsoleAccess>();
        services.TryAddSingleton<ConsoleGate>();
        services.TryAddSingleton<Overview>();
        services.TryAddSingleton<PaymentStories>();
        services.TryAddSingleton<MoneyDesk>();
        services.TryAddSingleton<WebhookDesk>();
        return services;
    }
}
