using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Money;
using QrisPayments.Payments;

namespace QrisPayments.Refunds;

internal static class RefundsServices
{
    public static IServiceCollection AddRefunds(this IServiceCollection services)
    {
        services.AddSingleton<RefundBell>();
        services.AddSingleton<RefundReader>();
        services.AddSingleton<RefundMaker>();
        services.AddSingleton<RefundDesk>();
        services.AddSingleton<IRefundPayments>(provider => provider.GetRequiredService<RefundDesk>());
        services.AddSingleton<RefundCompletion>();
        services.AddSingleton<RefundDecisions>();
        services.AddSingleton<ToldRefunds>();
        services.AddSingleton<Reversals>();
        services.AddSingleton<ILedgerSource, RefundLedgerSource>();
        services.AddSingleton<RefundCaller>();
        services.AddSingleton<DueRefunds>();
        return services.AddHostedService<RefundWorker>();
    }
}
