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
    /// <summary>Whether the tables are there and no other shop's; until then no other part of the start may read them.</summary>
    public bool MayRead { get; private set; }

    /// <summary>The last try failed because the database did not answer, or not yet.</summary>
    private bool _isAway;

    /// <summary>Opens the database and looks whose tables it holds. Nothing is changed: other faults may yet stop the start.</summary>
    /// <param name="mayWait">Whether a database that does not answer yet is waited for; in vain when other faults stop the start.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<Fault>> OpenAsync(bool mayWait, CancellationToken cancellationToken)
    {
        var located = locator.Locate();
        if (located.Count > 0) return located;
        var wait = mayWait ? options.Value.Storage.StartupWait : TimeSpan.Zero;
        var deadline = Environment.TickCount64 + (long)wait.TotalMilliseconds;
        for (var isFirst = true; ; isFirst = false)
        {
            var faults = await LookAsync(cancellationToken);
            var left = deadline - Environment.TickCount64;
            if (!_isAway || left <= 0)
            {
                if (!_isAway && !isFirst) logger.LogInformation("The database answers; the start goes on");
                return faults;
            }
            if (isFirst)
                logger.LogWarning(new EventId(2703, "WaitingForDatabase"), "{Reason} The start waits for it up to {Seconds} s ({Setting})",
                    faults[0].Message, (int)wait.TotalSeconds, StorageOptionsRules.StartupWait);
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(left, 500)), cancellationToken);
        }
    }

    private Task<IReadOnlyList<Fault>> LookAsync(CancellationToken cancellationToken) =>
        TryAsync(async () =>
        {
            await using (var connection = await database.ConnectAsync(cancellationToken))
            {
                database.Host.Remember(connection);
                if (!database.OwnsPool && await HostPoolCheck.FindAsync(connection, database, cancellationToken) is { } fault)
                    return [fault];
            }
            var answer = await owner.EnterAsync(mayClaim: false, cancellationToken);
            MayRead = answer is TableOwner.Answer.Ours or TableOwner.Answer.Unclaimed;
            return answer is TableOwner.Answer.Foreign foreign ? [foreign.Fault] : [];
        });

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
        _isAway = false;
        try
        {
            return await work();
        }
        catch (Exception exception) when (exception is DbException or MigrationFailedException or SocketException or TimeoutException
            or IOException or NotSupportedException or InvalidOperationException or ArgumentException or FormatException
            or DatabaseBusyException)
        {
            _isAway = DatabaseTroubles.Of(exception) == DatabaseTrouble.Away
                && (exception is not DbException error || database.Dialect.Classify(error)
                    is DbFault.Unreachable or DbFault.NotReady or DbFault.TooManyConnections);
            logger.LogDebug(exception, "The database could not be made ready");
            return [DatabaseFaults.Of(database.Dialect, exception, $"ConnectionStrings:{options.Value.ConnectionStringName}",
                database.Tables)];
        }
    }
}
