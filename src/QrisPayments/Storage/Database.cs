using System.Data;
using System.Data.Common;
using System.Net.Sockets;
using Transaction = System.Transactions.Transaction;

namespace QrisPayments.Storage;

/// <summary>The host's database as the module uses it.</summary>
internal sealed class Database(DatabaseSource source, DatabaseOutage outage, TimeProvider clock)
{
    private const int MaxRuns = 8;

    /// <summary>A run may wait seconds for a lock; several of these are more than anybody waits for an answer.</summary>
    private const long MaxMilliseconds = 12_000;

    private readonly SessionSetups _setups = new();

    public Dialect Dialect => source.Dialect;

    /// <summary>This moment, cut to what the database keeps.</summary>
    public DateTimeOffset Now => clock.Now();

    /// <summary>Checks that a host's transaction is on this database.</summary>
    public HostDatabase Host => field ??= new HostDatabase(this, source);

    /// <summary>What the module's tables are called here; also for messages that name one.</summary>
    public TableNames Tables => source.Tables;

    /// <summary>Whether its pool is ours; a host's own has sessions and options of its own.</summary>
    public bool OwnsPool => source.OwnsPool;

    /// <summary>Opens a connection, set up if its pool is ours. Nothing limits how many; see <see cref="ConnectionSlots"/>.</summary>
    public async Task<DbConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken);
        try
        {
            await SetUpAsync(connection, cancellationToken);
            return connection;
        }
        catch (Exception exception)
        {
            outage.Saw(exception);
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Runs statements that need no transaction. If the connection turns out to be lost and only queries were sent, they run again on
    /// another one.
    /// </summary>
    /// <param name="work">The statements.</param>
    /// <param name="cancellationToken">Ends each of them.</param>
    /// <param name="mayRepeat">Running them twice does no harm, so on a lost connection they always run again.</param>
    public Task<T> RunAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken, bool mayRepeat = false) =>
        AgainAsync(ours: true, run => source.Readers.RunAsync(async () =>
        {
            await using var connection = await OpenAsync(cancellationToken);
            var setup = SetupOf(connection);
            var runner = Runner(connection, null, setup, cancellationToken, onLed: setup.Count > 0 ? () => _setups.Done(connection) : null);
            try
            {
                var result = await work(new DbSession(this, runner, null, null, cancellationToken));
                run.HasWritten = runner.HasWritten;
                return result;
            }
            catch (Exception exception) when (run.Sees(exception, connection, mayBeDone: runner.HasWritten && !mayRepeat))
            {
                throw;
            }
        }, cancellationToken), _ => false, cancellationToken);

    /// <summary>
    /// Runs <paramref name="work"/> in one transaction and commits it. On a deadlock or lock wait all of it is undone and
    /// run again, as it is on a connection that is lost before the commit; so it must hold nothing but reads, writes and pure decisions.
    /// </summary>
    public Task<T> TransactAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken) =>
        TransactAsync(work, _ => true, cancellationToken);

    /// <summary>The same, but what <paramref name="keep"/> does not want kept is rolled back.</summary>
    public Task<T> TransactAsync<T>(Func<DbSession, Task<T>> work, Func<T, bool> keep, CancellationToken cancellationToken) =>
        AgainAsync(ours: true, run => CommitAsync(run, work, keep, ours: true, () => true, cancellationToken),
            fault => fault is DbFault.Transient or DbFault.NotReady, cancellationToken);

    private async Task<T> AgainAsync<T>(
        bool ours, Func<Run, Task<T>> runAsync, Func<DbFault, bool> isUndone, CancellationToken cancellationToken)
    {
        try
        {
            return await AgainAsync(runAsync, isUndone, cancellationToken);
        }
        // In work of others, an error may be one of their own statements on another database.
        catch (Exception exception) when ((ours || exception is DatabaseBusyException) && outage.Saw(exception))
        {
            throw;
        }
    }

    private async Task<T> AgainAsync<T>(Func<Run, Task<T>> runAsync, Func<DbFault, bool> isUndone, CancellationToken cancellationToken)
    {
        var deadline = Environment.TickCount64 + MaxMilliseconds;
        for (int i = 1, lost = 0; ;)
        {
            var (run, began) = (new Run(), Environment.TickCount64);
            try
            {
                var result = await runAsync(run);
                outage.Works(began, run.HasWritten);
                return result;
            }
            // The pool may hold many connections that were lost together, and each fails once. Without a server, opening fails and ends
            // this; the growing pause spares a server that accepts connections only to drop them.
            catch (Exception) when (run.IsLostForNothing && Environment.TickCount64 < deadline)
            {
                await Task.Delay(lost++, cancellationToken);
            }
            catch (DbException exception)
                when (i < MaxRuns && Environment.TickCount64 < deadline && isUndone(Dialect.Classify(exception)))
            {
                // Jitter, so that two that met do not meet again.
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(2, 10) * i++), cancellationToken);
            }
        }
    }

    /// <summary>One run of work.</summary>
    private sealed class Run
    {
        /// <summary>Its connection broke, and nothing that it did can have been kept.</summary>
        public bool IsLostForNothing { get; private set; }

        /// <summary>It sent what is no query.</summary>
        public bool HasWritten { get; set; }

        /// <summary>Looks at the connection before it is closed; always false, so that it catches nothing.</summary>
        public bool Sees(Exception exception, DbConnection connection, bool mayBeDone)
        {
            // MySqlConnector begins a transaction on a lost connection with an exception of the network's own.
            IsLostForNothing = exception is DbException or IOException or SocketException
                && connection.State != ConnectionState.Open && !mayBeDone;
            return false;
        }
    }

    /// <summary>One transaction, run once: for work of others, that may do more than read and write here.</summary>
    /// <param name="work">What is done in it.</param>
    /// <param name="keep">Whether its result is committed.</param>
    /// <param name="cancellationToken">Ends every statement.</param>
    /// <param name="mayRepeat">Whether, when the connection is lost, the others have not begun: then it runs again on another one.</param>
    public Task<T> TransactOnceAsync<T>(
        Func<DbSession, Task<T>> work, Func<T, bool> keep, CancellationToken cancellationToken, Func<bool>? mayRepeat = null) =>
        AgainAsync(ours: false, run => CommitAsync(run, work, keep, ours: false, mayRepeat ?? (() => false), cancellationToken), _ => false,
            cancellationToken);

    private async Task<T> CommitAsync<T>(Run run, Func<DbSession, Task<T>> work, Func<T, bool> keep, bool ours, Func<bool> mayRepeat,
        CancellationToken cancellationToken)
    {
        List<Action> onCommit = [];
        var result = await source.Writers.RunAsync(async () =>
        {
            await using var connection = await OpenAsync(cancellationToken);
            var isCommitting = false;
            try
            {
                var (session, own) = ours && IsSetUpByUs
                    ? BeginPlain(connection, cancellationToken)
                    : await BeginAsync(connection, isLent: !ours, cancellationToken);
                await using var _ = own;
                var result = await work(session);
                if (!keep(result)) return result;
                // Looked at before, because its end is a statement, too.
                var hasWritten = own.SomeWait || own.HasWritten;
                isCommitting = true;
                await own.CommitAsync(cancellationToken);
                run.HasWritten = hasWritten;
                onCommit = own.OnCommit;
                return result;
            }
            catch (Exception exception) when (run.Sees(exception, connection, mayBeDone: isCommitting || !mayRepeat()))
            {
                throw;
            }
        }, cancellationToken);
        foreach (var action in onCommit) action();
        return result;
    }

    private (DbSession, OwnTransaction) BeginPlain(DbConnection connection, CancellationToken cancellationToken)
    {
        var setup = SetupOf(connection);
        // If the transaction cannot be ended, the session is set up again before its next use.
        _setups.Forget(connection);
        var runner = Runner(connection, null, [.. setup, .. PlainTransaction.Begin], cancellationToken);
        var own = new PlainTransaction(runner, Runner(connection, null, [], CancellationToken.None),
            onEnd: setup.Count > 0 ? () => _setups.Done(connection) : () => _setups.Remember(connection));
        return (new DbSession(this, runner, null, own, cancellationToken), own);
    }

    private async Task<(DbSession, OwnTransaction)> BeginAsync(DbConnection connection, bool isLent, CancellationToken cancellationToken)
    {
        await SetUpAsync(connection, cancellationToken);
        // A host's handler may leave its session as it likes.
        if (isLent) _setups.Forget(connection);
        var transaction = await connection.BeginTransactionAsync(Dialect.Isolation, cancellationToken);
        var runner = Runner(connection, transaction, [], cancellationToken);
        var own = new DriversTransaction(transaction, runner, isLent);
        return (new DbSession(this, runner, transaction, own, cancellationToken), own);
    }

    private async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await OpenOutsideAsync();
        }
        catch (Exception exception) when (outage.Saw(exception))
        {
            throw;
        }
    }

    private async Task<DbConnection> OpenOutsideAsync()
    {
        // Opening is not cancelled half-way: MySql.Data would put a half-made session back into its pool.
        if (Transaction.Current is null) return await source.DataSource.OpenConnectionAsync(CancellationToken.None);
        // A host's pool would enlist the connection in the TransactionScope that the host has open, and our work, which ends by itself,
        // could not begin a transaction. A driver looks at the scope only when it opens; on a thread without the host's flow there is none.
        Task<DbConnection> opening;
        using (ExecutionContext.SuppressFlow())
            opening = Task.Run(() => source.DataSource.OpenConnectionAsync(CancellationToken.None).AsTask());
        return await opening;
    }

    private async Task SetUpAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        if (SetupOf(connection) is not { Count: > 0 } setup) return;
        await Runner(connection, null, [], cancellationToken).ExecuteAsync(setup);
        _setups.Done(connection);
    }

    /// <summary>
    /// What the session needs before it can be used; nothing in a host's pool, and nothing when it was set up a moment ago.
    /// </summary>
    private IReadOnlyList<Statement> SetupOf(DbConnection connection) =>
        IsSetUpByUs && _setups.IsDue(connection) ? Dialect.SessionSetup(connection) : [];

    /// <summary>The pool is ours, and of a database whose sessions must be set up.</summary>
    private bool IsSetUpByUs => source.OwnsPool && Dialect.SetsUpSessions;

    private StatementRunner Runner(
        DbConnection connection, DbTransaction? transaction, IReadOnlyList<Statement> lead, CancellationToken cancellationToken,
            Action? onLed = null) =>
        new(connection, transaction, Tables, lead, onLed, cancellationToken);

    public Task TransactAsync(Func<DbSession, Task> work, CancellationToken cancellationToken) =>
        TransactAsync<object?>(async session =>
        {
            await work(session);
            return null;
        }, cancellationToken);

    /// <summary>
    /// A session inside the host's own transaction. Its first statement fails with <see cref="DbFault.NoTransaction"/> when the server has
    /// ended that, of which the driver need not know.
    /// </summary>
    public DbSession Join(DbTransaction transaction, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection
            ?? throw new ArgumentException("The transaction has already ended.", nameof(transaction));
        if (Dialect.Of(connection.GetType()) != Dialect)
            throw new ArgumentException(
                $"The transaction belongs to {connection.GetType().Name}, but the {Tables.Prefix}* tables are in a {Dialect.Name} "
                + "database. Pass a transaction on that database.", nameof(transaction));
        HostPoolCheck.DemandFoundRows(connection, nameof(transaction));
        return new DbSession(
            this, Runner(connection, transaction, Dialect.DemandTransaction, cancellationToken), transaction, null, cancellationToken);
    }
}
