using System.Data.Common;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Storage;

namespace QrisPayments.Outbox;

/// <summary>Claims deliveries and records how they went. Every write demands the lease.</summary>
internal sealed class DeliveryStore(Database database, IOptions<OutboxOptions> options)
{
    private const string TakeLease = """
        UPDATE qris_deliveries SET lease = @lease, lease_until = @until, tries = tries + 1, done_at = NULL
        WHERE id = @id AND state = 'due' AND due_at <= @now AND tries = @seen AND (lease_until IS NULL OR lease_until < @now)
        """;

    private const string Done = """
        UPDATE qris_deliveries SET state = 'done', done_at = @now, last_error = NULL, lease_until = NULL
        WHERE id = @id AND lease = @lease AND done_at IS NULL
        """;

    /// <summary>
    /// The first statement of a handler's transaction: 0 rows mean that the delivery is no longer ours. The last one is <see cref="Seal"/>.
    /// Both are there or neither is, unless something between them ended the transaction: then this one alone was kept, the delivery is
    /// still due, and it comes again, at the latest when its lease has run out.
    /// </summary>
    private const string Acknowledge = """
        UPDATE qris_deliveries SET done_at = @now WHERE id = @id AND lease = @lease AND done_at IS NULL
        """;

    private const string Seal = """
        UPDATE qris_deliveries SET state = 'done', last_error = NULL, lease_until = NULL
        WHERE id = @id AND lease = @lease AND state = 'due' AND done_at IS NOT NULL
        """;

    private const string TakeBack = """
        UPDATE qris_deliveries SET done_at = NULL WHERE id = @id AND lease = @lease AND state = 'due' AND done_at IS NOT NULL
        """;

    private const string ReadState = "SELECT state FROM qris_deliveries WHERE id = @id AND lease = @lease";

    private const string Postpone = """
        UPDATE qris_deliveries SET state = @state, due_at = @dueAt, last_error = @error, done_at = NULL, lease = NULL, lease_until = NULL
        WHERE id = @id AND lease = @lease AND state = 'due'
        """;

    private const string LogTry = """
        INSERT INTO qris_delivery_tries (delivery_id, no, at, ok, status_code, duration_ms, error)
        VALUES (@id, @no, @now, @ok, @statusCode, @durationMs, @error)
        """;

    private const string LogAcknowledged = """
        INSERT INTO qris_delivery_tries (delivery_id, no, at, ok, status_code, duration_ms, error)
        SELECT id, @no, @now, @ok, @statusCode, @durationMs, @error FROM qris_deliveries WHERE id = @id AND lease = @lease
          AND state = 'done'
        """;

    private const string GiveUp = """
        UPDATE qris_deliveries SET state = 'dead', last_error = @error
        WHERE state = 'due' AND give_up_at < @now AND (lease_until IS NULL OR lease_until < @now)
        """;

    /// <summary>After so many failures there are pauses whatever the settings say, and they double from <see cref="MinPause"/>.</summary>
    private const int TriesAtOnce = 4;

    private static readonly TimeSpan MinPause = TimeSpan.FromSeconds(1);

    /// <summary>However long the receiver wants to be left alone.</summary>
    private static readonly TimeSpan MaxWish = TimeSpan.FromDays(1);

    /// <summary>Ends deliveries whose time is over.</summary>
    public Task GiveUpAsync(CancellationToken cancellationToken) =>
        // It goes from the index to the rows, others from a row to the index: a deadlock is rerun.
        database.TransactAsync(
            session => session.ExecuteAsync(GiveUp,
                new { now = session.Now.ToDb(), error = "It was not accepted in time and is given up." }), cancellationToken);

    /// <summary>Makes the delivery ours for the time of a lease, unless another node was first.</summary>
    public async Task<Claim> ClaimAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        delivery.Lease = PublicId.New("lse");
        try
        {
            var taken = await database.RunAsync(session => session.ExecuteAsync(TakeLease, new
            {
                id = delivery.Id, lease = delivery.Lease, seen = delivery.Tries, now = session.Now.ToDb(),
                until = (session.Now + options.Value.Lease).ToDb(),
            }), cancellationToken);
            return taken == 1 ? Claim.Ours : Claim.Others;
        }
        // A handler that outlives its lease holds the row: it is still at work, so this is not ours.
        catch (DbException exception) when (database.Dialect.Classify(exception) == DbFault.Transient)
        {
            return Claim.Locked;
        }
    }

    /// <summary>Acknowledges it within a handler's transaction; false when it is no longer ours.</summary>
    /// <param name="session">The transaction, of which this is the first statement.</param>
    /// <param name="delivery">The delivery.</param>
    /// <param name="queries">Run with it.</param>
    public static async Task<bool> AcknowledgeAsync(DbSession session, Delivery delivery, params IReadOnlyList<Query> queries) =>
        await session.ExecuteAsync(
            new Statement(Acknowledge, new { id = delivery.Id, lease = delivery.Lease, now = session.Now.ToDb() }), queries) == 1;

    /// <summary>
    /// Makes the acknowledgement of this transaction final, and logs the try; false when it is gone. A deadlock undoes a
    /// transaction on the server; a handler that swallowed the error would go on outside of any, and its work would be done twice.
    /// </summary>
    /// <param name="session">The transaction, of which this is the last statement.</param>
    /// <param name="delivery">The delivery.</param>
    /// <param name="duration">Of the try.</param>
    public static async Task<bool> SealAsync(DbSession session, Delivery delivery, TimeSpan duration)
    {
        var parameters = Try(session, delivery, true, null, duration, null);
        return await session.ExecuteTogetherAsync(new Statement(Seal, parameters), new Statement(LogAcknowledged, parameters)) == 2;
    }

    /// <summary>
    /// The same in a transaction of its own, for a handler that ended the delivery's: true when the acknowledgement, and so what the
    /// handler wrote up to there, was committed.
    /// </summary>
    public Task<bool> SealAloneAsync(Delivery delivery, TimeSpan duration, CancellationToken cancellationToken) =>
        database.TransactAsync(
            async session =>
                await session.FirstOrDefaultAsync<string>(ReadState, new { id = delivery.Id, lease = delivery.Lease }) == "done"
                    || await SealAsync(session, delivery, duration),
            cancellationToken);

    /// <summary>Takes back an acknowledgement that was committed without its seal, so that the delivery can be made again.</summary>
    public Task TakeBackAsync(Delivery delivery, CancellationToken cancellationToken) =>
        database.RunAsync(session => session.ExecuteAsync(TakeBack, new { id = delivery.Id, lease = delivery.Lease }),
            cancellationToken, mayRepeat: true);

    private static object Try(DbSession session, Delivery delivery, bool ok, int? statusCode, TimeSpan duration, string? error) => new
    {
        id = delivery.Id, lease = delivery.Lease, no = delivery.Tries + 1, now = session.Now.ToDb(), ok, statusCode,
        durationMs = (int)Math.Min(duration.TotalMilliseconds, int.MaxValue), error = error is null ? null : StoredText.Cut(error, 500),
    };

    public Task DoneAsync(Delivery delivery, DeliveryResult.Done done, TimeSpan duration, CancellationToken cancellationToken) =>
        database.TransactAsync(async session =>
        {
            if (await session.ExecuteAsync(Done, new { id = delivery.Id, lease = delivery.Lease, now = session.Now.ToDb() }) == 1)
                await session.SendAsync(LogTry, Try(session, delivery, true, done.StatusCode, duration, null));
        }, cancellationToken);

    public Task FailedAsync(
        Delivery delivery, DeliveryResult.Failed failed, RetryRules rules, TimeSpan duration, CancellationToken cancellationToken) =>
        database.TransactAsync(async session =>
        {
            var tries = delivery.Tries + 1;
            var isGivenUp = failed.Final || tries >= rules.MaxTries;
            var parameters = new
            {
                id = delivery.Id, lease = delivery.Lease, state = isGivenUp ? "dead" : "due", error = StoredText.Cut(failed.Error, 500),
                dueAt = (session.Now + Pause(rules, tries, failed.RetryAfter)).ToDb(),
            };
            if (await session.ExecuteAsync(Postpone, parameters) == 1)
                await session.SendAsync(LogTry, Try(session, delivery, false, failed.StatusCode, duration, failed.Error));
        }, cancellationToken);

    /// <summary>
    /// Doubles with every failure, up to the longest of its kind; a fifth more or less, so that many do not come back at once. A first
    /// pause of nothing helps against a fault of a moment; one that stays would keep the node and its database busy with nothing else.
    /// </summary>
    private TimeSpan Pause(RetryRules rules, int tries, TimeSpan? wished)
    {
        var first = options.Value.FirstRetry * Math.Pow(2, Math.Min(tries - 1, 20));
        var min = tries > TriesAtOnce ? MinPause * Math.Pow(2, Math.Min(tries - TriesAtOnce - 1, 20)) : TimeSpan.Zero;
        var doubled = (first > min ? first : min) * (0.8 + Random.Shared.NextDouble() * 0.4);
        var pause = doubled < rules.MaxPause && !(tries >= rules.RareAfter) ? doubled : rules.MaxPause;
        return wished is { } wish && wish > pause ? (wish < MaxWish ? wish : MaxWish) : pause;
    }
}

/// <summary>Whose a delivery is after a claim.</summary>
internal enum Claim
{
    Ours,
    Others,

    /// <summary>The row itself is held by a transaction.</summary>
    Locked,
}
