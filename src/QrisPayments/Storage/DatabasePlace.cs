using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;

namespace QrisPayments.Storage;

/// <summary>Where a connection leads to, as its driver knows it: no question is asked of the server.</summary>
/// <param name="Server">Address and port as the connection string has them; of SQLite the file's full path.</param>
/// <param name="Name">The database of a server, at this moment; empty for SQLite.</param>
internal sealed record DatabasePlace(string Server, string Name)
{
    private const int Many = 100;

    // Taking a connection string apart costs more than a statement on loopback, and a host has few of them.
    private static readonly ConcurrentDictionary<string, string> Servers = new(StringComparer.Ordinal);

    public static DatabasePlace Of(DbConnection connection) =>
        Dialect.Of(connection.GetType()) == Dialect.Sqlite
            ? new DatabasePlace(connection.DataSource, "")
            : new DatabasePlace(ServerOf(connection), connection.Database);

    /// <summary>As a message names it.</summary>
    public override string ToString() => Name.Length == 0 ? Server : $"'{Name}' at {Server}";

    private static string ServerOf(DbConnection connection) =>
        Servers.Count < Many ? Servers.GetOrAdd(connection.ConnectionString, _ => Read(connection)) : Read(connection);

    private static string Read(DbConnection connection)
    {
        // The driver's own builder knows every alias of an option. DataSource has no port.
        var parts = DbProviderFactories.GetFactory(connection)?.CreateConnectionStringBuilder();
        if (parts is null) return connection.DataSource;
        parts.ConnectionString = connection.ConnectionString;
        return string.Create(CultureInfo.InvariantCulture, $"{parts["Server"]}:{parts["Port"]}");
    }
}
