using System.Data.Common;
using Dapper;

namespace QrisPayments.Storage;

/// <summary>The host's database as the module uses it.</summary>
internal sealed class Database(DatabaseSource source, TimeProvider clock)
{
    private const int MaxRuns = 8;

    /// <summary>A run may wait seconds for a lock; several of these are more than anybody waits for an answer.</summary>
    private const long MaxMilliseconds = 12_000;

    private readonly SessionSetups _setups = new();

    public Dialect Dialect => source.Dialect;

    /// <summary>This moment, cut to what the database keeps.</summary>
    public DateTimeOffset Now => clock.Now();

    /// <summary>What the module's tables are called here; also for messages that name one.</summary>
    public TableNames Tables => source.Tables;

    /// <summary>Opens a connection, set up if its pool is ours. Nothing limits how many; see <see cref="ConnectionSlots"/>.</summary>
    public async Task<DbConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // Opening is not cancelled half-way: MySql.Data would put a half-made session back into its pool.
        var connection = await source.DataSource.OpenConnectionAsync(CancellationToken.None);
        if (source.OwnsPool && _setups.IsDue(connection) && Dialect.SessionSetup(connection) is { } setup)
        {
            try
            {
                await connection.ExecuteAsync(new CommandDefinition(setup, cancellationToken: cancellationToken));
                _setups.Done(connection);
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }
        }
        return connection;
    }

    /// <summary>Runs statements that need no transaction.</summary>
    public Task<T> RunAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken) =>
        source.Readers.RunAsync(async () =>
        {
            await using var connection = await ConnectAsync(cancellationToken);
            return await work(new DbSession(connection, null, this, cancellationToken));
        }, cancellationToken);

    /// <summary>
    /// Runs <paramref name="work"/> in one transaction and commits it. On a deadlock or lock wait all of it is undone and
    /// run again, so it must hold nothing but reads, writes and pure decisions.
    /// </summary>
    public Task<T> TransactAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken) =>
        TransactAsync(work, _ => true, cancellationToken);

    /// <summary>The same, but what <paramref name="keep"/> does not want kept is rolled back.</summary>
    public async Task<T> TransactAsync<T>(Func<DbSession, Task<T>> work, Func<T, bool> keep, CancellationToken cancellationToken)
    {
        var deadline = Environment.TickCount64 + MaxMilliseconds;
        for (var run = 1; ; run++)
        {
            try
            {
                return await CommitAsync(work, keep, ours: true, cancellationToken);
            }
            catch (DbException exception)
                when (run < MaxRuns && Environment.TickCount64 < deadline && Dialect.Classify(exception) == DbFault.Transient)
            {
                // Jitter, so that two that met do not meet again.
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(2, 10) * run), cancellationToken);
            }
        }
    }

    /// <summary>One transaction, run once: for work of others, that may do more than read and write here.</summary>
    public Task<T> TransactOnceAsync<T>(Func<DbSession, Task<T>> work, Func<T, bool> keep, CancellationToken cancellationToken) =>
        CommitAsync(work, keep, ours: false, cancellationToken);

    private async Task<T> CommitAsync<T>(Func<DbSession, Task<T>> work, Func<T, bool> keep, bool ours, CancellationToken cancellationToken)
    {
        var onCommit = new List<Action>();
        var result = await source.Writers.RunAsync(async () =>
        {
            await using var connection = await ConnectAsync(cancellationToken);
            // A host's handler may leave its session as it likes.
            if (!ours) _setups.Forget(connection);
            await using var transaction = await connection.BeginTransactionAsync(Dialect.Isolation, cancellationToken);
            var result = await work(new DbSession(connection, transaction, this, cancellationToken, onCommit));
            if (keep(result))
            {
                await transaction.CommitAsync(cancellationToken);
            }
            else
            {
                onCommit.Clear();
                await transaction.RollbackAsync(cancellationToken);
            }
            return result;
        }, cancellationToken);
        foreach (var action in onCommit) action();
        return result;
    }

    public Task TransactAsync(Func<DbSession, Task> work, CancellationToken cancellationToken) =>
        TransactAsync<object?>(async session =>
        {
            await work(session);
            return null;
        }, cancellationToken);

    /// <summary>Whether the caller may simply repeat what he asked for: nothing was done.</summary>
    public bool IsBusy(Exception exception) =>
        exception is DatabaseBusyException || (exception is DbException fault && Dialect.Classify(fault) == DbFault.Transient);

    /// <summary>A session inside the host's own transaction.</summary>
    public DbSession Join(DbTransaction transaction, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection
            ?? throw new ArgumentException("The transaction has already ended.", nameof(transaction));
        if (Dialect.Of(connection.GetType()) != Dialect)
            throw new ArgumentException(
                $"The transaction belongs to {connection.GetType().Name}, but the {Tables.Prefix}* tables are in a {Dialect.Name} "
                + "database. Pass a transaction on that database.", nameof(transaction));
        return new DbSession(connection, transaction, this, cancellationToken);
    }
}
