using QrisPayments.Plugins;
using QrisPayments.Storage;
using QrisPayments.Totals;

namespace QrisPayments.Payments;

internal sealed partial class PaymentBook
{
    private const string MarkCancelled = """
        UPDATE qris_payments SET status = 'cancelled', open_order_id = NULL, ended_at = @now, version = version + 1
        WHERE id = @paymentId AND status = 'pending'
        """;

    private const string MarkReplaced = """
        UPDATE qris_payments SET status = 'cancelled', open_order_id = NULL, replaced_by = @by, ended_at = @now, version = version + 1
        WHERE id = @paymentId AND status = 'pending' AND open_order_id IS NOT NULL
        """;

    // The version makes a settlement that is under way look again.
    private const string MarkEndedReplaced = """
        UPDATE qris_payments SET replaced_by = @by, version = version + 1
        WHERE id = @paymentId AND status IN ('expired', 'cancelled', 'failed') AND replaced_by IS NULL
        """;

    // Written first and read afterwards: in a host's transaction, reading may show the attempts as they were when that began.
    private const string CancelAttempts = """
        UPDATE qris_attempts SET state = 'cancelled', ended_at = @now, held_until = @heldUntil, lease_until = NULL
        WHERE payment_id = @paymentId AND state IN ('open', 'unknown', 'creating')
        """;

    private const string CancelledAttempts = """
        SELECT id AS Id, account AS Account, total_amount AS Total FROM qris_attempts
        WHERE payment_id = @paymentId AND state = 'cancelled' AND ended_at = @now
        """;

    private const string MarkExpired = """
        UPDATE qris_payments SET status = 'expired', open_order_id = NULL, ended_at = @now, version = version + 1
        WHERE id = @paymentId AND status = 'pending' AND expires_at <= @now
        """;

    private const string ExpireAttempts = """
        UPDATE qris_attempts SET state = 'expired', ended_at = expires_at WHERE payment_id = @paymentId AND state = 'open'
        """;

    private const string EndAttempt = """
        UPDATE qris_attempts SET state = @state, ended_at = @now, error = COALESCE(error, @error), lease_until = NULL
        WHERE id = @id AND state IN ('open', 'unknown')
        """;

    // Only while it is the one that the customer sees, and no other may still turn out to be open.
    private const string EndWithAttempt = """
        UPDATE qris_payments SET status = @status, open_order_id = NULL, ended_at = @now, version = version + 1
        WHERE id = @paymentId AND attempt_id = @id AND status = 'pending'
          AND NOT EXISTS (SELECT 1 FROM qris_attempts other WHERE other.payment_id = @paymentId
            AND other.state IN ('creating', 'open', 'unknown'))
        """;

    private const string NameAttempt = "UPDATE qris_attempts SET provider_ref = @providerRef WHERE id = @id AND provider_ref IS NULL";

    /// <summary>Calls a pending payment off. Null when it was not pending; then nothing was written.</summary>
    public async Task<Payment?> CancelAsync(DbSession session, string paymentId, TimeSpan hold)
    {
        var now = session.Now;
        if (await session.ExecuteAsync(MarkCancelled, new { paymentId, now = now.ToDb() }) == 0) return null;
        await CancelAttemptsAsync(session, paymentId, now, hold);
        return await TellAsync(session, paymentId, PaymentEventTypes.Cancelled);
    }

    /// <summary>
    /// Calls an order's open payment off because a new one, <paramref name="by"/>, takes its place in this very transaction. False when it
    /// is not open any more; then nothing was written.
    /// </summary>
    public async Task<bool> ReplaceAsync(DbSession session, string paymentId, string by, TimeSpan hold)
    {
        var now = session.Now;
        if (await session.ExecuteAsync(MarkReplaced, new { paymentId, by, now = now.ToDb() }) == 0) return false;
        await CancelAttemptsAsync(session, paymentId, now, hold);
        await TellAsync(session, paymentId, PaymentEventTypes.Cancelled, new { replaced_by = by });
        return true;
    }

    /// <summary>
    /// Notes that <paramref name="by"/>, stored in this very transaction, takes the place of a payment that has ended unpaid. Its status
    /// stays what it was.
    /// </summary>
    public async Task ReplaceEndedAsync(DbSession session, string paymentId, string by)
    {
        if (await session.ExecuteAsync(MarkEndedReplaced, new { paymentId, by }) > 0)
            await TellAsync(session, paymentId, NewEvent.Replaced, new { replaced_by = by });
    }

    private static async Task CancelAttemptsAsync(DbSession session, string paymentId, DateTimeOffset now, TimeSpan hold)
    {
        var heldUntil = now + hold;
        await session.SendAsync(CancelAttempts, new { paymentId, now = now.ToDb(), heldUntil = heldUntil.ToDb() });
        foreach (var attempt in await session.QueryAsync<LiveAttempt>(CancelledAttempts, new { paymentId, now = now.ToDb() }))
            await TotalReserver.HoldAsync(session, attempt.Account, attempt.Total, attempt.Id, heldUntil);
    }

    /// <summary>Expires a payment whose time is over. Another node, or the money, may have been first.</summary>
    public async Task ExpireAsync(DbSession session, string paymentId)
    {
        if (await session.ExecuteAsync(MarkExpired, new { paymentId, now = session.Now.ToDb() }) == 0) return;
        await session.ExecuteAsync(ExpireAttempts, new { paymentId });
        await TellAsync(session, paymentId, PaymentEventTypes.Expired);
    }

    /// <summary>Ends an attempt that its gateway has ended, and with it the payment that has no other.</summary>
    public async Task EndAtGatewayAsync(DbSession session, string attemptId, string paymentId, AttemptEnd end, string? error)
    {
        var (state, status, type) = end switch
        {
            AttemptEnd.Expired => (AttemptStates.Expired, Statuses.Expired, PaymentEventTypes.Expired),
            AttemptEnd.Cancelled => (AttemptStates.Cancelled, Statuses.Cancelled, PaymentEventTypes.Cancelled),
            _ => (AttemptStates.Failed, Statuses.Failed, PaymentEventTypes.Failed),
        };
        var now = session.Now.ToDb();
        if (await session.ExecuteAsync(EndAttempt, new { id = attemptId, state, error, now }) == 0) return;
        if (await session.ExecuteAsync(EndWithAttempt, new { paymentId, id = attemptId, status, now }) == 0) return;
        await TellAsync(session, paymentId, type, new { attempt_id = attemptId, by = "gateway" });
    }

    /// <summary>Notes the gateway's reference of an attempt that has none. False when another attempt has that reference.</summary>
    public static async Task<bool> NameAttemptAsync(DbSession session, string attemptId, string providerRef) =>
        await session.TryExecuteAsync(NameAttempt, new { id = attemptId, providerRef }) is not null;

    private sealed class LiveAttempt
    {
        public string Id { get; init; } = "";
        public string Account { get; init; } = "";
        public long Total { get; init; }
    }
}
