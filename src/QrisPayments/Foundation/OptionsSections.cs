using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace QrisPayments.Foundation;

/// <summary>
/// Where the folders' sections of the settings come from. Hosting implements it, since only it knows the root that has them all.
/// </summary>
internal interface IOptionsRoot
{
    /// <summary>The root's part of this type.</summary>
    TOptions Get<TOptions>() where TOptions : class;
}

/// <summary>How a folder names the settings that it reads: its own section, never the root that holds everybody else's, too.</summary>
internal static class OptionsSections
{
    /// <summary>The section of configuration that holds all of the module's settings.</summary>
    public const string Root = "QrisPayments";

    /// <summary>Makes <c>IOptions&lt;TOptions&gt;</c> the root's part of that type.</summary>
    public static IServiceCollection AddSection<TOptions>(this IServiceCollection services) where TOptions : class
    {
        services.TryAddSingleton<IOptions<TOptions>>(provider => new Section<TOptions>(provider.GetRequiredService<IOptionsRoot>()));
        return services;
    }

    /// <summary>The same, with the rules that are checked when the host starts.</summary>
    public static IServiceCollection AddSection<TOptions, TRules>(
        this IServiceCollection services) where TOptions : class where TRules : class, IOptionsRule
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IOptionsRule, TRules>());
        return services.AddSection<TOptions>();
    }

    // Read when it is asked for: the host may still be changing its settings while services are registered.
    private sealed class Section<TOptions>(IOptionsRoot root) : IOptions<TOptions> where TOptions : class
    {
        public TOptions Value => root.Get<TOptions>();
    }
}
