using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace QrisPayments.Receipts;

internal static class ReceiptServices
{
    public static IServiceCollection AddReceipts(this IServiceCollection services)
    {
        services.AddSingleton<ReceiptFilter>();
        return services.AddSingleton<ReceiptSource>();
    }
}
