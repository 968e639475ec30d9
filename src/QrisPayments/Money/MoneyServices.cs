using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace QrisPayments.Money;

internal static class MoneyServices
{
    public static IServiceCollection AddMoney(this IServiceCollection services)
    {
        services.AddSingleton<KnownAccounts>();
        services.AddSingleton<Settlement>();
        services.AddSingleton<CreditIntake>();
        services.AddSingleton<ReviewResolver>();
        return services.AddSingleton<SandboxMoney>();
    }
}
