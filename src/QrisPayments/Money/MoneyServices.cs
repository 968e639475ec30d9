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
        // After the credits: of two lines that were entered in the same moment, the arrival is numbered first.
        services.AddSingleton<ILedgerSource, ReturnLedgerSource>();
        services.AddSingleton<LedgerBook>();
        return services.AddHostedService<LedgerWorker>();
    }
}
