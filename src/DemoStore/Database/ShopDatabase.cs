using System.Data.Common;
using System.Reflection;
using QrisPayments.Sqlite;

namespace DemoStore.Database;

/// <summary>
/// The one database of shop and payments. <c>ConnectionStrings:QrisPayments</c> names a MySQL or MariaDB; without it
/// a laptop gets a file beside the shop, in Development only.
/// </summary>
internal static class ShopDatabase
{
    public const string ConnectionName = "QrisPayments";

    public static IServiceCollection AddShopDatabase(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var connectionString = configuration.GetConnectionString(ConnectionName);
        return services.AddSingleton<DbDataSource>(_ =>
            !string.IsNullOrWhiteSpace(connectionString) ? OpenMySql(connectionString)
            : environment.IsDevelopment() ? SqliteTryout.Open(Path.Combine(environment.ContentRootPath, "demostore.db"))
            : throw new InvalidOperationException(
                $"The shop has no database. Set ConnectionStrings:{ConnectionName} to a MySQL or MariaDB, "
                + "for example Server=127.0.0.1;Database=shop;User ID=shop;Password=…"));
    }

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
