using QrisPayments.Reviews;
using QrisPayments.Storage;
using QrisPayments.Totals;

namespace QrisPayments.Payments;

/// <summary>The money that pays an attempt, as its payment was read before.</summary>
internal sealed record PaidBy
{
    public required string PaymentId { get; init; }

    /// <summary>The payment's version when it was read; another one by now means that nothing is written.</summary>
    public required long Version { get; init; }

    public required string AttemptId { get; init; }
    public required string Account { get; init; }

    /// <summary>Whole rupiah.</summary>
    public required long Amount { get; init; }

    /// <summary>When the money was sent.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>It was sent after the payment had ended.</summary>
    public required bool IsLate { get; init; }

    /// <summary>The payment is in review.</summary>
    public required bool IsInReview { get; init; }

    public string? CallbackUrl { get; init; }
    public string? CallbackShape { get; init; }

    /// <summary>How long its total stays held.</summary>
    public required TimeSpan Hold { get; init; }

    /// <summary>Details for the timeline.</summary>
    public required object Data { get; init; }
}

internal sealed partial class PaymentBook
{
    private const string MarkPaid = """
        UPDATE qris_payments SET status = 'paid', open_order_id = NULL, version = version + 1, attempt_id = @attemptId,
               paid_at = @at, paid_amount = @amount, late = @late, ended_at = @now
        WHERE id = @paymentId AND version = @version AND status <> 'paid'
        """;

    // One is paid, the others are over. It is held for as long as its total, which may have passed on to another attempt.
    private const string EndAttempts = """
        UPDATE qris_attempts
        SET held_until = CASE WHEN id = @attemptId AND EXISTS (SELECT 1 FROM qris_reservations r
                WHERE r.account = @account AND r.total = @amount AND r.attempt_id = @attemptId)
              THEN @heldUntil ELSE held_until END,
            state = CASE WHEN id = @attemptId THEN 'paid' ELSE 'cancelled' END, ended_at = @now
        WHERE payment_id = @paymentId AND (id = @attemptId OR state IN ('creating', 'open', 'unknown'))
        """;

    /// <summary>
    /// Makes a payment paid: the one way into that state. False when the payment has changed since it was read, or is paid; then nothing
    /// was written.
    /// </summary>
    public async Task<bool> PayAsync(DbSession session, PaidBy money)
    {
        var (now, heldUntil) = (session.Now, session.Now + money.Hold);
        var paid = await session.ExecuteAsync(MarkPaid, new
        {
            paymentId = money.PaymentId, version = money.Version, attemptId = money.AttemptId, at = money.At.ToDb(), amount = money.Amount,
            late = money.IsLate,
            now = now.ToDb(),
        });
        if (paid == 0) return false;

        // Only while the total is still this attempt's: money heard of late must not reach into the time of the next one.
        await TotalReserver.HoldAsync(session, money.Account, money.Amount, money.AttemptId, heldUntil);
        await session.SendAsync(EndAttempts, new
        {
            paymentId = money.PaymentId, attemptId = money.AttemptId, account = money.Account, amount = money.Amount, now = now.ToDb(),
            heldUntil = heldUntil.ToDb(),
        });
        if (money.IsInReview) await AnswerCasesAsync(session, money.PaymentId);
        await events.AppendAsync(session, new NewEvent
        {
            PaymentId = money.PaymentId, Version = money.Version + 1, Type = PaymentEventTypes.Paid, At = now,
            CallbackUrl = money.CallbackUrl, CallbackShape = money.CallbackShape, Data = money.Data,
        });
        return true;
    }

    /// <summary>
    /// The money answers what the customer or a webhook said. Other cases stay open, and marked, for the person who looks at them.
    /// </summary>
    private static async Task AnswerCasesAsync(DbSession session, string paymentId)
    {
        foreach (var kind in new[] { ReviewKinds.Claimed, ReviewKinds.Unconfirmed })
            await ReviewBook.CloseAsync(session, kind, paymentId, "money_arrived", session.Now);
        await ShowOpenCaseAsync(session, paymentId);
    }
}
