using System.Data.Common;
using Microsoft.Extensions.Options;
using QrisPayments.Mounting;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Storage;

namespace QrisPayments.Outbox;

/// <summary>Claims deliveries and records how they went. Every write demands the lease.</summary>
internal sealed class DeliveryStore(Database database, HandlerDirectory handlers, PluginHost plugins, TimeProvider clock, IOptions<QrisPaymentsOptions> options)
{
    // A delivery for a handler or a facade that this node does not have is left to the node that has it, or until it is there again.
    private const string FindDue = """
        SELECT d.id AS Id, d.payment_id AS PaymentId, d.kind AS Kind, d.target AS Target, d.tries AS Tries,
               d.facade AS Facade, d.app AS App, d.credit_id AS CreditId, e.id AS EventId, e.type AS EventType, e.at AS EventAt
        FROM qris_deliveries d LEFT JOIN qris_events e ON e.id = d.event_id
        WHERE d.kind = @kind AND d.state = 'due' AND d.due_at <= @now AND (d.lease_until IS NULL OR d.lease_until < @now)
          AND (d.kind <> 'handler' OR d.target IN @handlers) AND (d.facade IS NULL OR d.facade IN @facades)
        ORDER BY d.due_at LIMIT 64
        """;

    private const string Claim = """
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

    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>A customer looks at a payment that is yet to be opened, and its time is short.</summary>
    private static readonly TimeSpan LongestPauseOfOpening = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a delivery that a plugin has a part in is tried: its handler, or a callback in its gateway's shape, whose client may have
    /// nobody to ask (WIRE M8). The plugin may be switched off, gone or failing, and the client away over a weekend.
    /// </summary>
    private static readonly TimeSpan PluginPatience = TimeSpan.FromDays(7);

    private string[] Facades => [.. plugins.Current.Facades.Select(facade => facade.PluginId), "-"];

    private const string GiveUp = """
        UPDATE qris_deliveries SET state = 'dead', last_error = @error
        WHERE kind IN ('handler', 'callback') AND state = 'due' AND (target LIKE 'plugin:%' OR facade IS NOT NULL)
          AND created_at < @before AND (lease_until IS NULL OR lease_until < @now)
        """;

    private const string CountByTarget = """
        SELECT target AS Target, COUNT(*) AS Waiting FROM qris_deliveries WHERE kind = 'handler' AND state = 'due' GROUP BY target
        """;

    /// <summary>What is due for this node, by the handlers' order and then by time.</summary>
    public async Task<IReadOnlyList<Delivery>> FindDueAsync(string kind, CancellationToken cancellationToken)
    {
        // A list without a name would be no SQL.
        var targets = kind == DeliveryKinds.Handler ? [.. handlers.Targets, "-"] : new List<string> { "-" };
        var due = await database.RunAsync(s => s.QueryAsync<Delivery>(FindDue, new { kind, now = clock.Now().ToDb(), handlers = targets, facades = Facades }), cancellationToken);
        return kind == DeliveryKinds.Handler ? [.. due.OrderBy(delivery => targets.IndexOf(delivery.Target))] : due;
    }

    /// <summary>Ends deliveries that were tried for as long as a plugin's are.</summary>
    public Task GiveUpAsync(CancellationToken cancellationToken)
    {
        var now = clock.Now();
        return database.RunAsync(s => s.ExecuteAsync(GiveUp, new
        {
            now = now.ToDb(), before = (now - PluginPatience).ToDb(), error = $"It was not accepted within {PluginPatience.TotalDays} days.",
        }), cancellationToken);
    }

    /// <summary>Handlers that this node does not have although deliveries wait for them.</summary>
    public async Task<IReadOnlyList<(string Target, long Waiting)>> FindOrphansAsync(CancellationToken cancellationToken)
    {
        var known = handlers.Targets;
        var waiting = await database.RunAsync(s => s.QueryAsync<TargetCount>(CountByTarget), cancellationToken);
        return [.. waiting.Where(target => !known.Contains(target.Target)).Select(target => (target.Target, target.Waiting))];
    }

    private sealed class TargetCount
    {
        public string Target { get; init; } = "";
        public long Waiting { get; init; }
    }

    /// <summary>Makes the delivery ours for the time of a lease; false when another node was first.</summary>
    public async Task<bool> ClaimAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        delivery.Lease = PublicId.New("lse");
        var parameters = new
        {
            id = delivery.Id, lease = delivery.Lease, seen = delivery.Tries, now = now.ToDb(), until = (now + options.Value.Outbox.Lease).ToDb(),
        };
        try
        {
            return await database.RunAsync(s => s.ExecuteAsync(Claim, parameters), cancellationToken) == 1;
        }
        // A handler that outlives its lease holds the row: it is still at work, so this is not ours.
        catch (DbException exception) when (database.Dialect.Classify(exception) == DbFault.Transient)
        {
            return false;
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
            var givenUp = failed.Final || (delivery is { Kind: DeliveryKinds.Callback, Facade: null } && tries >= options.Value.Outbox.MaxTries);
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
    /// A facade's callback comes hourly where another one would be given up, however short the first pause was.
    /// </summary>
    private TimeSpan Pause(Delivery delivery, int tries, TimeSpan? wished)
    {
        var doubled = options.Value.Outbox.FirstRetry * Math.Pow(2, Math.Min(tries - 1, 20)) * (0.8 + Random.Shared.NextDouble() * 0.4);
        var longest = delivery.Kind == DeliveryKinds.Open ? LongestPauseOfOpening : LongestPause;
        var pause = doubled < longest && (delivery.Facade is null || tries < options.Value.Outbox.MaxTries) ? doubled : longest;
        return wished is { } wish && wish > pause ? (wish < LongestPause * 24 ? wish : LongestPause * 24) : pause;
    }
}
