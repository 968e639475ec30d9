using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using QrisPayments.Foundation;

namespace QrisPayments.Storage;

internal static class StorageServices
{
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddSection<IStorageOptions, StorageOptionsRules>();
        services.AddSingleton<DatabaseSource>();
        services.AddSingleton<DatabaseLocator>();
        services.AddSingleton<DatabaseOutage>();
        services.AddSingleton<Database>();
        services.AddSingleton<ChangeCounter>();
        services.AddSingleton<Leases>();
        services.AddSingleton<Migrator>();
        services.AddSingleton<TableOwner>();
        return services.AddSingleton<DatabaseStart>();
    }
}
