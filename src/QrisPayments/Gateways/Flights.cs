using System.Data.Common;
using QrisPayments.Foundation;
using QrisPayments.Storage;

namespace QrisPayments.Gateways;

/// <summary>
/// Who asks which account: over all nodes only one at a time, by a lease that is won with a compare-and-set (WIRE G12, Q16).
/// </summary>
internal sealed class Flights(Database database, TimeProvider clock)
{
    public const string Status = "status";
    public const string Ledger = "ledger";

    /// <summary>A flight ends long before; after this, its node has died.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private const string Read = """
        SELECT failures AS Failures, done_at AS DoneAtDb, due_at AS DueAtDb, asked_until AS AskedUntilDb
        FROM qris_flights WHERE account = @account AND kind = @kind
        """;

    private const string Insert = """
        INSERT INTO qris_flights (account, kind, due_at, failures) VALUES (@account, @kind, @now, 0)
        """;

    // Due after the lease, so that a call during the flight is seen when it lands.
    private const string Take = """
        UPDATE qris_flights SET lease = @lease, lease_until = @until, due_at = @until
        WHERE account = @account AND kind = @kind AND due_at <= @now AND (lease_until IS NULL OR lease_until < @now)
          AND (asked_until IS NULL OR asked_until <= @now)
        """;

    // Called meanwhile: what it heard of may have come after this flight had looked. A gateway in trouble is left alone all the same.
    private const string Land = """
        UPDATE qris_flights SET due_at = CASE WHEN @failures = 0 AND due_at < lease_until AND due_at < @dueAt THEN due_at
          ELSE @dueAt END, failures = @failures, done_at = COALESCE(@doneAt, done_at), error = @error, lease = NULL, lease_until = NULL
        WHERE account = @account AND kind = @kind AND lease = @lease
        """;

    // A gateway in trouble is left alone, whoever calls.
    private const string Call =
        "UPDATE qris_flights SET due_at = @at WHERE account = @account AND kind = @kind AND due_at > @at AND failures = 0";

    // The longest wish counts.
    private const string LeaveAlone = """
        UPDATE qris_flights SET asked_until = CASE WHEN asked_until > @until THEN asked_until ELSE @until END
        WHERE account = @account AND kind = @kind
        """;

    /// <summary>Takes off, or null when it is not due or somebody else is under way.</summary>
    public async Task<Flight?> TakeAsync(string account, string kind, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var lease = PublicId.New("lse");
        try
        {
            return await database.RunAsync(async session =>
            {
                var row = await session.FirstOrDefaultAsync<Row>(Read, new { account, kind });
                if (row is null) await session.TryInsertAsync(Insert, new { account, kind, now = now.ToDb() });
                else if (row.DueAtDb.FromDb() > now || row.AskedUntilDb.FromDb() > now) return null;
                var parameters = new { account, kind, lease, now = now.ToDb(), until = (now + Lease).ToDb() };
                return await session.ExecuteAsync(Take, parameters) == 1
                    ? new Flight(account, kind, lease, row?.Failures ?? 0, row?.DoneAtDb.FromDb())
                    : null;
            }, cancellationToken);
        }
        // Another node is at this very row.
        catch (DbException exception) when (database.Dialect.Classify(exception) == DbFault.Transient)
        {
            return null;
        }
    }

    /// <summary>Lands; the next may take off at <paramref name="dueAt"/>.</summary>
    /// <param name="flight">What <see cref="TakeAsync"/> gave.</param>
    /// <param name="dueAt">When it is due again.</param>
    /// <param name="error">What went wrong, or null when nothing did.</param>
    /// <param name="doneAt">Up to when everything is known now; null when this flight changed nothing about that.</param>
    public Task LandAsync(Flight flight, DateTimeOffset dueAt, string? error, DateTimeOffset? doneAt = null) =>
        database.RunAsync(s => s.ExecuteAsync(Land, new
        {
            account = flight.Account, kind = flight.Kind, lease = flight.Lease, dueAt = dueAt.ToDb(),
            failures = error is null ? 0 : flight.Failures + 1,
            doneAt = doneAt?.ToDb(), error = error is null ? null : StoredText.Cut(error, 500),
        }), CancellationToken.None, mayRepeat: true);

    /// <summary>
    /// Asks for a flight at a moment, or earlier when one is planned; later, so that it does not come sooner than
    /// <paramref name="gap"/> after the last.
    /// </summary>
    public Task CallAsync(string account, string kind, DateTimeOffset at, TimeSpan gap, CancellationToken cancellationToken) =>
        database.RunAsync(async session =>
    {
        var last = (await session.FirstOrDefaultAsync<Row>(Read, new { account, kind }))?.DoneAtDb.FromDb();
        var due = last is { } moment && moment + gap > at ? moment + gap : at;
        return await session.ExecuteAsync(Call, new { account, kind, at = due.ToDb() });
    }, cancellationToken);

    /// <summary>Up to when everything is known of an account; null before the first flight that went well.</summary>
    public async Task<DateTimeOffset?> DoneAtAsync(string account, string kind, CancellationToken cancellationToken) =>
        (await database.RunAsync(s => s.FirstOrDefaultAsync<Row>(Read, new { account, kind }), cancellationToken))?.DoneAtDb.FromDb();

    /// <summary>Notes that a gateway asks to be left alone until a moment (429), in answer to any question of ours.</summary>
    public Task LeaveAloneAsync(string account, string kind, DateTimeOffset until, CancellationToken cancellationToken) =>
        database.RunAsync(async session =>
        {
            var parameters = new { account, kind, until = until.ToDb(), now = clock.Now().ToDb() };
            if (await session.ExecuteAsync(LeaveAlone, parameters) == 1) return 1;
            await session.TryInsertAsync(Insert, parameters);
            return await session.ExecuteAsync(LeaveAlone, parameters);
        }, cancellationToken);

    /// <summary>How long a gateway is still to be left alone; null when it need not be.</summary>
    /// <param name="account">The account.</param>
    /// <param name="kind">What would be asked.</param>
    /// <param name="isUrgent">
    /// Only the gateway's own wish counts, and not that it failed before: the trouble may be another attempt's.
    /// </param>
    /// <param name="cancellationToken">The caller's own.</param>
    public async Task<TimeSpan?> RestAsync(string account, string kind, bool isUrgent, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var row = await database.RunAsync(s => s.FirstOrDefaultAsync<Row>(Read, new { account, kind }), cancellationToken);
        var until = row?.AskedUntilDb.FromDb();
        if (!isUrgent && row is { Failures: > 0 } && (until is null || row.DueAtDb.FromDb() > until)) until = row.DueAtDb.FromDb();
        return until > now ? until - now : null;
    }

    private sealed class Row
    {
        public int Failures { get; init; }
        public DateTime? DoneAtDb { get; init; }
        public DateTime DueAtDb { get; init; }
        public DateTime? AskedUntilDb { get; init; }
    }
}

/// <summary>The right to ask one account, for a while.</summary>
/// <param name="Account">The account.</param>
/// <param name="Kind">What is asked.</param>
/// <param name="Lease">Proves that it is ours.</param>
/// <param name="Failures">How many in a row went wrong before.</param>
/// <param name="DoneAt">Up to when everything is known.</param>
internal sealed record Flight(string Account, string Kind, string Lease, int Failures, DateTimeOffset? DoneAt);
