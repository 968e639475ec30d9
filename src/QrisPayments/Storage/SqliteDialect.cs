using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Reflection;

namespace QrisPayments.Storage;

/// <summary>SQLite: the try-out database of one machine. One writer at a time.</summary>
internal sealed class SqliteDialect : Dialect
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo?> CodeProperties = new();

    public override string Name => "sqlite";

    public override bool OneWriter => true;

    public override bool TransactionalDdl => true;

    // The only one that SQLite has.
    public override IsolationLevel Isolation => IsolationLevel.Serializable;

    // Extended result codes: 2067 unique, 1555 primary key, 2579 rowid; primary 5 busy, 6 locked (and 517, 261: their snapshots), 8
    // read-only, 10 input/output, 13 full, 14 cannot be opened.
    public override DbFault Classify(DbException exception) => Number(exception) switch
    {
        2067 or 1555 or 2579 => DbFault.Duplicate,
        var code when (code & 0xFF) is 5 or 6 => DbFault.Transient,
        // The general code; only the text says which.
        1 when exception.Message.Contains("no such table", StringComparison.Ordinal) => DbFault.TableMissing,
        1 when exception.Message.Contains("already exists", StringComparison.Ordinal) => DbFault.AlreadyThere,
        var code when (code & 0xFF) is 8 => DbFault.ReadOnly,
        var code when (code & 0xFF) is 13 => DbFault.Full,
        // No file, or a disk that does not answer.
        <= 0 => DbFault.Unreachable,
        var code when (code & 0xFF) is 10 or 14 => DbFault.Unreachable,
        _ => DbFault.Other,
    };

    public override string Column(string macro, string argument) => macro switch
    {
        "id" or "ascii" or "key" or "text" or "long" => "TEXT",
        "money" or "big" or "int" or "flag" => "INTEGER",
        "time" => "DATETIME",
        "table" => "",
        _ => throw new InvalidOperationException($"Unknown macro {{{macro}}} in a migration."),
    };

    public override string OrUpdate(string key) => $"ON CONFLICT ({key}) DO UPDATE SET";

    public override bool SetsUpSessions => false;

    public override IReadOnlyList<Statement> SessionSetup(DbConnection connection) => [];

    // Nothing but COMMIT and ROLLBACK ends a transaction here, and the driver refuses one that has ended.
    public override IReadOnlyList<Statement> DemandTransaction => [];

    // There is no USE: a connection has one file.
    public override bool NoticesUse(DbConnection connection) => true;

    public override int Number(DbException exception)
    {
        var property = CodeProperties.GetOrAdd(exception.GetType(), type => type.GetProperty("SqliteExtendedErrorCode"));
        return property?.GetValue(exception) is int code ? code : 0;
    }
}
