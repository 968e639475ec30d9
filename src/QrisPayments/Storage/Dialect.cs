using System.Data;
using System.Data.Common;

namespace QrisPayments.Storage;

/// <summary>The few things that MySQL/MariaDB and SQLite say differently. All other SQL is the subset that they share.</summary>
internal abstract class Dialect
{
    public static Dialect MySql { get; } = new MySqlDialect();

    public static Dialect Sqlite { get; } = new SqliteDialect();

    /// <summary>The dialect of a connection, or null for a database that we don't speak.</summary>
    public static Dialect? Of(Type connectionType)
    {
        // By name, because we reference no driver: MySqlConnector.MySqlConnection, MySql.Data.MySqlClient.MySqlConnection, …
        var name = connectionType.FullName ?? "";
        if (name.StartsWith("MySql", StringComparison.Ordinal)) return MySql;
        if (name.Contains("Sqlite", StringComparison.OrdinalIgnoreCase)) return Sqlite;
        return null;
    }

    public abstract string Name { get; }

    public abstract DbFault Classify(DbException exception);

    /// <summary>The database's own number for the error; 0 or less when the error is the driver's.</summary>
    public abstract int Number(DbException exception);

    /// <summary>Turns a macro of a migration (<c>{id}</c>, <c>{text 200}</c>, …) into this dialect's words.</summary>
    public abstract string Column(string macro, string argument);

    /// <summary>What turns an INSERT into an update of the row that has the key already; assignments follow.</summary>
    /// <param name="key">The key's columns.</param>
    public abstract string OrUpdate(string key);

    /// <summary>
    /// The isolation that our transactions ask for. READ COMMITTED: every statement sees what is committed, which a
    /// compare-and-set relies on, and gap locks do not serialise neighbours.
    /// </summary>
    public abstract IsolationLevel Isolation { get; }

    /// <summary>Whether a session of our own pool must be set up.</summary>
    public abstract bool SetsUpSessions { get; }

    /// <summary>What sets it up. Afterwards it is in no transaction, and the next one has <see cref="Isolation"/>.</summary>
    public abstract IReadOnlyList<Statement> SessionSetup(DbConnection connection);

    /// <summary>Whether only one transaction can write at a time.</summary>
    public abstract bool OneWriter { get; }

    /// <summary>Whether DDL can be rolled back with the step that records it.</summary>
    public abstract bool TransactionalDdl { get; }

    /// <summary>
    /// What changes nothing, and fails when the server is in no transaction. Travels with the first statement of a host's transaction.
    /// </summary>
    public abstract IReadOnlyList<Statement> DemandTransaction { get; }

    /// <summary>Whether <see cref="DbConnection.Database"/> follows a <c>USE</c> that was run as a statement.</summary>
    public abstract bool NoticesUse(DbConnection connection);
}
