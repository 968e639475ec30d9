using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace QrisPayments.Storage;

/// <summary>Brings the tables up to date: one recorded, repeatable step per statement, one node at a time.</summary>
internal sealed class Migrator(Database database, Leases leases, TimeProvider clock, ILogger<Migrator> logger)
{
    private const string Setting = "QrisPayments:Migrate";
    private const string Work = "migrate";

    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(3);

    private const string Bookkeeping = """
        CREATE TABLE IF NOT EXISTS qris_migrations (
          step       {ascii 80} NOT NULL PRIMARY KEY,
          checksum   {ascii 64} NOT NULL,
          reader     {int} NOT NULL,
          started_at {time} NOT NULL,
          done_at    {time} NULL
        ) {table};
        CREATE TABLE IF NOT EXISTS qris_leases (
          name        {ascii 80} NOT NULL PRIMARY KEY,
          lease       {id} NOT NULL,
          lease_until {time} NOT NULL
        ) {table};
        CREATE TABLE IF NOT EXISTS qris_owner (
          id         {int} NOT NULL PRIMARY KEY,
          shop_id    {key 64} NOT NULL,
          created_at {time} NOT NULL
        ) {table};
        """;

    private const string ReadSteps = "SELECT step, checksum, reader, done_at AS DoneAt FROM qris_migrations";

    private const string Start = """
        INSERT INTO qris_migrations (step, checksum, reader, started_at) VALUES (@step, @checksum, @reader, @now)
        """;

    private const string Finish = "UPDATE qris_migrations SET done_at = @now WHERE step = @step";

    private const string Forget = "DELETE FROM qris_migrations WHERE step = @step AND done_at IS NULL";

    /// <summary>The statements that make the tables of the bookkeeping. The owner's is the last: once it is there, all are.</summary>
    public static IReadOnlyList<Migration> BookkeepingSteps { get; } = [.. Migration.Parse("bookkeeping", Bookkeeping)];

    public static bool IsBookkeeping(Migration step) => step.Name.StartsWith("bookkeeping/", StringComparison.Ordinal);

    /// <summary>Makes the bookkeeping. Every node may do so at any time.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        foreach (var step in BookkeepingSteps)
            await StepAsync(step, () => database.RunAsync(s => s.ExecuteAsync(step.Sql(database.Dialect)), cancellationToken));
    }

    /// <summary>The faults that keep the host from starting; empty when the tables are up to date.</summary>
    public async Task<IReadOnlyList<Fault>> RunAsync(bool mayMigrate, CancellationToken cancellationToken)
    {
        var applied = await AppliedAsync(cancellationToken);
        if (Refusal(applied) is { } refusal) return [refusal];
        var lacking = Lacking(applied).Count;
        if (lacking == 0) return [];
        if (!mayMigrate) return [Pending(lacking)];

        // An older module may have made fewer of them.
        await PrepareAsync(cancellationToken);

        if (await TakeLeaseAsync(cancellationToken) is not { } lease)
            return [new Fault(Setting, "migration_busy",
                $"Another node holds the migration lease (row '{Work}' in {database.Tables.In("qris_leases")}) and did not finish "
                + $"within {MaxWait.TotalMinutes:0} minutes. Look at the log of that node, then start this one again.")];
        try
        {
            // Another node may have done it while we waited.
            applied = await AppliedAsync(cancellationToken);
            var steps = Lacking(applied);
            foreach (var step in steps)
                await StepAsync(step, () => ApplyAsync(step, applied.ContainsKey(step.Name), cancellationToken));
            logger.LogInformation(
                "The {Prefix}* tables are up to date: {Count} migration steps applied", database.Tables.Prefix, steps.Count);
            return [];
        }
        finally
        {
            await TidyAsync(() => leases.GiveBackAsync(Work, lease));
        }
    }

    /// <summary>What a host without the right to migrate is told.</summary>
    public Fault Pending(int steps) => new(Setting, "migrations_pending",
        $"The {database.Tables.Prefix}* tables lack {steps} step(s) and {Setting} is false. "
        + $"Run the script that {database.Tables.Script} prints, or set {Setting} to true.");

    private static async Task StepAsync(Migration step, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (DbException exception)
        {
            throw new MigrationFailedException(step, exception);
        }
    }

    private async Task ApplyAsync(Migration step, bool startedBefore, CancellationToken cancellationToken)
    {
        var parameters = new { step = step.Name, checksum = step.Checksum, reader = step.Reader, now = clock.Now().ToDb() };
        if (database.Dialect.TransactionalDdl)
        {
            await database.TransactAsync(async session =>
            {
                await session.ExecuteAsync(step.Sql(database.Dialect));
                await session.ExecuteAsync(Start, parameters);
                await session.ExecuteAsync(Finish, parameters);
            }, cancellationToken);
        }
        else
        {
            // A node that dies between the statement and its record leaves the step started; run again, it finds its
            // table, column or index there already, which is what it wanted.
            if (!startedBefore) await database.RunAsync(s => s.ExecuteAsync(Start, parameters), cancellationToken);
            await ExecuteAsync(step, startedBefore, cancellationToken);
            // A node whose lease ran out may have taken our record back.
            if (await database.RunAsync(s => s.ExecuteAsync(Finish, parameters), cancellationToken) == 0)
            {
                await database.RunAsync(s => s.ExecuteAsync(Start, parameters), cancellationToken);
                await database.RunAsync(s => s.ExecuteAsync(Finish, parameters), cancellationToken);
            }
        }
        logger.LogDebug("Migration {Step} applied", step.Name);
    }

    private async Task ExecuteAsync(Migration step, bool startedBefore, CancellationToken cancellationToken)
    {
        try
        {
            await database.RunAsync(s => s.ExecuteAsync(step.Sql(database.Dialect)), cancellationToken);
        }
        catch (DbException exception) when (startedBefore && database.Dialect.Classify(exception) == DbFault.AlreadyThere)
        {
            logger.LogInformation("Migration {Step} found its work done", step.Name);
        }
        catch (DbException exception) when (!startedBefore && database.Dialect.Classify(exception) != DbFault.Unreachable)
        {
            // The server answered, so nothing was done. Left as started, the next run would take a table of the host's own
            // with this name for the step's work. What an earlier run had started may be done, and stays recorded.
            await TidyAsync(() => database.RunAsync(s => s.ExecuteAsync(Forget, new { step = step.Name }), CancellationToken.None));
            throw;
        }
    }

    /// <summary>
    /// Takes back what only this run needed. What went wrong before is the better reason, so a failure here is only logged.
    /// </summary>
    private async Task TidyAsync(Func<Task> takeBack)
    {
        try
        {
            await takeBack();
        }
        catch (Exception exception)
        {
            logger.LogWarning(exception, "A row of the migration could not be taken back");
        }
    }

    /// <summary>Null when another node kept it for too long.</summary>
    private async Task<string?> TakeLeaseAsync(CancellationToken cancellationToken)
    {
        // Real time, not the injected clock: this waits for another process.
        var deadline = DateTimeOffset.UtcNow + MaxWait;
        while (true)
        {
            if (await leases.TryTakeAsync(Work, LeaseTime, cancellationToken) is { } lease) return lease;
            if (DateTimeOffset.UtcNow > deadline) return null;
            await Task.Delay(200, cancellationToken);
        }
    }

    private async Task<Dictionary<string, AppliedStep>> AppliedAsync(CancellationToken cancellationToken)
    {
        var rows = await database.RunAsync(s => s.QueryAsync<AppliedStep>(ReadSteps), cancellationToken);
        return rows.ToDictionary(row => row.Step);
    }

    private static List<Migration> Lacking(Dictionary<string, AppliedStep> applied) =>
        [.. Migration.All.Where(step => !applied.TryGetValue(step.Name, out var row) || row.DoneAt is null)];

    private static Fault? Refusal(Dictionary<string, AppliedStep> applied)
    {
        var demanded = applied.Values.Select(row => row.Reader).DefaultIfEmpty(0).Max();
        if (demanded > Migration.OurReader)
            return new Fault(Setting, "database_too_new",
                $"A newer QrisPayments has changed this database so that it needs reader {demanded}; "
                    + $"this one is reader {Migration.OurReader}. "
                + "Update the package on this host.");
        var edited = Migration.All.FirstOrDefault(step => applied.TryGetValue(step.Name, out var row) && row.Checksum != step.Checksum);
        return edited is null ? null : new Fault(Setting, "migration_changed",
            $"Step {edited.Name} was applied in another form than this module holds. Restore the released package, "
            + "or in development start with an empty database.");
    }

    private sealed class AppliedStep
    {
        public string Step { get; init; } = "";
        public string Checksum { get; init; } = "";
        public int Reader { get; init; }
        public DateTime? DoneAt { get; init; }
    }
}
