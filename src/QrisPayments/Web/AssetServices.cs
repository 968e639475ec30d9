using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace QrisPayments.Web;

internal static class AssetServices
{
    /// <summary>May be called twice.</summary>
    public static IServiceCollection AddAssets(this IServiceCollection services)
    {
        services.TryAddSingleton<EmbeddedAssets>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAssetSource, EmbeddedAssets>(
            provider => provider.GetRequiredService<EmbeddedAssets>()));
        return services;
    }
}
