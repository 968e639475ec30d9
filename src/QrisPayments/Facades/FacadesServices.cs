using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Notifications;

namespace QrisPayments.Facades;

internal static class FacadesServices
{
    public static IServiceCollection AddFacades(this IServiceCollection services)
    {
        services.AddSingleton<FacadeStore>();
        services.AddSingleton<FacadeLedger>();
        services.AddSingleton<FacadeApps>();
        services.AddSingleton<FacadeLimits>();
        services.AddSingleton<PictureFetcher>();
        services.AddSingleton<FacadePages>();
        services.AddSingleton<FacadeWebhooks>();
        services.AddSingleton<FacadePictures>();
        services.AddSingleton<FacadeView>();
        services.AddSingleton<FacadeSales>();
        services.AddSingleton<FacadeClients>();
        services.AddSingleton<FacadeShops>();
        services.AddSingleton<FacadeDispatcher>();
        services.AddSingleton<MoneyCheck>();
        return services.AddSingleton<IShapeCallbacks, FacadeCallbacks>();
    }
}
