using System.Data.Common;

namespace QrisPayments.Storage;

/// <summary>
/// An open connection with its transaction, if any, through which SQL is run. It exists so that no statement
/// can forget the transaction: MySqlConnector refuses a command without it, MySql.Data takes it in silence.
/// </summary>
/// <param name="database">Whose session it is.</param>
/// <param name="runner">Runs its statements.</param>
/// <param name="transaction">The driver's transaction, or null.</param>
/// <param name="own">The transaction as ours; null in a host's, and without one.</param>
/// <param name="cancellationToken">Ends every statement.</param>
internal sealed class DbSession(
    Database database, StatementRunner runner, DbTransaction? transaction, OwnTransaction? own, CancellationToken cancellationToken)
{
    public Dialect Dialect => database.Dialect;

    /// <summary>The driver's transaction; null without one, and when ours is a <see cref="PlainTransaction"/>.</summary>
    public DbTransaction? Transaction => transaction;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>This moment, cut to what the database keeps.</summary>
    public DateTimeOffset Now => database.Now;

    /// <summary>The transaction is the host's, which commits it at a moment that the module does not learn of.</summary>
    public bool IsJoined => transaction is not null && own is null;

    /// <summary>
    /// Has something done in memory once the transaction is committed: a bell rung, never what must not be lost. Without a transaction it
    /// is done at once; in a host's transaction not at all, where looking for work takes its place.
    /// </summary>
    public void OnCommit(Action action)
    {
        if (own is not null) own.OnCommit.Add(action);
        else if (transaction is null) action();
    }

    /// <summary>
    /// Runs a statement whose answer is not needed. In a transaction of ours it travels with the next one, at the latest with the commit;
    /// if it fails, that fails.
    /// </summary>
    public async Task SendAsync(string sql, object? parameters = null)
    {
        if (own is { HoldsBack: true }) own.Add(new Statement(sql, parameters));
        else await ExecuteAsync(sql, parameters);
    }

    /// <summary>Runs a statement and answers how many rows it changed.</summary>
    public async Task<int> ExecuteAsync(string sql, object? parameters = null)
    {
        await SendWaitingAsync();
        return await runner.ExecuteAsync(new Statement(sql, parameters));
    }

    /// <summary>Runs changes that travel together; how many rows they changed together.</summary>
    public async Task<int> ExecuteTogetherAsync(params IReadOnlyList<Statement> changes)
    {
        await SendWaitingAsync();
        return await runner.ExecuteAsync(changes);
    }

    /// <summary>Runs a change and then queries; how many rows the change changed.</summary>
    public async Task<int> ExecuteAsync(Statement change, params IReadOnlyList<Query> queries)
    {
        await SendWaitingAsync();
        return await runner.ReadAsync([change], queries);
    }

    public Task<List<T>> QueryAsync<T>(string sql, object? parameters = null) =>
        runner.QueryAsync<T>(Waiting(), new Statement(sql, parameters));

    public async Task<T?> FirstOrDefaultAsync<T>(string sql, object? parameters = null) =>
        (await QueryAsync<T>(sql, parameters)).FirstOrDefault();

    /// <summary>Runs queries that need nothing of each other.</summary>
    public Task QueryAsync(params IReadOnlyList<Query> queries) => runner.ReadAsync(Waiting(), queries);

    /// <summary>Runs an insert; false when a unique key of its table is already taken.</summary>
    public async Task<bool> TryInsertAsync(string sql, object parameters) => await TryExecuteAsync(sql, parameters) is not null;

    /// <summary>Runs a statement and answers how many rows it changed; null when a unique key is already taken.</summary>
    public async Task<int?> TryExecuteAsync(string sql, object parameters)
    {
        // What waits is sent first, separately, so that an error of those statements is not taken for one of this statement.
        await SendWaitingAsync();
        try
        {
            return await runner.ExecuteAsync(new Statement(sql, parameters));
        }
        // In both dialects a refused row undoes its statement only, and the transaction goes on.
        catch (DbException exception) when (database.Dialect.Classify(exception) == DbFault.Duplicate)
        {
            return null;
        }
    }

    /// <summary>Sent separately, so that the next statement's row count is its own.</summary>
    private async Task SendWaitingAsync()
    {
        if (own is { SomeWait: true }) await runner.ExecuteAsync(own.Take());
    }

    private IReadOnlyList<Statement> Waiting() => own?.Take() ?? [];
}
