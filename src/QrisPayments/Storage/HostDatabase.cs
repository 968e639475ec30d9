using System.Collections.Concurrent;
using System.Data.Common;
using QrisPayments.Foundation;

namespace QrisPayments.Storage;

/// <summary>
/// Whether a transaction of the host's is on the database that holds our tables. On another one a payment would be kept where no part of
/// the module ever reads it.
/// </summary>
internal sealed class HostDatabase(Database database, DatabaseSource source)
{
    private const string ReadName = "SELECT DATABASE()";

    private const int MaxLooks = 5;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(1);

    private readonly Leases _leases = new(database);

    /// <summary>Other addresses of our own database.</summary>
    private readonly ConcurrentDictionary<DatabasePlace, bool> _aliases = new();

    /// <summary>Notes where our own database is.</summary>
    /// <param name="connection">Open, and our own.</param>
    public void Remember(DbConnection connection) => source.Place = DatabasePlace.Of(connection);

    /// <summary>
    /// Refuses another database. Costs a round trip only where the driver does not notice a <c>USE</c>, and once for each other address of
    /// our own database.
    /// </summary>
    /// <param name="session">In the host's transaction.</param>
    /// <param name="transaction">The host's, open.</param>
    /// <param name="cancellationToken">Ends every statement.</param>
    /// <exception cref="ArgumentException">It is another one, or cannot be told from one.</exception>
    public async Task DemandAsync(DbSession session, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection!;
        var theirs = DatabasePlace.Of(connection);
        if (!session.Dialect.NoticesUse(connection))
            theirs = theirs with { Name = await session.FirstOrDefaultAsync<string>(ReadName) ?? "" };
        if (theirs == source.Place || _aliases.ContainsKey(theirs)) return;
        // A file's path is the file. A server has many addresses, and its names of databases may ignore case.
        if (session.Dialect == Dialect.Sqlite || !await IsAliasAsync(session, cancellationToken))
            throw new ArgumentException(
                $"The transaction is on another database than the {database.Tables.Prefix}* tables: it is on {theirs}, and they are in "
                + $"{source.Place} ({source.Origin}). Pass a transaction on that database, or let {source.Setting} name the database "
                + "of your transaction.", nameof(transaction));
        _aliases[theirs] = true;
    }

    /// <summary>
    /// A row that our own connection commits can be deleted by the host's transaction only where both have one and the same table. What
    /// was true before would not tell a copy, such as a restored backup, from the original.
    /// </summary>
    private async Task<bool> IsAliasAsync(DbSession session, CancellationToken cancellationToken)
    {
        var name = PublicId.New("plc");
        var lease = (await _leases.TryTakeAsync(name, LeaseTime, cancellationToken))!;
        try
        {
            for (var look = 1; look <= MaxLooks; look++)
            {
                if (await Leases.GiveBackAsync(session, name, lease)) return true;
                // Another node of a cluster hears of the row a moment later.
                await Task.Delay(BetweenLooks, cancellationToken);
            }
        }
        catch (DbException exception) when (session.Dialect.Classify(exception) is DbFault.TableMissing or DbFault.NotAllowed)
        {
            // It has no such table for us.
        }
        await _leases.GiveBackAsync(name, lease);
        return false;
    }
}
