using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace QrisPayments.Storage;

/// <summary>The database's part of the host's start: opened, the right shop's, up to date.</summary>
internal sealed class DatabaseStart(
    DatabaseLocator locator, Database database, TableOwner owner, Migrator migrator, IOptions<IStorageOptions> options,
    ILogger<DatabaseStart> logger)
{
    /// <summary>Whether the tables are there and this shop's; until then no other part of the start may read them.</summary>
    public bool IsOurs { get; private set; }

    /// <summary>Opens the database and looks whose tables it holds.</summary>
    /// <param name="mayClaim">False when settings are wrong: then the database is looked at, but not changed.</param>
    /// <param name="cancellationToken">Set when the start is given up.</param>
    public async Task<IReadOnlyList<Fault>> OpenAsync(bool mayClaim, CancellationToken cancellationToken)
    {
        var located = locator.Locate();
        if (located.Count > 0) return located;
        return await TryAsync(async () =>
        {
            await using (await database.ConnectAsync(cancellationToken)) { }
            return await EnterAsync(mayClaim, cancellationToken) is TableOwner.Answer.Foreign foreign ? [foreign.Fault] : [];
        });
    }

    /// <summary>Brings the tables up to date, and claims them if no shop has yet. Call it when no fault was found.</summary>
    public Task<IReadOnlyList<Fault>> MigrateAsync(CancellationToken cancellationToken) =>
        TryAsync(async () =>
        {
            if (!IsOurs)
            {
                if (!options.Value.Migrate) return [migrator.Pending(Migration.All.Count)];
                // These few tables are alike for every shop, and hold nothing of one yet.
                await migrator.PrepareAsync(cancellationToken);
                if (await EnterAsync(mayClaim: true, cancellationToken) is TableOwner.Answer.Foreign foreign) return [foreign.Fault];
            }
            return await migrator.RunAsync(options.Value.Migrate, cancellationToken);
        });

    private async Task<TableOwner.Answer> EnterAsync(bool mayClaim, CancellationToken cancellationToken)
    {
        var answer = await owner.EnterAsync(mayClaim, cancellationToken);
        IsOurs = answer is TableOwner.Answer.Ours;
        return answer;
    }

    private async Task<IReadOnlyList<Fault>> TryAsync(Func<Task<IReadOnlyList<Fault>>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (exception is DbException or MigrationFailedException or SocketException or TimeoutException
            or InvalidOperationException or ArgumentException or FormatException or DatabaseBusyException)
        {
            logger.LogDebug(exception, "The database could not be made ready");
            return [DatabaseFaults.Of(database.Dialect, exception, $"ConnectionStrings:{options.Value.ConnectionStringName}", database.Tables)];
        }
    }
}
