using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace QrisPayments.Web;

internal static class ViewServices
{
    /// <summary>Razor views in a host that may have no MVC at all. May be called twice.</summary>
    public static IServiceCollection AddViews(this IServiceCollection services)
    {
        services.AddMvcCore().AddRazorViewEngine().ConfigureApplicationPartManager(parts =>
        {
            // Compiled views only: as an ordinary part the assembly would also offer controllers and components.
            // At the end, so that a host's own view at the same path wins. A host's build may have named us already.
            var ours = typeof(ViewServices).Assembly;
            if (!parts.ApplicationParts.OfType<CompiledRazorAssemblyPart>().Any(part => part.Assembly == ours))
                parts.ApplicationParts.Add(new CompiledRazorAssemblyPart(ours));
        });
        services.TryAddSingleton<ViewRenderer>();
        return services;
    }
}
