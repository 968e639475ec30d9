using System.Data;
using System.Data.Common;

namespace QrisPayments.Storage;

/// <summary>Work in the host's own transaction.</summary>
internal static class HostTransaction
{
    /// <summary>
    /// Runs it once. What the database says of it, a deadlock too, surfaces as the driver's own exception: the host's retries know that one
    /// and no other. (EF Core's execution strategies look at the exception itself, inside nothing but a <c>DbUpdateException</c>.)
    /// </summary>
    /// <param name="database">The module's database.</param>
    /// <param name="transaction">The host's transaction, open.</param>
    /// <param name="missing">What there is not when the transaction is over, such as "the payment was not made".</param>
    /// <param name="workAsync">What is done in it.</param>
    /// <param name="cancellationToken">Ends every statement.</param>
    /// <exception cref="DbException">The driver's own.</exception>
    /// <exception cref="ArgumentException">The transaction is on another database.</exception>
    /// <exception cref="InvalidOperationException">The transaction is over.</exception>
    public static async Task<T> JoinAsync<T>(this Database database, DbTransaction transaction, string missing,
        Func<DbSession, Task<T>> workAsync, CancellationToken cancellationToken)
    {
        var session = database.Join(transaction, cancellationToken);
        try
        {
            await database.Host.DemandAsync(session, transaction, cancellationToken);
            return await workAsync(session);
        }
        catch (DbException exception) when (database.Dialect.Classify(exception) == DbFault.NoTransaction)
        {
            throw new InvalidOperationException($"The transaction is over, so {missing}: MySQL and MariaDB commit it implicitly at "
                + "CREATE, ALTER, DROP and other DDL. Run DDL when the application starts, not in a transaction.", exception);
        }
    }

    /// <summary>
    /// Whether the session may see the rows as they were before it locked them: in a host's transaction under REPEATABLE READ, for as long
    /// as that lasts; what was begun without an isolation is taken for one. SQLite refuses the lock instead.
    /// </summary>
    public static bool MaySeeOldRows(this DbSession session) =>
        session is { IsJoined: true, Dialect.OneWriter: false, Transaction.IsolationLevel: not IsolationLevel.ReadCommitted };
}
