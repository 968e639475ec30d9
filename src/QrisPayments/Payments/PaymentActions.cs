using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Reviews;
using QrisPayments.Storage;
using QrisPayments.Totals;

namespace QrisPayments.Payments;

/// <summary>Ends payments without money, and notes what customers say. Every change is a compare-and-set.</summary>
internal sealed class PaymentActions(Database database, PaymentReader reader, EventLog events, AttemptCanceller canceller, TimeProvider clock,
    IOptions<MatchingOptions> options)
{
    private const string EndPayment = """
        UPDATE qris_payments SET status = @status, open_order_id = NULL, ended_at = @now, version = version + 1
        WHERE id = @id AND status = 'pending'
        """;

    private const string EndIfDue = """
        UPDATE qris_payments SET status = 'expired', open_order_id = NULL, ended_at = @now, version = version + 1
        WHERE id = @id AND status = 'pending' AND expires_at <= @now
        """;

    private const string ExpireAttempts = """
        UPDATE qris_attempts SET state = 'expired', ended_at = expires_at WHERE payment_id = @id AND state = 'open'
        """;

    private const string OpenAttempts = """
        SELECT id AS Id, account AS Account, total_amount AS Total FROM qris_attempts WHERE payment_id = @id AND state IN ('open', 'unknown', 'creating')
        """;

    private const string CancelAttempt = """
        UPDATE qris_attempts SET state = 'cancelled', ended_at = @now, held_until = @heldUntil, lease_until = NULL WHERE id = @attemptId
        """;

    private const string MarkClaimed = """
        UPDATE qris_payments SET review = 'claimed', version = version + 1
        WHERE id = @id AND status IN ('pending', 'expired') AND review IS NULL AND attempt_id IS NOT NULL
        """;

    private const string FindDue = """
        SELECT id FROM qris_payments WHERE status = 'pending' AND expires_at <= @now ORDER BY expires_at LIMIT 100
        """;

    public async Task<CancelResult> CancelAsync(string id, CancellationToken cancellationToken)
    {
        if (!PublicId.Looks(id, "pay")) return new CancelResult.NotFound();
        var (ended, payment) = await database.TransactAsync(async session =>
        {
            var now = clock.Now();
            var cancelled = await session.ExecuteAsync(EndPayment, new { id, status = Statuses.Cancelled, now = now.ToDb() }) == 1;
            if (cancelled) await CancelAttemptsAsync(session, id, now);
            var current = await reader.FindAsync(session, id);
            if (cancelled) await AppendAsync(session, current!, PaymentEventTypes.Cancelled, now);
            return (cancelled, current);
        }, cancellationToken);
        if (ended)
        {
            events.Announce();
            canceller.Begin(payment!);
        }
        return payment switch
        {
            null => new CancelResult.NotFound(),
            { Status: PaymentStatus.Cancelled } => new CancelResult.Cancelled(payment),
            _ => new CancelResult.NotCancellable(payment),
        };
    }

    /// <summary>
    /// "I have paid": a case for a person. Open and expired payments only, once; false when there is nothing to note.
    /// </summary>
    public async Task<bool> ClaimAsync(string id, CancellationToken cancellationToken)
    {
        var noted = await database.TransactAsync(async session =>
        {
            if (await session.ExecuteAsync(MarkClaimed, new { id }) == 0) return false;
            var now = clock.Now();
            await ReviewBook.OpenAsync(session, ReviewKinds.Claimed, id, null, "The customer says that the money was sent.", now);
            var payment = (await reader.FindAsync(session, id))!;
            await AppendAsync(session, payment, PaymentEventTypes.ReviewOpened, now, new { kind = ReviewKinds.Claimed });
            return true;
        }, cancellationToken);
        if (noted) events.Announce();
        return noted;
    }

    /// <summary>Expires what is due. A payment that cannot be expired keeps no other from it; the faults come together.</summary>
    public async Task ExpireDueAsync(CancellationToken cancellationToken)
    {
        var due = await database.RunAsync(s => s.QueryAsync<string>(FindDue, new { now = clock.Now().ToDb() }), cancellationToken);
        if (due.Count == 0) return;
        var faults = new List<Exception>();
        foreach (var id in due)
        {
            try
            {
                await ExpireAsync(id, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                faults.Add(exception);
            }
        }
        events.Announce();
        if (faults.Count > 0) throw new AggregateException(faults);
    }

    private Task ExpireAsync(string id, CancellationToken cancellationToken) =>
        database.TransactAsync(async session =>
        {
            var now = clock.Now();
            // Another node, or the money, may have been first.
            if (await session.ExecuteAsync(EndIfDue, new { id, now = now.ToDb() }) == 0) return;
            await session.ExecuteAsync(ExpireAttempts, new { id });
            var payment = (await reader.FindAsync(session, id))!;
            await AppendAsync(session, payment, PaymentEventTypes.Expired, now);
        }, cancellationToken);

    private async Task CancelAttemptsAsync(DbSession session, string id, DateTimeOffset now)
    {
        var heldUntil = now + options.Value.Hold;
        foreach (var attempt in await session.QueryAsync<OpenAttempt>(OpenAttempts, new { id }))
        {
            await session.ExecuteAsync(CancelAttempt, new { attemptId = attempt.Id, now = now.ToDb(), heldUntil = heldUntil.ToDb() });
            await TotalReserver.HoldAsync(session, attempt.Account, attempt.Total, attempt.Id, heldUntil);
        }
    }

    private Task AppendAsync(DbSession session, Payment payment, string type, DateTimeOffset now, object? data = null) =>
        events.AppendAsync(session, new NewEvent
        {
            PaymentId = payment.Id, Version = payment.Version, Type = type, At = now, CallbackUrl = payment.CallbackUrl, Data = data,
        });

    private sealed class OpenAttempt
    {
        public string Id { get; init; } = "";
        public string Account { get; init; } = "";
        public long Total { get; init; }
    }
}
