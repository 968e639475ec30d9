using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;

namespace QrisPayments.Storage;

/// <summary>
/// What a pool or a connection of the host's own must do for us: count the rows that a statement found, and carry a text as it is. The
/// other options of the drivers change only in what form a value is handed out, which <see cref="Column"/> and
/// <see cref="ParameterType"/> do not mind. In a pool of our own <see cref="MySqlDriver"/> sets what we need.
/// </summary>
internal static class HostPoolCheck
{
    /// <summary>
    /// The backslash is lost or doubled if driver and session disagree about it, and another character set than utf8mb4 loses the rest.
    /// </summary>
    private const string Sample = @"\a☕🧋";

    private const string Mirror = "SELECT @text";

    private const string Affected = "Use Affected Rows";

    private static readonly ConcurrentDictionary<string, bool> Known = new(StringComparer.Ordinal);

    /// <summary>Refuses a connection whose driver counts only rows whose values changed.</summary>
    /// <exception cref="ArgumentException">It does, so that a repeated change would look as if another node had been first.</exception>
    public static void DemandFoundRows(DbConnection connection, string parameterName)
    {
        if (CountsChangedRows(connection)) throw new ArgumentException($"The transaction's connection string has {Wrong}", parameterName);
    }

    /// <summary>What is wrong with the host's pool; null when nothing is.</summary>
    public static async Task<Fault?> FindAsync(DbConnection connection, Database database, CancellationToken cancellationToken)
    {
        if (CountsChangedRows(connection))
            return new Fault("DbDataSource", "affected_rows", $"The connection string of the registered DbDataSource has {Wrong}");
        var seen = await database.RunAsync(
            session => session.FirstOrDefaultAsync<string>(Mirror, new { text = Sample }), cancellationToken);
        return seen == Sample ? null : new Fault("DbDataSource", "text_changed",
            $"The registered DbDataSource changes texts: {Sample} came back as {seen}. Set the connection's character set to utf8mb4, and "
            + "remove NO_BACKSLASH_ESCAPES from the server's sql_mode unless the driver is told of it.");
    }

    private const string Wrong =
        Affected + "=true, with which a statement that finds its row already as it wants it is counted as having found none. Remove this "
            + "option (it is off by default); only code that reads a changed-rows count needs it.";

    private static bool CountsChangedRows(DbConnection connection) =>
        Known.Count < 100 ? Known.GetOrAdd(connection.ConnectionString, _ => Read(connection)) : Read(connection);

    private static bool Read(DbConnection connection)
    {
        // The driver's own builder knows every alias of the option, and SQLite's does not know the option.
        var parts = DbProviderFactories.GetFactory(connection)?.CreateConnectionStringBuilder();
        if (parts is null) return false;
        parts.ConnectionString = connection.ConnectionString;
        return parts.ContainsKey(Affected) && Convert.ToBoolean(parts[Affected], CultureInfo.InvariantCulture);
    }
}
