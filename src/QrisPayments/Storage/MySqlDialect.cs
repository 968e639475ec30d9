using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Reflection;

namespace QrisPayments.Storage;

/// <summary>MySQL 8 and MariaDB 10.6+, through whichever driver the host brings.</summary>
internal sealed class MySqlDialect : Dialect
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo?> NumberProperties = new();

    public override string Name => "mysql";

    public override bool OneWriter => false;

    public override bool TransactionalDdl => false;

    public override IsolationLevel Isolation => IsolationLevel.ReadCommitted;

    // The server's error numbers; MySql.Data leaves SqlState empty, so the number is what both drivers have.
    public override DbFault Classify(DbException exception) => Number(exception) switch
    {
        1062 => DbFault.Duplicate,
        // Deadlock; lock wait timeout; row changed since it was read (MariaDB's snapshot isolation).
        1213 or 1205 or 1020 => DbFault.Transient,
        // "SAVEPOINT does not exist": see DemandTransaction.
        1305 => DbFault.NoTransaction,
        1050 or 1060 or 1061 => DbFault.AlreadyThere,
        1146 => DbFault.TableMissing,
        1045 or 1129 or 1130 or 1698 or 3118 or 4151 => DbFault.AccessDenied,
        1044 or 1142 or 1143 or 1227 or 1370 => DbFault.NotAllowed,
        1049 => DbFault.DatabaseMissing,
        1040 or 1203 or 1226 => DbFault.TooManyConnections,
        // "WSREP has not yet prepared node for application use". Galera has taken the number of "unknown command", which we send none of.
        1047 => DbFault.NotReady,
        // --read-only and super_read_only; a table or server that was switched to it.
        1290 or 1836 or 1036 => DbFault.ReadOnly,
        // Disk full, table full, errors of writing a file.
        1021 or 1114 or 3 or 1026 => DbFault.Full,
        // Both drivers say 1042 when no server answers; 1053, 1158 to 1161, 1927, 3169 and 4031 are connections that end, 2000 to 2999 a
        // client's errors.
        <= 0 or 1042 or 1053 or 1927 or 3169 or 4031 or (>= 1158 and <= 1161) or (>= 2000 and <= 2999) => DbFault.Unreachable,
        _ => DbFault.Other,
    };

    public override string Column(string macro, string argument) => macro switch
    {
        "id" => "VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin",
        "ascii" => $"VARCHAR({argument}) CHARACTER SET ascii COLLATE ascii_bin",
        "key" => $"VARCHAR({argument}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
        "text" => $"VARCHAR({argument})",
        "long" => "MEDIUMTEXT",
        "money" or "big" => "BIGINT",
        "int" => "INT",
        "flag" => "TINYINT(1)",
        "time" => "DATETIME(6)",
        // Said here, because a server whose default is another format refuses keys of more than 767 bytes.
        "table" => "ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARACTER SET utf8mb4",
        _ => throw new InvalidOperationException($"Unknown macro {{{macro}}} in a migration."),
    };

    public override string OrUpdate(string key) => "ON DUPLICATE KEY UPDATE";

    public override bool SetsUpSessions => true;

    /// <summary>
    /// Waits are bounded on the server, because an asynchronous command of MySql.Data that waits for a lock comes back
    /// neither at its timeout nor when it is cancelled. Strict mode: nothing is cut or rounded in silence.
    /// </summary>
    public override IReadOnlyList<Statement> SessionSetup(DbConnection connection) =>
    [
        // Ends a transaction that could not be ended when its work was done.
        new("ROLLBACK"),
        new("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE"),
        // Autocommit, whatever the server's default: a statement outside a transaction is kept once it has run. The character set again:
        // MySql.Data does not set it on a session that was opened while its token was cancelled.
        new("SET SESSION autocommit = 1, character_set_client = utf8mb4, character_set_connection = utf8mb4, "
            + "innodb_lock_wait_timeout = 5, sql_mode = "
            + "'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION', "
            + (connection.ServerVersion.Contains("MariaDB", StringComparison.OrdinalIgnoreCase)
                ? "max_statement_time = 20"
                : "max_execution_time = 20000")),
    ];

    /// <summary>
    /// DDL commits implicitly, and the driver goes on as if the transaction were there. Outside of one, a savepoint is gone with the
    /// statement that set it.
    /// </summary>
    public override IReadOnlyList<Statement> DemandTransaction { get; } =
        [new("SAVEPOINT joined_here"), new("RELEASE SAVEPOINT joined_here")];

    // MySqlConnector asks the server to tell of it; MySql.Data goes on naming the database of the connection string.
    public override bool NoticesUse(DbConnection connection) =>
        connection.GetType().FullName!.StartsWith("MySqlConnector.", StringComparison.Ordinal);

    public override int Number(DbException exception)
    {
        // MySql.Data wraps what the server said at login into an error without a number.
        for (Exception? error = exception; error is not null; error = error.InnerException)
            if (error is DbException && OwnNumber(error) is not 0 and var number) return number;
        return 0;
    }

    private static int OwnNumber(Exception error) =>
        NumberProperties.GetOrAdd(error.GetType(), type => type.GetProperty("Number"))?.GetValue(error) as int? ?? 0;
}
