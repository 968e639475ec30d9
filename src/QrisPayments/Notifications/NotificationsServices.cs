using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using QrisPayments.Money;
using QrisPayments.Outbox;
using QrisPayments.Payments;

namespace QrisPayments.Notifications;

internal static class NotificationsServices
{
    public static IServiceCollection AddNotifications(this IServiceCollection services)
    {
        services.AddSingleton<HandlerDirectory>();
        services.AddSingleton<HandlerCalls>();
        services.AddSingleton<CallbackFilter>();
        services.AddSingleton<PaymentCallbacks>();
        services.AddSingleton<CallbackSender>();
        services.AddSingleton<IDeliver, HandlerDeliveries>();
        services.AddSingleton<IDeliver, CallbackDeliveries>();
        services.AddSingleton<IHearPaymentEvents, PaymentNotifications>();
        return services.AddSingleton<IHearCredits, MoneyNotifications>();
    }
}
