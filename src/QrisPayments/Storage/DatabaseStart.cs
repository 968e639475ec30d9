using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace QrisPayments.Storage;

/// <summary>The database's part of the host's start: opened, the right shop's, up to date.</summary>
internal sealed class DatabaseStart(
    DatabaseLocator locator, DatabaseSource source, Database database, TableOwner owner, Migrator migrator, IOptions<IStorageOptions> options,
    ILogger<DatabaseStart> logger)
{
    /// <summary>Whether the tables are there and no other shop's; until then no other part of the start may read them.</summary>
    public bool MayRead { get; private set; }

    /// <summary>Opens the database and looks whose tables it holds. Nothing is changed: other faults may yet stop the start.</summary>
    public async Task<IReadOnlyList<Fault>> OpenAsync(CancellationToken cancellationToken)
    {
        var located = locator.Locate();
        if (located.Count > 0) return located;
        return await TryAsync(async () =>
        {
            await using (var connection = await database.ConnectAsync(cancellationToken))
            {
                source.Place = DatabasePlace.Of(connection);
                if (!database.OwnsPool && await HostPoolCheck.FindAsync(connection, database, cancellationToken) is { } fault)
                    return [fault];
            }
            var answer = await owner.EnterAsync(mayClaim: false, cancellationToken);
            MayRead = answer is TableOwner.Answer.Ours or TableOwner.Answer.Unclaimed;
            return answer is TableOwner.Answer.Foreign foreign ? [foreign.Fault] : [];
        });
    }

    /// <summary>Claims the tables if no shop has yet, and brings them up to date. Call it when no fault was found.</summary>
    public Task<IReadOnlyList<Fault>> MigrateAsync(CancellationToken cancellationToken) =>
        TryAsync(async () =>
        {
            var answer = await owner.EnterAsync(mayClaim: true, cancellationToken);
            if (answer is TableOwner.Answer.Missing)
            {
                if (!options.Value.Migrate) return [migrator.Pending(Migration.All.Count)];
                // These few tables are alike for every shop, and hold nothing of one yet.
                await migrator.PrepareAsync(cancellationToken);
                answer = await owner.EnterAsync(mayClaim: true, cancellationToken);
            }
            return answer is TableOwner.Answer.Foreign foreign
                ? [foreign.Fault]
                : await migrator.RunAsync(options.Value.Migrate, cancellationToken);
        });

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
            return [DatabaseFaults.Of(database.Dialect, exception, $"ConnectionStrings:{options.Value.ConnectionStringName}",
                database.Tables)];
        }
    }
}
