using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace QrisPayments.Receipts;

internal static class ReceiptServices
{
    /// <summary>May be called twice.</summary>
    public static IServiceCollection AddReceipts(this IServiceCollection services)
    {
        services.TryAddSingleton<ReceiptSource>();
        return services;
    }
}
