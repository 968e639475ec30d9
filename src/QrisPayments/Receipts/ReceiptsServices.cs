using Microsoft.Extensions.DependencyInjection;

namespace QrisPayments.Receipts;

internal static class ReceiptsServices
{
    public static IServiceCollection AddReceipts(this IServiceCollection services)
    {
        services.AddSingleton<ReceiptFilter>();
        return services.AddSingleton<ReceiptSource>();
    }
}
