using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Reviews;
using QrisPayments.Storage;

namespace QrisPayments.Refunds;

/// <summary>
/// Takes in what a gateway says about money that was paid and went back. The payment stays paid: a refund that can be told apart is
/// recorded or completed, once however often it is reported, and everything else is a dispute.
/// </summary>
internal sealed class Reversals(Database database, PaymentBook book, ToldRefunds refunds)
{
    // Money that came to another account is not undone by a gateway that never had it, nor by one that never told of it. Only what was
    // counted for the payment: the gateway may have got the same amount a second time.
    private const string PaidThere = """
        SELECT SUM(CASE WHEN c.outcome = 'matched' THEN 1 ELSE 0 END) AS Credits,
               SUM(CASE WHEN c.outcome = 'matched' AND c.source IN ('status', 'webhook') THEN 1 ELSE 0 END) AS Told,
               SUM(CASE WHEN c.outcome = 'review' AND c.source IN ('status', 'webhook') THEN 1 ELSE 0 END) AS ToldUncounted
        FROM qris_credits c JOIN qris_attempts a ON a.id = c.attempt_id AND a.account = c.account WHERE c.attempt_id = @attemptId
        """;

    /// <summary>Applies one answer of a gateway.</summary>
    /// <param name="attemptId">The attempt that it is about.</param>
    /// <param name="paymentId">The attempt's payment.</param>
    /// <param name="said">What the gateway says.</param>
    /// <param name="cancellationToken">Set when the host stops.</param>
    /// <returns>False when it cannot be judged yet, because a refund of ours is under way: it is to be asked for again.</returns>
    public Task<bool> ApplyAsync(
        string attemptId, string paymentId, StatusResult.Reversed said, CancellationToken cancellationToken) =>
        database.TransactAsync(async session =>
        {
            await PaymentBook.LockAsync(session, paymentId);
            if (await PaymentReader.FindRowAsync(session, paymentId) is not { } payment) return true;
            if (payment.Status == Statuses.Paid && payment.AttemptId == attemptId && await PaidThereAsync(session, attemptId) is { Credits: > 0 })
                return said.Kind == ReversalKind.Refund
                    ? await refunds.TakeAsync(session, payment, said)
                    : await refunds.DisputeAsync(session, payment, said);
            // It was paid and went back before it was counted, or it is money that was not counted for this payment.
            await book.OpenReviewOnceAsync(session, paymentId, ReviewKinds.Doubtful, ToldRefunds.Words(said),
                new { kind = ReviewKinds.Doubtful, attempt_id = attemptId, code = said.Code });
            return true;
        }, cancellationToken);

    /// <summary>
    /// Takes in that a gateway has ended an attempt. What has paid its payment is not undone by it: a cancel of that is a dispute.
    /// </summary>
    public Task EndAsync(string attemptId, string paymentId, AttemptEnd end, string? error, CancellationToken cancellationToken) =>
        database.TransactAsync(async session =>
        {
            // Locked, so that the money cannot come between the look and the end.
            await PaymentBook.LockAsync(session, paymentId);
            if (await PaymentReader.FindRowAsync(session, paymentId) is not { Status: Statuses.Paid } payment
                || payment.AttemptId != attemptId)
                await book.EndAtGatewayAsync(session, attemptId, paymentId, end, error);
            // "Expired" is old news that money overtook; the others undo a payment that the gateway itself had told of.
            else if (end != AttemptEnd.Expired && await PaidThereAsync(session, attemptId) is { } heard)
            {
                if (heard.Told > 0)
                    await book.DisputeAsync(session, new Dispute
                    {
                        PaymentId = paymentId, Reversal = "void", Code = Word(end),
                        Note = $"The gateway says that it ended the paid attempt {attemptId} ({Word(end)}).",
                    });
                else if (heard.ToldUncounted > 0)
                    await book.OpenReviewOnceAsync(session, paymentId, ReviewKinds.Doubtful,
                        $"The gateway says that it ended the attempt {attemptId} ({Word(end)}), whose money was not counted.",
                        new { kind = ReviewKinds.Doubtful, attempt_id = attemptId, code = Word(end) });
            }
        }, cancellationToken);

    /// <summary>
    /// A genuine webhook says that money went back, and its gateway does not say so when it is asked: a dispute when it was counted.
    /// </summary>
    public Task DenyAsync(string attemptId, string paymentId, StatusResult.Reversed said, CancellationToken cancellationToken) =>
        database.TransactAsync(async session =>
        {
            await PaymentBook.LockAsync(session, paymentId);
            if (await PaymentReader.FindRowAsync(session, paymentId) is { Status: Statuses.Paid } payment && payment.AttemptId == attemptId
                && await PaidThereAsync(session, attemptId) is { Credits: > 0 })
                await refunds.DenyAsync(session, payment, said);
            else
                await book.OpenReviewOnceAsync(session, paymentId, ReviewKinds.Doubtful, $"{ToldRefunds.Words(said)} {ToldRefunds.Denied}",
                    new { kind = ReviewKinds.Doubtful, attempt_id = attemptId, code = said.Code });
        }, cancellationToken);

    private static Task<Heard?> PaidThereAsync(DbSession session, string attemptId) =>
        session.FirstOrDefaultAsync<Heard>(PaidThere, new { attemptId });

    private sealed class Heard
    {
        public long? Credits { get; init; }

        /// <summary>By the gateway itself.</summary>
        public long? Told { get; init; }

        /// <summary>By the gateway itself, and not counted for the payment.</summary>
        public long? ToldUncounted { get; init; }
    }

    private static string Word(AttemptEnd end) => end switch
    {
        AttemptEnd.Cancelled => "cancelled",
        AttemptEnd.Failed => "failed",
        _ => "expired",
    };
}
