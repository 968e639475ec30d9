using System.Data.Common;
using System.Reflection;
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
            : OpenMySql(connectionString);
    }

    private static DbDataSource OpenFile(string name, IHostEnvironment environment) =>
        SqliteTryout.Open(Path.Combine(environment.ContentRootPath, name));

    private static DbDataSource OpenMySql(string connectionString)
    {
        var factory = MySqlFactory();
        var settings = factory.CreateConnectionStringBuilder()!;
        settings.ConnectionString = connectionString;
        // Names have letters that MySQL's older three-byte default cannot hold.
        if (!NamesCharacterSet(connectionString)) settings["CharSet"] = "utf8mb4";
        return factory.CreateDataSource(settings.ConnectionString);
    }

    private static bool NamesCharacterSet(string connectionString)
    {
        var packed = connectionString.Replace(" ", "", StringComparison.Ordinal);
        return packed.Contains("charset=", StringComparison.OrdinalIgnoreCase)
            || packed.Contains("characterset=", StringComparison.OrdinalIgnoreCase);
    }

    // By name, because MySqlDriver.props decides which of the two drivers is there.
    private static DbProviderFactory MySqlFactory()
    {
        var type = Type.GetType("MySqlConnector.MySqlConnectorFactory, MySqlConnector")
            ?? Type.GetType("MySql.Data.MySqlClient.MySqlClientFactory, MySql.Data")
            ?? throw new InvalidOperationException("Neither MySqlConnector nor MySql.Data is beside the shop.");
        return (DbProviderFactory)type.GetField("Instance", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
    }
}
