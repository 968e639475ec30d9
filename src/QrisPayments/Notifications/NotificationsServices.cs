using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace QrisPayments.Notifications;

internal static class NotificationsServices
{
    public static IServiceCollection AddNotifications(this IServiceCollection services)
    {
        services.AddSingleton<HandlerDirectory>();
        services.AddSingleton<HandlerRunner>();
        services.AddSingleton<CallbackFilter>();
        services.AddSingleton<CallbackSender>();
        return services.AddSingleton<MoneyTeller>();
    }
}
