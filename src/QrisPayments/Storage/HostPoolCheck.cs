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

    // Written as a literal: a driver binds no empty text of ours differently, and a server that takes it for NULL has lost it.
    private const string Mirror = "SELECT CASE WHEN '' IS NULL THEN NULL ELSE @text END";

    private const string Mode = "SELECT @@SESSION.sql_mode";

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
        if (database.Dialect == Dialect.MySql && await IsOracleAsync(database, cancellationToken))
            return new Fault("DbDataSource", "sql_mode_unsupported",
                "The sessions of the registered DbDataSource are in MariaDB's sql_mode ORACLE, which reserves words that name our columns. "
                + "Remove it from the server's sql_mode, or set it in the sessions that need it.");
        var seen = await database.RunAsync(
            session => session.FirstOrDefaultAsync<string>(Mirror, new { text = Sample }), cancellationToken);
        if (seen is null)
            return new Fault("DbDataSource", "text_changed",
                "The registered DbDataSource takes an empty text for NULL. Remove EMPTY_STRING_IS_NULL from the sql_mode of its sessions.");
        return seen == Sample ? null : new Fault("DbDataSource", "text_changed",
            $"The registered DbDataSource changes texts: {Sample} came back as {seen}. Set the connection's character set to utf8mb4, and "
            + "remove NO_BACKSLASH_ESCAPES from the server's sql_mode unless the driver is told of it.");
    }

    private static async Task<bool> IsOracleAsync(Database database, CancellationToken cancellationToken) =>
        (await database.RunAsync(session => session.FirstOrDefaultAsync<string>(Mode), cancellationToken))!
            .Split(',').Contains("ORACLE", StringComparer.OrdinalIgnoreCase);

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
