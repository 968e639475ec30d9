using System.Collections.Concurrent;
using System.Data.Common;

namespace QrisPayments.Storage;

/// <summary>
/// Whether a transaction of the host's is on the database that holds our tables. On another one a payment would be kept where no part of
/// the module ever reads it.
/// </summary>
internal sealed class HostDatabase(Database database, DatabaseSource source)
{
    private const string ReadOwner = "SELECT shop_id AS ShopId, created_at AS CreatedAt FROM qris_owner WHERE id = 1";

    private const string ReadName = "SELECT DATABASE()";

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
        if (session.Dialect == Dialect.Sqlite || !theirs.Name.Equals(source.Place.Name, StringComparison.OrdinalIgnoreCase)
            || !await IsAliasAsync(session, cancellationToken))
            throw new ArgumentException(
                $"The transaction is on another database than the {database.Tables.Prefix}* tables: it is on {theirs}, and they are in "
                + $"{source.Place} ({source.Origin}). Pass a transaction on that database, or let {source.Setting} name the database "
                + "of your transaction.", nameof(transaction));
        _aliases[theirs] = true;
    }

    /// <summary>The owner's row was written once, at a moment that no other database has.</summary>
    private async Task<bool> IsAliasAsync(DbSession session, CancellationToken cancellationToken)
    {
        var ours = await database.RunAsync(own => own.FirstOrDefaultAsync<OwnerRow>(ReadOwner), cancellationToken);
        try
        {
            var theirs = await session.FirstOrDefaultAsync<OwnerRow>(ReadOwner);
            return theirs is not null && ours is not null && (theirs.ShopId, theirs.CreatedAt) == (ours.ShopId, ours.CreatedAt);
        }
        catch (DbException exception) when (session.Dialect.Classify(exception) is DbFault.TableMissing or DbFault.NotAllowed)
        {
            return false;
        }
    }

    private sealed class OwnerRow
    {
        public string ShopId { get; init; } = "";
        public DateTime CreatedAt { get; init; }
    }
}
