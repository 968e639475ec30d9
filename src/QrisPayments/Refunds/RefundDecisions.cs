using QrisPayments.Foundation;
using QrisPayments.Payments;
using QrisPayments.Reviews;
using QrisPayments.Storage;

namespace QrisPayments.Refunds;

/// <summary>How a person's decision about a refund ended.</summary>
internal enum RefundDecision
{
    /// <summary>Carried out.</summary>
    Decided,

    /// <summary>There is no such case, or it is about no refund.</summary>
    NotFound,

    /// <summary>Another decision, or the gateway, came first; nothing changed.</summary>
    AlreadyDecided,

    /// <summary>The number of the transfer is missing, or cannot be stored.</summary>
    ReferenceMissing,

    /// <summary>The reason is missing.</summary>
    RemarkMissing,

    /// <summary>The amount is no amount, or more than is left to give back.</summary>
    TooMuch,
}

/// <summary>
/// Carries out what a person decides about refunds and disputes, each in one transaction. Of two who decide at once, one wins.
/// </summary>
internal sealed class RefundDecisions(Database database, PaymentBook book, RefundCompletion completion)
{
    private const string FindReview = Review.Select + " WHERE r.id = @id";

    private const string PaidBy = """
        SELECT p.attempt_id AS AttemptId, a.account AS Account FROM qris_payments p JOIN qris_attempts a ON a.id = p.attempt_id
        WHERE p.id = @id AND p.status = 'paid'
        """;

    /// <summary>The money was sent: the refund is done, and its case closed.</summary>
    public Task<RefundDecision> SentAsync(string reviewId, string? reference, string by, CancellationToken cancellationToken) =>
        DecideAsync(reviewId, ReviewKinds.Refund, async (session, review) =>
        {
            if (reference is null || !RefundRules.IsReference(reference)) return RefundDecision.ReferenceMissing;
            if (await RefundBook.FindByReviewAsync(session, review.Id) is not { } refund) return RefundDecision.NotFound;
            return await completion.DoneAsync(session, refund, reference.Trim(), session.Now, new DecidedCase("refunded", by, null))
                ? RefundDecision.Decided
                : RefundDecision.AlreadyDecided;
        }, cancellationToken);

    /// <summary>No money is sent: the refund has failed, its amount can be refunded again, and its case is closed.</summary>
    public Task<RefundDecision> RefusedAsync(string reviewId, string? why, string by, CancellationToken cancellationToken) =>
        DecideAsync(reviewId, ReviewKinds.Refund, async (session, review) =>
        {
            if (string.IsNullOrWhiteSpace(why)) return RefundDecision.RemarkMissing;
            if (await RefundBook.FindByReviewAsync(session, review.Id) is not { } refund) return RefundDecision.NotFound;
            return await completion.FailAsync(session, refund, why.Trim(), new DecidedCase("refund_refused", by, why.Trim()), held: null)
                ? RefundDecision.Decided
                : RefundDecision.AlreadyDecided;
        }, cancellationToken);

    /// <summary>A disputed amount did go back: it is recorded as a refund by the gateway, and the case is closed.</summary>
    public Task<RefundDecision> ConfirmDisputeAsync(
        string reviewId, long? amount, string? reference, string? remark, string by, CancellationToken cancellationToken) =>
        DecideAsync(reviewId, ReviewKinds.Dispute, async (session, review) =>
        {
            if (reference is not null && !RefundRules.IsReference(reference)) return RefundDecision.ReferenceMissing;
            if (string.IsNullOrWhiteSpace(remark)) return RefundDecision.RemarkMissing;
            if (amount is not > 0 || await session.FirstOrDefaultAsync<Payer>(PaidBy, new { id = review.PaymentId }) is not { } payer)
                return RefundDecision.TooMuch;
            var refund = new StoredRefund
            {
                Id = PublicId.New("rfd"), PaymentId = review.PaymentId!, AttemptId = payer.AttemptId, Account = payer.Account,
                Amount = amount.Value, State = RefundStates.Done, Way = RefundWays.Gateway, Reason = StoredText.Cut(remark.Trim(), 200),
                Reference = reference?.Trim(), GatewayKey = reference?.Trim() ?? review.Id, App = "", RequestedBy = StoredText.Cut(by, 100),
                DecidedBy = StoredText.Cut(by, 100), ReviewId = review.Id, CreatedAt = session.Now.ToDb(), DoneAt = session.Now.ToDb(),
            };
            if ((await RefundBook.OfPaymentAsync(session, refund.PaymentId)).Any(known => known.GatewayKey == refund.GatewayKey))
                return RefundDecision.AlreadyDecided;
            if (!await ReviewBook.DecideAsync(session, review.Id, new DecidedCase("refunded", by, remark.Trim()), session.Now))
                return RefundDecision.AlreadyDecided;
            await PaymentBook.ShowOpenCaseAsync(session, refund.PaymentId);
            if (!await book.AddRefundedAsync(session, RefundCompletion.ChangeOf(refund, RefundStates.Done))) return RefundDecision.TooMuch;
            await RefundBook.AddAsync(session, refund);
            return RefundDecision.Decided;
        }, cancellationToken);

    private Task<RefundDecision> DecideAsync(
        string reviewId, string kind, Func<DbSession, Review, Task<RefundDecision>> decideAsync, CancellationToken cancellationToken) =>
        database.TransactAsync(async session =>
        {
            var review = await session.FirstOrDefaultAsync<Review>(FindReview, new { id = reviewId });
            if (review is not { PaymentId: { } paymentId } || review.Kind != kind) return RefundDecision.NotFound;
            if (review.State != Review.Open) return RefundDecision.AlreadyDecided;
            // The payment first, like everything that changes its refunds.
            await PaymentBook.LockAsync(session, paymentId);
            return await decideAsync(session, review);
        }, keep: decision => decision == RefundDecision.Decided, cancellationToken);

    private sealed class Payer
    {
        public string AttemptId { get; init; } = "";
        public string Account { get; init; } = "";
    }
}
