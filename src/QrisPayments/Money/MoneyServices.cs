using Microsoft.Extensions.DependencyInjection;

namespace QrisPayments.Money;

internal static class MoneyServices
{
    public static IServiceCollection AddMoney(this IServiceCollection services)
    {
        services.AddSingleton<KnownAccounts>();
        services.AddSingleton<Settlement>();
        services.AddSingleton<CreditIntake>();
        services.AddSingleton<ReviewResolver>();
        services.AddSingleton<SandboxMoney>();
        services.AddSingleton<ILedgerSource, CreditLedgerSource>();
        services.AddSingleton<LedgerBook>();
        return services.AddHostedService<LedgerWorker>();
    }
}
