using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Foundation;

namespace QrisPayments.Web;

internal static class WebServices
{
    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddSection<LimitOptions, LimitOptionsRules>();
        services.AddHttpContextAccessor();
        // Razor views, in a host that may have no MVC at all.
        services.AddMvcCore().AddRazorViewEngine().ConfigureApplicationPartManager(AddViews);
        services.AddSingleton<ViewRenderer>();
        services.AddSingleton<EmbeddedAssets>();
        services.AddSingleton<IAssetSource>(provider => provider.GetRequiredService<EmbeddedAssets>());
        services.AddSingleton<ShopColors>();
        services.AddSingleton<IAssetSource>(provider => provider.GetRequiredService<ShopColors>());
        services.AddSingleton<PublicLinks>();
        services.AddSingleton(_ => new QrPictures(QrPictures.Find()));
        return services.AddSingleton<PaymentLimits>();
    }

    /// <summary>
    /// Compiled views only: as an ordinary part the assembly would also offer controllers and components. They come last, so that a host's
    /// own view at the same path wins.
    /// </summary>
    private static void AddViews(ApplicationPartManager parts)
    {
        var ours = typeof(WebServices).Assembly;
        // A host's build may have named the assembly already.
        if (!parts.ApplicationParts.OfType<CompiledRazorAssemblyPart>().Any(part => part.Assembly == ours))
            parts.ApplicationParts.Add(new CompiledRazorAssemblyPart(ours));
    }
}
