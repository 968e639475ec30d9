using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using QrisPayments.Storage;

namespace QrisPayments.Notifications;

/// <summary>
/// A transaction as a plugin's handler gets it: it works like any other until it is taken back. A handler that goes on after its
/// time must not write into a connection that serves somebody else by then, and none may commit what is not its own.
/// </summary>
internal sealed class LentTransaction : DbTransaction
{
    private readonly DbTransaction _real;
    private readonly SemaphoreSlim _one = new(1);
    private readonly LentConnection _connection;
    private DbDataReader? _reader;
    private bool _taken;

    public LentTransaction(DbTransaction real)
    {
        _real = real;
        _connection = new LentConnection(this, real.Connection!);
    }

    public override IsolationLevel IsolationLevel => _real.IsolationLevel;

    protected override DbConnection DbConnection => _connection;

    public override void Commit() => throw NotYours();

    public override void Rollback() => throw NotYours();

    /// <summary>From here on nothing goes through. Waits for a statement that is under way; the session bounds those.</summary>
    public async Task TakeBackAsync()
    {
        await _one.WaitAsync();
        _taken = true;
        if (_reader is { IsClosed: false } reader) await reader.DisposeAsync();
        _one.Release();
    }

    internal DbTransaction Real => _real;

    internal async Task<T> UseAsync<T>(Func<Task<T>> work)
    {
        await _one.WaitAsync();
        try
        {
            return _taken ? throw Over() : await work();
        }
        finally
        {
            _one.Release();
        }
    }

    internal T Use<T>(Func<T> work)
    {
        _one.Wait();
        try
        {
            return _taken ? throw Over() : work();
        }
        finally
        {
            _one.Release();
        }
    }

    internal DbDataReader Keep(DbDataReader reader) => _reader = reader;

    private static InvalidOperationException Over() => new("The handler's time is over; its transaction was rolled back.");

    private static NotSupportedException NotYours() =>
        new("A handler must not end the transaction: it commits when the handler returns, and an exception rolls it back.");
}

/// <summary>The connection of a <see cref="LentTransaction"/>.</summary>
internal sealed class LentConnection(LentTransaction transaction, DbConnection real) : DbConnection
{
    [AllowNull]
    public override string ConnectionString
    {
        // It may hold the password.
        get => "";
        set => throw new NotSupportedException("The connection is lent as it is.");
    }

    public override string Database => real.Database;
    public override string DataSource => real.DataSource;
    public override string ServerVersion => real.ServerVersion;
    public override ConnectionState State => real.State;

    public override void Open() { }

    public override void Close() { }

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException("The connection is lent as it is.");

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) =>
        throw new NotSupportedException("The handler already has a transaction.");

    protected override DbCommand CreateDbCommand() => transaction.Use(() =>
    {
        var command = real.CreateCommand();
        command.Transaction = transaction.Real;
        return new LentCommand(transaction, this, command);
    });
}

/// <summary>A command of a <see cref="LentTransaction"/>, always inside it.</summary>
internal sealed class LentCommand(LentTransaction transaction, LentConnection connection, DbCommand real) : DbCommand
{
    [AllowNull]
    public override string CommandText
    {
        get => real.CommandText;
        set => real.CommandText = value;
    }

    public override int CommandTimeout
    {
        get => real.CommandTimeout;
        set => real.CommandTimeout = value;
    }

    public override CommandType CommandType
    {
        get => real.CommandType;
        set => real.CommandType = value;
    }

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource
    {
        get => real.UpdatedRowSource;
        set => real.UpdatedRowSource = value;
    }

    protected override DbConnection? DbConnection
    {
        get => connection;
        set { }
    }

    protected override DbTransaction? DbTransaction
    {
        get => transaction;
        set { }
    }

    protected override DbParameterCollection DbParameterCollection => real.Parameters;

    public override void Cancel() => real.Cancel();

    public override void Prepare() => transaction.Use(() =>
    {
        real.Prepare();
        return true;
    });

    public override int ExecuteNonQuery() => transaction.Use(real.ExecuteNonQuery);

    public override object? ExecuteScalar() => transaction.Use(real.ExecuteScalar);

    public override Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken) =>
        transaction.UseAsync(() => real.ExecuteNonQueryAsync(cancellationToken));

    public override Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken) =>
        transaction.UseAsync(() => real.ExecuteScalarAsync(cancellationToken));

    protected override DbParameter CreateDbParameter() => real.CreateParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) =>
        transaction.Use(() => transaction.Keep(real.ExecuteReader(behavior)));

    protected override Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) =>
        transaction.UseAsync(async () => transaction.Keep(await real.ExecuteReaderAsync(behavior, cancellationToken)));

    protected override void Dispose(bool disposing)
    {
        if (disposing) real.Dispose();
        base.Dispose(disposing);
    }
}
