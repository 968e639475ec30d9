using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using QrisPayments.Foundation;

namespace QrisPayments.Gateways;

internal static class GatewaysServices
{
    public static IServiceCollection AddGateways(this IServiceCollection services)
    {
        services.AddSection<WebhookOptions, WebhookOptionsRules>();
        services.AddSection<PollingOptions, PollingOptionsRules>();
        services.AddSingleton<AttemptBook>();
        services.AddSingleton<AttemptEvidence>();
        services.AddSingleton<WebhookLimits>();
        services.AddSingleton<WebhookInbox>();
        services.AddSingleton<WebhookSignal>();
        services.AddSingleton<VerdictBook>();
        services.AddSingleton<WebhookReception>();
        services.AddSingleton<WebhookMeaning>();
        services.AddSingleton<Flights>();
        services.AddSingleton<StatusPoller>();
        services.AddSingleton<LedgerPoller>();
        services.AddHostedService<WebhookWorker>();
        return services.AddHostedService<Poller>();
    }
}
