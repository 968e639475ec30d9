using System.Data.Common;
using Microsoft.Extensions.Logging;
using QrisPayments.Foundation;

namespace QrisPayments.Storage;

/// <summary>Brings the tables up to date: one recorded, repeatable step per statement, one node at a time.</summary>
internal sealed class Migrator(Database database, TimeProvider clock, ILogger<Migrator> logger)
{
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
        """;

    private const string ReadSteps = "SELECT step, checksum, reader, done_at AS DoneAt FROM qris_migrations";

    private const string Start = """
        INSERT INTO qris_migrations (step, checksum, reader, started_at) VALUES (@step, @checksum, @reader, @now)
        """;

    private const string Finish = "UPDATE qris_migrations SET done_at = @now WHERE step = @step";

    /// <summary>The faults that keep the host from starting; empty when the tables are up to date.</summary>
    public async Task<IReadOnlyList<Fault>> RunAsync(bool mayMigrate, CancellationToken cancellationToken)
    {
        var applied = await AppliedAsync(cancellationToken);
        if (Refusal(applied) is { } refusal) return [refusal];
        if (Pending(applied).Count == 0) return [];
        if (!mayMigrate)
            return [new Fault("QrisPayments:Migrate", "migrations_pending",
                $"The qris_* tables lack {Pending(applied).Count} step(s) and QrisPayments:Migrate is false. "
                + "Run the script that QrisSchema.Script() prints, or set QrisPayments:Migrate to true.")];

        foreach (var statement in Migration.Parse("bookkeeping", Bookkeeping))
            await ExecuteAsync(statement, cancellationToken);
        var lease = await TakeLeaseAsync(cancellationToken);
        try
        {
            // Another node may have done it while we waited.
            applied = await AppliedAsync(cancellationToken);
            var pending = Pending(applied);
            foreach (var step in pending)
                await ApplyAsync(step, applied.ContainsKey(step.Name), cancellationToken);
            logger.LogInformation("The qris_* tables are up to date: {Count} migration steps applied", pending.Count);
            return [];
        }
        finally
        {
            await database.RunAsync(s => s.ExecuteAsync("DELETE FROM qris_leases WHERE name = 'migrate' AND lease = @lease", new { lease }), CancellationToken.None);
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
            await ExecuteAsync(step, cancellationToken);
            await database.RunAsync(s => s.ExecuteAsync(Finish, parameters), cancellationToken);
        }
        logger.LogDebug("Migration {Step} applied", step.Name);
    }

    private async Task ExecuteAsync(Migration step, CancellationToken cancellationToken)
    {
        try
        {
            await database.RunAsync(s => s.ExecuteAsync(step.Sql(database.Dialect)), cancellationToken);
        }
        catch (DbException exception) when (database.Dialect.Classify(exception) == DbFault.AlreadyThere)
        {
            logger.LogInformation("Migration {Step} found its work done", step.Name);
        }
    }

    private async Task<string> TakeLeaseAsync(CancellationToken cancellationToken)
    {
        var lease = PublicId.New("lse");
        // Real time, not the injected clock: this waits for another process.
        var deadline = DateTimeOffset.UtcNow + MaxWait;
        while (true)
        {
            var now = DateTimeOffset.UtcNow;
            var parameters = new { lease, now = now.ToDb(), until = (now + LeaseTime).ToDb() };
            var taken = await database.TransactAsync(async session =>
                await session.ExecuteAsync("UPDATE qris_leases SET lease = @lease, lease_until = @until WHERE name = 'migrate' AND lease_until < @now", parameters) == 1
                || await session.TryInsertAsync("INSERT INTO qris_leases (name, lease, lease_until) VALUES ('migrate', @lease, @until)", parameters),
                cancellationToken);
            if (taken) return lease;
            if (now > deadline)
                throw new TimeoutException("Another node holds the migration lease (row 'migrate' in qris_leases) and did not finish in time.");
            await Task.Delay(200, cancellationToken);
        }
    }

    private async Task<Dictionary<string, AppliedStep>> AppliedAsync(CancellationToken cancellationToken)
    {
        try
        {
            var rows = await database.RunAsync(s => s.QueryAsync<AppliedStep>(ReadSteps), cancellationToken);
            return rows.ToDictionary(row => row.Step);
        }
        catch (DbException)
        {
            // The table is not there yet. If it is something else, making it will say so.
            return [];
        }
    }

    private static List<Migration> Pending(Dictionary<string, AppliedStep> applied) =>
        [.. Migration.All.Where(step => !applied.TryGetValue(step.Name, out var row) || row.DoneAt is null)];

    private static Fault? Refusal(Dictionary<string, AppliedStep> applied)
    {
        var demanded = applied.Values.Select(row => row.Reader).DefaultIfEmpty(0).Max();
        if (demanded > Migration.OurReader)
            return new Fault("QrisPayments:Migrate", "database_too_new",
                $"A newer QrisPayments has changed this database so that it needs reader {demanded}; this one is reader {Migration.OurReader}. "
                + "Update the package on this host.");
        var edited = Migration.All.FirstOrDefault(step => applied.TryGetValue(step.Name, out var row) && row.Checksum != step.Checksum);
        return edited is null ? null : new Fault("QrisPayments:Migrate", "migration_changed",
            $"Step {edited.Name} was applied in another form than this module holds. Restore the released package.");
    }

    private sealed class AppliedStep
    {
        public string Step { get; init; } = "";
        public string Checksum { get; init; } = "";
        public int Reader { get; init; }
        public DateTime? DoneAt { get; init; }
    }

    /// <summary>The statements that make the bookkeeping tables, for the printed script.</summary>
    public static IEnumerable<Migration> BookkeepingSteps => Migration.Parse("bookkeeping", Bookkeeping);
}
