using System.Data.Common;

namespace QrisPayments.Storage;

/// <summary>Work in the host's own transaction.</summary>
internal static class HostTransaction
{
    /// <summary>Runs it once, and says what the host has to do where the database did not let it finish.</summary>
    /// <param name="database">The module's database.</param>
    /// <param name="transaction">The host's transaction, open.</param>
    /// <param name="missing">What there is not when the transaction is over, such as "the payment was not made".</param>
    /// <param name="workAsync">What is done in it.</param>
    /// <param name="cancellationToken">Ends every statement.</param>
    /// <exception cref="QrisTransientException">The host is to roll back and run all of it again.</exception>
    /// <exception cref="InvalidOperationException">The transaction is over.</exception>
    public static async Task<T> JoinAsync<T>(this Database database, DbTransaction transaction, string missing,
        Func<DbSession, Task<T>> workAsync, CancellationToken cancellationToken)
    {
        var session = database.Join(transaction, cancellationToken);
        try
        {
            return await workAsync(session);
        }
        catch (DbException exception) when (database.Dialect.Classify(exception) == DbFault.NoTransaction)
        {
            throw new InvalidOperationException($"The transaction is over, so {missing}: MySQL and MariaDB commit it implicitly at "
                + "CREATE, ALTER, DROP and other DDL. Run DDL when the application starts, not in a transaction.", exception);
        }
        catch (Exception exception) when (database.IsBusy(exception))
        {
            throw new QrisTransientException("The database asked for a repeat (deadlock, lock wait or no free connection). "
                + "Roll your transaction back and run all of it again.", exception);
        }
    }

    /// <summary>
    /// Whether the session may see the rows as they were before it locked them: in a host's transaction under REPEATABLE READ, for as long
    /// as that lasts. SQLite refuses the lock instead.
    /// </summary>
    public static bool MaySeeOldRows(this DbSession session) => session is { IsJoined: true, Dialect.OneWriter: false };
}
