using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using QrisPayments.Foundation;

namespace QrisPayments.Totals;

internal static class TotalsServices
{
    public static IServiceCollection AddTotals(this IServiceCollection services)
    {
        services.AddSection<MatchingOptions, MatchingOptionsRules>();
        return services.AddSingleton<TotalReserver>();
    }
}
