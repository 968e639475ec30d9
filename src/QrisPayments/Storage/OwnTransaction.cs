using System.Data.Common;

namespace QrisPayments.Storage;

/// <summary>
/// A transaction that the module begins and ends. Statements whose answer is not needed wait in it for the next one, so that they cost no
/// round trip. Disposed without a commit it is rolled back.
/// </summary>
internal abstract class OwnTransaction : IAsyncDisposable
{
    private List<Statement> _waiting = [];

    /// <summary>What is done in memory once it is committed.</summary>
    public List<Action> OnCommit { get; } = [];

    /// <summary>Whether statements may wait: not where others run statements in it, too.</summary>
    public abstract bool HoldsBack { get; }

    /// <summary>A statement that is no query has gone through in it.</summary>
    public abstract bool HasWritten { get; }

    public bool SomeWait => _waiting.Count > 0;

    public void Add(Statement statement) => _waiting.Add(statement);

    /// <summary>The waiting statements, to be sent now.</summary>
    public IReadOnlyList<Statement> Take()
    {
        var waiting = _waiting;
        if (waiting.Count > 0) _waiting = [];
        return waiting;
    }

    public abstract Task CommitAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}

/// <summary>One that the driver begins.</summary>
/// <param name="transaction">Of the driver.</param>
/// <param name="runner">Of the session.</param>
/// <param name="isLent">Others run statements in it, too.</param>
internal sealed class DriversTransaction(DbTransaction transaction, StatementRunner runner, bool isLent) : OwnTransaction
{
    public override bool HoldsBack => !isLent;

    public override bool HasWritten => runner.HasWritten;

    public override async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (SomeWait) await runner.ExecuteAsync(Take());
        await transaction.CommitAsync(cancellationToken);
    }

    public override ValueTask DisposeAsync() => transaction.DisposeAsync();
}

/// <summary>
/// One that is begun and ended by SQL, on a session of our own pool: its beginning travels with the first statement, its end with the last
/// waiting ones. (The beginning and the end of a driver's transaction are round trips of their own.)
/// </summary>
/// <param name="runner">Of the session; its lead ends with <see cref="Begin"/>.</param>
/// <param name="ending">The same session without a lead, and without a token that could keep it from ending.</param>
/// <param name="onEnd">Called when the session is certainly in no transaction any more.</param>
internal sealed class PlainTransaction(StatementRunner runner, StatementRunner ending, Action onEnd) : OwnTransaction
{
    /// <summary>
    /// Sets the isolation again, although the session has it: we know sessions by number, and another node of a cluster may use the same
    /// number. It costs no round trip, and fails if a transaction is still open.
    /// </summary>
    public static readonly IReadOnlyList<Statement> Begin =
        [new("SET TRANSACTION ISOLATION LEVEL READ COMMITTED"), new("START TRANSACTION")];

    private bool _hasEnded;

    public override bool HoldsBack => true;

    public override bool HasWritten => runner.HasWritten;

    public override async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (runner.HasBegun || SomeWait) await runner.ExecuteAsync([.. Take(), new Statement("COMMIT")]);
        End();
    }

    public override async ValueTask DisposeAsync()
    {
        if (_hasEnded) return;
        try
        {
            if (runner.HasBegun) await ending.ExecuteAsync(new Statement("ROLLBACK"));
            End();
        }
        catch (Exception)
        {
            // Either the connection is broken, or the session is rolled back and set up before its next use. The exception that led here
            // matters more: it decides whether the work runs again.
        }
    }

    private void End()
    {
        _hasEnded = true;
        // If the lead failed, the session may not be set up.
        if (runner.HasLed) onEnd();
    }
}
