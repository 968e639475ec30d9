using System.Data.Common;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Storage;

namespace QrisPayments.Outbox;

/// <summary>Claims deliveries and records how they went. Every write demands the lease.</summary>
internal sealed class DeliveryStore(Database database, TimeProvider clock, IOptions<OutboxOptions> options)
{
    private const string TakeLease = """
        UPDATE qris_deliveries SET lease = @lease, lease_until = @until, tries = tries + 1
        WHERE id = @id AND state = 'due' AND due_at <= @now AND tries = @seen AND (lease_until IS NULL OR lease_until < @now)
        """;

    /// <summary>The first statement of a handler's transaction, too: 0 rows mean that the delivery is no longer ours.</summary>
    private const string Acknowledge = """
        UPDATE qris_deliveries SET state = 'done', done_at = @now, last_error = NULL, lease_until = NULL
        WHERE id = @id AND lease = @lease AND done_at IS NULL
        """;

    private const string CountAcknowledged = "SELECT COUNT(*) FROM qris_deliveries WHERE id = @id AND lease = @lease AND state = 'done'";

    private const string Postpone = """
        UPDATE qris_deliveries SET state = @state, due_at = @dueAt, last_error = @error, lease = NULL, lease_until = NULL
        WHERE id = @id AND lease = @lease AND done_at IS NULL
        """;

    private const string LogTry = """
        INSERT INTO qris_delivery_tries (delivery_id, no, at, ok, status_code, duration_ms, error)
        VALUES (@id, @no, @now, @ok, @statusCode, @durationMs, @error)
        """;

    /// <summary>After so many failures there are pauses whatever the settings say, and they double from <see cref="LeastPause"/>.</summary>
    private const int TriesAtOnce = 4;

    private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>A customer looks at a payment that is yet to be opened, and its time is short.</summary>
    private static readonly TimeSpan LongestPauseOfOpening = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a delivery that a plugin has a part in is tried: its handler, or a callback in its gateway's shape, whose client may have
    /// nobody to ask (WIRE M8). The plugin may be switched off, gone or failing, and the client away over a weekend.
    /// </summary>
    private static readonly TimeSpan PluginPatience = TimeSpan.FromDays(7);

    private const string GiveUp = """
        UPDATE qris_deliveries SET state = 'dead', last_error = @error
        WHERE kind IN ('handler', 'callback') AND state = 'due' AND (target LIKE 'plugin:%' OR facade IS NOT NULL)
          AND created_at < @before AND (lease_until IS NULL OR lease_until < @now)
        """;

    /// <summary>Ends deliveries that were tried for as long as a plugin's are.</summary>
    public Task GiveUpAsync(CancellationToken cancellationToken)
    {
        var now = clock.Now();
        // It goes from the index to the rows, others from a row to the index: a deadlock is rerun.
        return database.TransactAsync(s => s.ExecuteAsync(GiveUp, new
        {
            now = now.ToDb(), before = (now - PluginPatience).ToDb(), error = $"It was not accepted within {PluginPatience.TotalDays} days.",
        }), cancellationToken);
    }

    /// <summary>Makes the delivery ours for the time of a lease, unless another node was first.</summary>
    public async Task<Claim> ClaimAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        delivery.Lease = PublicId.New("lse");
        var parameters = new
        {
            id = delivery.Id, lease = delivery.Lease, seen = delivery.Tries, now = now.ToDb(), until = (now + options.Value.Lease).ToDb(),
        };
        try
        {
            return await database.RunAsync(s => s.ExecuteAsync(TakeLease, parameters), cancellationToken) == 1 ? Claim.Ours : Claim.Others;
        }
        // A handler that outlives its lease holds the row: it is still at work, so this is not ours.
        catch (DbException exception) when (database.Dialect.Classify(exception) == DbFault.Transient)
        {
            return Claim.Locked;
        }
    }

    /// <summary>Marks it done within a transaction; false when it is no longer ours.</summary>
    public async Task<bool> AcknowledgeAsync(DbSession session, Delivery delivery) =>
        await session.ExecuteAsync(Acknowledge, new { id = delivery.Id, lease = delivery.Lease, now = clock.Now().ToDb() }) == 1;

    /// <summary>
    /// Whether the acknowledgement still stands in this transaction. A deadlock undoes a transaction on the server; a handler
    /// that swallowed the error would go on outside of any, and its work would be done twice.
    /// </summary>
    public static async Task<bool> IsAcknowledgedAsync(DbSession session, Delivery delivery) =>
        await session.FirstOrDefaultAsync<long>(CountAcknowledged, new { id = delivery.Id, lease = delivery.Lease }) == 1;

    public Task LogAsync(DbSession session, Delivery delivery, bool ok, int? statusCode, TimeSpan duration, string? error) =>
        session.ExecuteAsync(LogTry, new
        {
            id = delivery.Id, no = delivery.Tries + 1, now = clock.Now().ToDb(), ok, statusCode,
            durationMs = (int)Math.Min(duration.TotalMilliseconds, int.MaxValue), error = error is null ? null : StoredText.Cut(error, 500),
        });

    public Task DoneAsync(Delivery delivery, DeliveryResult.Done done, TimeSpan duration, CancellationToken cancellationToken) =>
        database.TransactAsync(async session =>
        {
            if (await AcknowledgeAsync(session, delivery)) await LogAsync(session, delivery, true, done.StatusCode, duration, null);
        }, cancellationToken);

    public Task FailedAsync(Delivery delivery, DeliveryResult.Failed failed, TimeSpan duration, CancellationToken cancellationToken) =>
        database.TransactAsync(async session =>
        {
            var tries = delivery.Tries + 1;
            // An address outside may be dead for good. The shop's own handler waits, however long the fault lasts; what a plugin has a part in, as long as GiveUp lets it.
            var givenUp = failed.Final || (delivery is { Kind: DeliveryKinds.Callback, Facade: null } && tries >= options.Value.MaxTries);
            var parameters = new
            {
                id = delivery.Id, lease = delivery.Lease, state = givenUp ? "dead" : "due", error = StoredText.Cut(failed.Error, 500),
                dueAt = (clock.Now() + Pause(delivery, tries, failed.RetryAfter)).ToDb(),
            };
            if (await session.ExecuteAsync(Postpone, parameters) == 1)
                await LogAsync(session, delivery, false, failed.StatusCode, duration, failed.Error);
        }, cancellationToken);

    /// <summary>
    /// Doubles with every failure, up to an hour (an opening: 30 seconds); a fifth more or less, so that many do not come back at once.
    /// A facade's callback comes hourly where another one would be given up, however short the first pause was. A first pause of
    /// nothing helps against a fault of a moment; one that stays would keep the node and its database busy with nothing else.
    /// </summary>
    private TimeSpan Pause(Delivery delivery, int tries, TimeSpan? wished)
    {
        var first = options.Value.FirstRetry * Math.Pow(2, Math.Min(tries - 1, 20));
        var least = tries > TriesAtOnce ? LeastPause * Math.Pow(2, Math.Min(tries - TriesAtOnce - 1, 20)) : TimeSpan.Zero;
        var doubled = (first > least ? first : least) * (0.8 + Random.Shared.NextDouble() * 0.4);
        var longest = delivery.Kind == DeliveryKinds.Open ? LongestPauseOfOpening : LongestPause;
        var pause = doubled < longest && (delivery.Facade is null || tries < options.Value.MaxTries) ? doubled : longest;
        return wished is { } wish && wish > pause ? (wish < LongestPause * 24 ? wish : LongestPause * 24) : pause;
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
