using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Foundation;

namespace QrisPayments.Console;

internal static class ConsoleServices
{
    public static IServiceCollection AddConsole(this IServiceCollection services)
    {
        services.AddSection<ConsoleOptions>();
        // A host's own set-up of it stands.
        services.AddAntiforgery();
        services.AddSingleton<PolicyCheck>();
        services.AddSingleton<TestCall>();
        services.AddSingleton<DevelopmentLink>();
        services.AddSingleton<DevelopmentPass>();
        services.AddSingleton<DevelopmentNotice>();
        services.AddSingleton<ConsoleAccess>();
        services.AddSingleton<ConsoleGate>();
        services.AddSingleton<Overview>();
        services.AddSingleton<PaymentStories>();
        services.AddSingleton<MoneyDesk>();
        return services.AddSingleton<WebhookDesk>();
    }
}
