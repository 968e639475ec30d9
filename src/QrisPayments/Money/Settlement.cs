using Microsoft.Extensions.Options;
using QrisPayments.Payments;
using QrisPayments.Reviews;
using QrisPayments.Storage;
using QrisPayments.Totals;

namespace QrisPayments.Money;

/// <summary>Makes a payment paid by one credit: the one way into <c>paid</c>, whether the match is clear or a person decided.</summary>
internal sealed class Settlement(EventLog events, IOptions<MatchingOptions> options)
{
    // Changes nothing and locks the row, in the words of every database.
    private const string HoldPayment = "UPDATE qris_payments SET version = version WHERE id = @paymentId";

    private const string PayPayment = """
        UPDATE qris_payments SET status = 'paid', open_order_id = NULL, version = version + 1, attempt_id = @attemptId,
               paid_at = @at, paid_amount = @amount, late = @late, ended_at = @now, review = CASE WHEN review = 'claimed' THEN NULL ELSE review END
        WHERE id = @paymentId AND version = @version AND status <> 'paid'
        """;

    private const string PayAttempt = "UPDATE qris_attempts SET state = 'paid', ended_at = @now WHERE id = @attemptId";

    private const string HoldAttempt = "UPDATE qris_attempts SET held_until = @heldUntil WHERE id = @attemptId";

    private const string CloseOthers = """
        UPDATE qris_attempts SET state = 'cancelled', ended_at = @now
        WHERE payment_id = @paymentId AND id <> @attemptId AND state IN ('creating', 'open', 'unknown')
        """;

    /// <summary>Keeps others from changing the payment until the caller's transaction ends.</summary>
    public static Task HoldPaymentAsync(DbSession session, string paymentId) => session.ExecuteAsync(HoldPayment, new { paymentId });

    /// <summary>False when the payment has changed since the candidate was read, or is paid; then nothing was written.</summary>
    /// <param name="session">The caller's transaction, which also writes the credit.</param>
    /// <param name="credit">The money.</param>
    /// <param name="candidate">The attempt that it pays.</param>
    /// <param name="late">Whether it was sent after the end.</param>
    /// <param name="reviewId">The case in which a person decided it.</param>
    /// <param name="now">The moment of the decision.</param>
    public async Task<bool> SettleAsync(DbSession session, Credit credit, Candidate candidate, bool late, string? reviewId, DateTimeOffset now)
    {
        var heldUntil = now + options.Value.Hold;
        var settled = await session.ExecuteAsync(PayPayment, new
        {
            paymentId = candidate.PaymentId, version = candidate.PaymentVersion, attemptId = candidate.AttemptId,
            at = credit.AtDb, amount = credit.Amount, late, now = now.ToDb(),
        });
        if (settled == 0) return false;

        await session.ExecuteAsync(PayAttempt, new { attemptId = candidate.AttemptId, now = now.ToDb() });
        // Only while the total is still this attempt's: money heard of late must not reach into the time of the next one.
        if (await TotalReserver.HoldAsync(session, credit.Account, credit.Amount, candidate.AttemptId, heldUntil))
            await session.ExecuteAsync(HoldAttempt, new { attemptId = candidate.AttemptId, heldUntil = heldUntil.ToDb() });
        await session.ExecuteAsync(CloseOthers, new { paymentId = candidate.PaymentId, attemptId = candidate.AttemptId, now = now.ToDb() });
        // The money answers what the customer claimed. Other cases stay open, and marked, for the person who looks at them.
        if (candidate.PaymentReview is not null)
            await ReviewBook.CloseAsync(session, ReviewKinds.Claimed, candidate.PaymentId, "money_arrived", now);
        await events.AppendAsync(session, new NewEvent
        {
            PaymentId = candidate.PaymentId, Version = candidate.PaymentVersion + 1, Type = PaymentEventTypes.Paid, At = now,
            CallbackUrl = candidate.CallbackUrl,
            Data = reviewId is null
                ? new { credit_id = credit.Id, account = credit.Account, amount = credit.Amount, source = credit.Source, late }
                : new { credit_id = credit.Id, account = credit.Account, amount = credit.Amount, source = credit.Source, late, review_id = reviewId },
        });
        return true;
    }
}
