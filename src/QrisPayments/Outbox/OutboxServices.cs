using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using QrisPayments.Foundation;

namespace QrisPayments.Outbox;

internal static class OutboxServices
{
    public static IServiceCollection AddOutbox(this IServiceCollection services)
    {
        services.AddSection<OutboxOptions, OutboxOptionsRules>();
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<DeliveryQueue>();
        services.AddSingleton<DeliveryStore>();
        services.AddSingleton<DueDeliveries>();
        services.AddSingleton<DeliveryMaker>();
        services.AddSingleton<ReceiverTrust>();
        services.AddSingleton<OutboxLanes>();
        return services.AddHostedService<OutboxDispatcher>();
    }
}
