using System.Data.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace QrisPayments.Storage;

/// <summary>
/// Finds the database: the connection string, a data source keyed "qris", the host's own data source if it is MySQL or
/// SQLite, and in Development a file under the content root.
/// </summary>
internal sealed class DatabaseLocator(
    DatabaseSource source, IOptions<IStorageOptions> options, IServiceProvider services, IConfiguration configuration,
        IHostEnvironment environment)
{
    /// <summary>Opens the source; the faults are empty when it did.</summary>
    public IReadOnlyList<Fault> Locate()
    {
        // An invalid prefix has its own fault, and no statement is run then.
        var set = options.Value;
        if (TableNames.IsPrefix(set.TablePrefix)) source.Name(set.TablePrefix);
        var setting = $"ConnectionStrings:{set.ConnectionStringName}";
        if (configuration.GetConnectionString(set.ConnectionStringName) is { Length: > 0 } connectionString)
            return Open(connectionString, setting);

        var registered = services.GetKeyedService<DbDataSource>("qris") ?? services.GetService<DbDataSource>();
        if (registered is not null)
        {
            using var connection = registered.CreateConnection();
            if (Dialect.Of(connection.GetType()) is not { } dialect)
            {
                // In Development the try-out file serves a shop that keeps its own data elsewhere.
                if (environment.IsDevelopment()) return OpenTryout(setting);
                return [new Fault(setting, "database_unsupported",
                    $"The registered DbDataSource makes {connection.GetType().FullName}, which is neither MySQL/MariaDB nor SQLite. "
                    + $"Set {setting}, or register a DbDataSource with the key \"qris\".")];
            }
            source.Use(registered, dialect, setting, ownsPool: false);
            return [];
        }

        if (!environment.IsDevelopment())
            return [new Fault(setting, "connection_string_missing",
                $"No database. Set {setting} to a MySQL or MariaDB connection string, or register a DbDataSource.")];

        return OpenTryout(setting);
    }

    private IReadOnlyList<Fault> OpenTryout(string setting) =>
        OpenSqlite(Path.Combine(environment.ContentRootPath, "qrispayments.db"), setting);

    private IReadOnlyList<Fault> Open(string connectionString, string setting)
    {
        DbConnectionStringBuilder parts;
        try
        {
            parts = new DbConnectionStringBuilder { ConnectionString = connectionString };
        }
        catch (ArgumentException)
        {
            return [new Fault(setting, "connection_string_unreadable",
                $"{setting} is not a connection string. Example: Server=127.0.0.1;Database=shop;User ID=shop;Password=…")];
        }

        if (SqliteFile(parts) is { } file)
            return OpenSqlite(Path.Combine(environment.ContentRootPath, file), setting);

        try
        {
            if (MySqlDriver.Open(connectionString) is var (dataSource, poolSize))
            {
                source.Use(dataSource, Dialect.MySql, setting, ownsPool: true, poolSize);
                return [];
            }
        }
        catch (Exception exception)
            when (exception is ArgumentException or FormatException or OverflowException or InvalidOperationException or NotSupportedException)
        {
            return [new Fault(setting, "connection_string_unreadable", $"{setting} was refused by the MySQL driver: {exception.Message}")];
        }
        return [new Fault(setting, "driver_missing",
            $"{setting} is set, but the host has no MySQL driver. Add the package MySqlConnector (or MySql.Data) to the host.")];
    }

    private IReadOnlyList<Fault> OpenSqlite(string path, string setting)
    {
        // By name, so that a host in production carries neither the package nor its native library.
        var open = Type.GetType("QrisPayments.Sqlite.SqliteTryout, QrisPayments.Sqlite")?.GetMethod("Open", [typeof(string)]);
        if (open is null)
            return [new Fault(setting, "connection_string_missing",
                $"No database. Set {setting} to a MySQL or MariaDB connection string, or add the package QrisPayments.Sqlite "
                + "to try things out on a file.")];
        try
        {
            source.Use(open.CreateDelegate<Func<string, DbDataSource>>()(path), Dialect.Sqlite, setting, ownsPool: true);
            return [];
        }
        catch (DbException exception)
        {
            return [DatabaseFaults.Of(Dialect.Sqlite, exception, setting, source.Tables)];
        }
    }

    /// <summary>
    /// The file of an SQLite connection string, or null: MySQL knows "Data Source" too, but never without a user or database.
    /// </summary>
    private static string? SqliteFile(DbConnectionStringBuilder parts)
    {
        string[] ofServers = ["server", "host", "database", "initial catalog", "user id", "uid", "user", "username", "port"];
        if (ofServers.Any(parts.ContainsKey)) return null;
        foreach (var key in (string[])["data source", "datasource", "filename"])
            if (parts.TryGetValue(key, out var value) && value is string { Length: > 0 } file) return file;
        return null;
    }
}
