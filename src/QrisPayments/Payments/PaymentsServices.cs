using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using QrisPayments.Foundation;
using QrisPayments.Outbox;

namespace QrisPayments.Payments;

internal static class PaymentsServices
{
    public static IServiceCollection AddPayments(this IServiceCollection services)
    {
        services.AddSection<PaymentOptions, PaymentOptionsRules>();
        services.AddSingleton<SharedReads>();
        services.AddSingleton<PaymentReader>();
        services.AddSingleton<PaymentTimeline>();
        services.AddSingleton<EventLog>();
        services.AddSingleton<IdempotencyStore>();
        services.AddSingleton<PaymentFilter>();
        services.AddSingleton<PaymentBook>();
        services.AddSingleton<PaymentPreparer>();
        services.AddSingleton<VisitorLimit>();
        services.AddSingleton<OpenOrders>();
        services.AddSingleton<OrderReplacer>();
        services.AddSingleton<OpenRequests>();
        services.AddSingleton<LocalOpener>();
        services.AddSingleton<LocalRecorder>();
        services.AddSingleton<LocalStart>();
        services.AddSingleton<PaymentStart>();
        services.AddSingleton<JoinedCreator>();
        services.AddSingleton<UnshownTotals>();
        services.AddSingleton<AttemptStarter>();
        services.AddSingleton<AttemptRecorder>();
        services.AddSingleton<AttemptOpener>();
        services.AddSingleton<StuckAttempts>();
        services.AddSingleton<LostOpenings>();
        services.AddSingleton<IDeliver, FirstOpening>();
        services.AddSingleton<PaymentCreator>();
        services.AddSingleton<AttemptCanceller>();
        services.AddSingleton<PaymentActions>();
        services.AddSingleton<IQrisPayments, HostPayments>();
        return services.AddHostedService<PaymentJanitor>();
    }
}
