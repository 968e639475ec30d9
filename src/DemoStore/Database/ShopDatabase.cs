using System.Data.Common;
using MySqlConnector;
using QrisPayments.Sqlite;

namespace DemoStore.Database;

/// <summary>
/// The one database of shop and payments. <c>ConnectionStrings:QrisPayments</c> names a MySQL or MariaDB (or, to try
/// things out, <c>Data Source=</c> a file); without it a laptop gets a file beside the shop, in Development only.
/// </summary>
internal static class ShopDatabase
{
    public const string ConnectionName = "QrisPayments";

    public static IServiceCollection AddShopDatabase(
        this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        // Opened when first asked for, so that a wrong address is told at the start and not in the middle of the set-up.
        if (configuration.GetConnectionString(ConnectionName) is { Length: > 0 } connectionString)
            return services.AddSingleton(_ => Open(connectionString, environment));
        // Without a database there is no source, and no shop: OrderTables says so.
        return environment.IsDevelopment() ? services.AddSingleton(_ => OpenFile("demostore.db", environment)) : services;
    }

    private static DbDataSource Open(string connectionString, IHostEnvironment environment)
    {
        var parts = new DbConnectionStringBuilder { ConnectionString = connectionString };
        return parts.Count == 1 && parts.TryGetValue("Data Source", out var file)
            ? OpenFile((string)file, environment)
            : new MySqlDataSource(connectionString);
    }

    private static DbDataSource OpenFile(string name, IHostEnvironment environment) =>
        SqliteTryout.Open(Path.Combine(environment.ContentRootPath, name));
}
