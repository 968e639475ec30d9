using System.Data.Common;
using System.Runtime.ExceptionServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace QrisPayments;

/// <summary>Lends a context the connection of a transaction that somebody else began and will end.</summary>
internal static class JoinedContext
{
    /// <summary>Runs work in the transaction, once; what it throws is thrown as the driver said it.</summary>
    public static async Task RunAsync(DbContext context, DbTransaction transaction, Func<Task> workAsync)
    {
        var connection = transaction.Connection ?? throw new InvalidOperationException("The transaction has already ended.");
        DemandSameDatabase(context, connection);
        Exception? fault = null;
        // A retrying strategy refuses a transaction of others unless it runs the work itself. It must not run it again, since the
        // transaction is lost with a deadlock, so it is not told of the failure.
        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            try
            {
                context.Database.SetDbConnection(connection);
                await context.Database.UseTransactionAsync(transaction, CancellationToken.None);
                await workAsync();
            }
            catch (Exception exception)
            {
                fault = exception;
            }
            finally
            {
                await LeaveAsync(context);
            }
        });
        if (fault is null) return;
        // A deadlock in SaveChanges is still a deadlock, which the module answers by running the whole delivery again.
        ExceptionDispatchInfo.Throw(TransientCauseOf(fault) ?? fault);
    }

    /// <summary>What the driver said of a deadlock, which EF Core and its providers wrap once or twice; null for anything else.</summary>
    private static DbException? TransientCauseOf(Exception fault)
    {
        for (Exception? cause = fault; cause is not null; cause = cause.InnerException)
            if (cause is DbException { IsTransient: true } said) return said;
        return null;
    }

    /// <summary>A pooled context is used again, with the connection for which it was set up.</summary>
    private static async Task LeaveAsync(DbContext context)
    {
        await context.Database.UseTransactionAsync(null, CancellationToken.None);
        var own = RelationalOptionsExtension.Extract(context.GetService<IDbContextOptions>());
        context.Database.SetDbConnection(own.Connection, own.IsConnectionOwned);
        if (own is { Connection: null, ConnectionString: { } connectionString }) context.Database.SetConnectionString(connectionString);
    }

    private static void DemandSameDatabase(DbContext context, DbConnection connection)
    {
        var own = context.Database.IsRelational() ? context.Database.GetDbConnection() : null;
        if (own?.GetType() == connection.GetType())
        {
            if (string.Equals(NameOf(own), NameOf(connection), StringComparison.OrdinalIgnoreCase)) return;
            throw new InvalidOperationException($"{context.GetType().Name} is on the database {NameOf(own)}, but the qris_* tables are in "
                + $"{NameOf(connection)}, and one transaction cannot span both. Let ConnectionStrings:QrisPayments name the context's "
                + "database, or implement IPaymentHandler and make it idempotent, as the README of QrisPayments says.");
        }
        throw new InvalidOperationException($"{context.GetType().Name} uses {own?.GetType().Name ?? context.Database.ProviderName}, but "
            + $"the qris_* tables are reached through {connection.GetType().Name}, and one transaction cannot span both. Keep both in one "
            + "MySQL or MariaDB database, or implement IPaymentHandler and make it idempotent, as the README of QrisPayments says.");
    }

    // The database of SQLite is a file, and each calls itself "main".
    private static string NameOf(DbConnection connection) =>
        connection.Database == "main" && File.Exists(connection.DataSource) ? Path.GetFullPath(connection.DataSource) : connection.Database;
}
