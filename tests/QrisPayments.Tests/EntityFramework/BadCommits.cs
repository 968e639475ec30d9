using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace QrisPayments.Tests.EntityFramework;

/// <summary>Fails commits of a context as a network does: before the database heard of them, or after.</summary>
public sealed class BadCommits : DbTransactionInterceptor
{
    private Exception? _before;
    private Exception? _after;

    public int Commits { get; private set; }

    /// <summary>The next commit does not reach the database.</summary>
    public void LoseNext(Exception exception) => _before = exception;

    /// <summary>The next commit does, and its answer is lost.</summary>
    public void LoseNextAnswer(Exception exception) => _after = exception;

    public override ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction, TransactionEventData eventData,
        InterceptionResult result, CancellationToken cancellationToken = default)
    {
        Commits++;
        return Interlocked.Exchange(ref _before, null) is { } exception ? throw exception : ValueTask.FromResult(result);
    }

    public override Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
        Interlocked.Exchange(ref _after, null) is { } exception ? throw exception : Task.CompletedTask;
}
