using QrisPayments.Storage;
using QrisPayments.Totals;

namespace QrisPayments.Payments;

internal sealed partial class PaymentBook
{
    // Only what can be paid is shown: of a page that opens and a total that is given back at the same moment, one wins here.
    private const string MarkShown = """
        UPDATE qris_attempts SET shown_at = @now WHERE id IN @ids AND state = 'open' AND shown_at IS NULL
        """;

    // Not while something is said of it (review), nor while another attempt may turn out to be open.
    private const string ExpireUnshown = """
        UPDATE qris_payments SET status = 'expired', open_order_id = NULL, ended_at = @now, version = version + 1
        WHERE id = @paymentId AND attempt_id = @id AND status = 'pending' AND review IS NULL
          AND NOT EXISTS (SELECT 1 FROM qris_attempts other WHERE other.payment_id = @paymentId AND other.id <> @id
            AND other.state IN ('creating', 'open', 'unknown'))
        """;

    // Its hold ends where it began: no money can be for it, and what comes for the total belongs to the next attempt that has it.
    private const string EndUnshown = """
        UPDATE qris_attempts SET state = 'expired', ended_at = @now, expires_at = @now, held_until = created_at
        WHERE id = @id AND state = 'open' AND shown_at IS NULL
        """;

    // Of one that ended unshown the hold alone is left.
    private const string ReleaseUnshown = """
        UPDATE qris_attempts SET held_until = created_at
        WHERE id = @id AND state IN ('expired', 'cancelled') AND shown_at IS NULL
        """;

    private const string NoteWait = """
        UPDATE qris_payments SET waits_for = @reason, version = version + 1
        WHERE id = @paymentId AND status = 'pending' AND attempt_id IS NULL AND (waits_for IS NULL OR waits_for <> @reason)
        """;

    /// <summary>
    /// Notes that the codes of open attempts leave the module. Answers how many of them were still unshown: any that is missing was shown
    /// by another, or has ended and must not be shown.
    /// </summary>
    public static Task<int> ShowAsync(DbSession session, IReadOnlyCollection<string> attemptIds) =>
        session.ExecuteAsync(MarkShown, new { ids = IdList.Padded([.. attemptIds]), now = session.Now.ToDb() });

    /// <summary>
    /// Gives the total of an attempt that was never shown back at once; if it is open, it ends, and its payment with it. False when it was
    /// shown or has ended meanwhile; then nothing is to be kept.
    /// </summary>
    public async Task<bool> GiveBackAsync(DbSession session, UnshownAttempt attempt)
    {
        var now = session.Now;
        var parameters = new { id = attempt.Id, paymentId = attempt.PaymentId, now = now.ToDb() };
        // First the payment's row, then the attempt and the total: the order in which settling takes them.
        if (attempt.IsOpen && await session.ExecuteAsync(ExpireUnshown, parameters) == 0) return false;
        if (!attempt.IsOpen) await LockAsync(session, attempt.PaymentId);
        if (await session.ExecuteAsync(attempt.IsOpen ? EndUnshown : ReleaseUnshown, parameters) == 0) return false;
        await TotalReserver.HoldAsync(session, attempt.Account, attempt.Total, attempt.Id, now);
        if (attempt.IsOpen) await TellAsync(session, attempt.PaymentId, PaymentEventTypes.Expired, new { attempt_id = attempt.Id, by = "total_needed" });
        return true;
    }

    /// <summary>Notes why a payment could not be opened, for the customer who waits (<see cref="Payment.WaitsFor"/>).</summary>
    public static Task<int> NoteWaitAsync(DbSession session, string paymentId, string reason) =>
        session.ExecuteAsync(NoteWait, new { paymentId, reason });
}
