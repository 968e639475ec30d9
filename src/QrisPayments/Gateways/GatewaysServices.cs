using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using QrisPayments.Foundation;
using QrisPayments.Payments;

namespace QrisPayments.Gateways;

internal static class GatewaysServices
{
    public static IServiceCollection AddGateways(this IServiceCollection services)
    {
        services.AddSection<WebhookOptions, WebhookOptionsRules>();
        services.AddSection<PollingOptions, PollingOptionsRules>();
        services.AddSingleton<GatewayAttempts>();
        services.AddSingleton<LostFinds>();
        services.AddSingleton<AttemptDoubts>();
        services.AddSingleton<Contradictions>();
        services.AddSingleton<AttemptEvidence>();
        services.AddSingleton<WebhookLimits>();
        services.AddSingleton<StrangerBudget>();
        services.AddSingleton<WebhookInbox>();
        services.AddSingleton<WebhookBell>();
        services.AddSingleton<WebhookVerifier>();
        services.AddSingleton<VerdictRecorder>();
        services.AddSingleton<WebhookReception>();
        services.AddSingleton<UnprovenHints>();
        services.AddSingleton<AttemptHints>();
        services.AddSingleton<ToldMoney>();
        services.AddSingleton<UnreadRows>();
        services.AddSingleton<MoneyHints>();
        services.AddSingleton<WebhookApplier>();
        services.AddSingleton<Flights>();
        services.AddSingleton<StatusPoller>();
        services.AddSingleton<LedgerPoller>();
        services.AddSingleton<IExpectMoney, LedgerExpectation>();
        services.AddHostedService<WebhookWorker>();
        return services.AddHostedService<Poller>();
    }
}
