using System.Data.Common;
using Dapper;

namespace QrisPayments.Storage;

/// <summary>
/// An open connection with its transaction, if any, through which SQL is run with Dapper. It exists so that no statement
/// can forget the transaction: MySqlConnector refuses a command without it, MySql.Data takes it in silence.
/// </summary>
internal readonly struct DbSession(
    DbConnection connection, DbTransaction? transaction, Database database, CancellationToken cancellationToken,
        List<Action>? onCommit = null)
{
    public Dialect Dialect => database.Dialect;

    public DbTransaction? Transaction => transaction;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>This moment, cut to what the database keeps.</summary>
    public DateTimeOffset Now => database.Now;

    /// <summary>The transaction is the host's, which commits it at a moment that the module does not learn of.</summary>
    public bool IsJoined => transaction is not null && onCommit is null;

    /// <summary>
    /// Has something done in memory once the transaction is committed: a bell rung, never what must not be lost. Without a transaction it
    /// is done at once; in a host's transaction not at all, where looking for work takes its place.
    /// </summary>
    public void OnCommit(Action action)
    {
        if (transaction is null) action();
        else onCommit?.Add(action);
    }

    public Task<int> ExecuteAsync(string sql, object? parameters = null) =>
        connection.ExecuteAsync(Command(sql, parameters));

    public async Task<List<T>> QueryAsync<T>(string sql, object? parameters = null) =>
        (await connection.QueryAsync<T>(Command(sql, parameters))).AsList();

    public Task<T?> FirstOrDefaultAsync<T>(string sql, object? parameters = null) =>
        connection.QueryFirstOrDefaultAsync<T>(Command(sql, parameters));

    /// <summary>Runs an insert; false when a unique key of its table is already taken.</summary>
    public async Task<bool> TryInsertAsync(string sql, object parameters) => await TryExecuteAsync(sql, parameters) is not null;

    /// <summary>Runs a statement and answers how many rows it changed; null when a unique key is already taken.</summary>
    public async Task<int?> TryExecuteAsync(string sql, object parameters)
    {
        try
        {
            return await connection.ExecuteAsync(Command(sql, parameters));
        }
        // In both dialects a refused row undoes its statement only, and the transaction goes on.
        catch (DbException exception) when (database.Dialect.Classify(exception) == DbFault.Duplicate)
        {
            return null;
        }
    }

    private CommandDefinition Command(string sql, object? parameters) =>
        new(database.Tables.In(sql), parameters, transaction, cancellationToken: cancellationToken);
}
