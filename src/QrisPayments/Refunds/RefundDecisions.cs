using QrisPayments.Foundation;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
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

    /// <summary>The amount is not positive, or more than is left to give back.</summary>
    TooMuch,

    /// <summary>The gateway may be carrying it out, so it cannot be refused.</summary>
    MayBeOnItsWay,

    /// <summary>The refund is in the books already, or is not the one that the case is about.</summary>
    IsAnother,
}

/// <summary>
/// Carries out what a person decides about refunds and disputes, each in one transaction. Of two who decide at once, one wins.
/// </summary>
internal sealed class RefundDecisions(
    Database database, PaymentBook book, RefundCompletion completion, RefundCaller caller, ProviderDirectory providers)
{
    private const string FindReview = Review.Select + " WHERE r.id = @id";

    /// <summary>A gateway that has taken a refund may show it only when it is done; after so long it has not taken it.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromDays(1);

    private const string NotAsked = "The gateway's plugin is not running here, so the gateway was not asked.";

    /// <summary>
    /// The money was sent: the refund is done, and its case closed. Of one that the gateway carries out, it is what a person has seen
    /// there; not while the gateway is being asked.
    /// </summary>
    public Task<RefundDecision> SentAsync(string reviewId, string? reference, string by, CancellationToken cancellationToken) =>
        DecideAsync(reviewId, ReviewKinds.Refund, async (session, review) =>
        {
            if (reference is null || !RefundRules.IsReference(reference)) return RefundDecision.ReferenceMissing;
            if (await RefundBook.FindByReviewAsync(session, review.Id) is not { } refund) return RefundDecision.NotFound;
            var isAtGateway = refund is { Way: RefundWays.Gateway, IsUnderWay: true };
            var isAskable = FindAccount(refund) is not null;
            // The lease first: no node asks for it while a person ends it.
            if (isAtGateway && ((isAskable && refund.State == RefundStates.Requested) || IsBeingSent(refund, session.Now)
                || !await RefundBook.ClaimAsync(session, refund, session.Now + DueRefunds.Lease)))
                return RefundDecision.MayBeOnItsWay;
            var number = reference.Trim();
            if ((await RefundBook.OfPaymentAsync(session, refund.PaymentId)).Exists(other => other.Id != refund.Id && other.Has(number)))
                return RefundDecision.IsAnother;
            var remark = isAtGateway && !isAskable ? NotAsked : null;
            return await completion.DoneAsync(session, refund, number, session.Now, new DecidedCase("refunded", by, remark))
                ? RefundDecision.Decided
                : RefundDecision.AlreadyDecided;
        }, cancellationToken);

    /// <summary>
    /// No money is sent: the refund has failed, its amount can be refunded again, and its case is closed. One that was sent to the gateway
    /// is refused only if the gateway, asked now, does not know it, and one that it has taken only a day later. Where its plugin is not
    /// running, the person decides alone, and the case says so.
    /// </summary>
    public async Task<RefundDecision> RefusedAsync(string reviewId, string? why, string by, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(why)) return RefundDecision.RemarkMissing;
        if (await database.RunAsync(session => RefundBook.FindByReviewAsync(session, reviewId), cancellationToken) is not { } refund)
            return RefundDecision.NotFound;
        var held = refund.DueAt.FromDb();
        var remark = why.Trim();
        if (refund is { Way: RefundWays.Gateway, IsUnderWay: true })
        {
            var account = FindAccount(refund);
            if (account is null) remark = $"{StoredText.Cut(remark, 400)} ({NotAsked})";
            if (refund.Tries > 0)
            {
                held = database.Now + DueRefunds.Lease;
                if (IsBeingSent(refund, database.Now)
                    || !await database.RunAsync(session => RefundBook.ClaimAsync(session, refund, held.Value), cancellationToken))
                    return RefundDecision.MayBeOnItsWay;
                var isOverdue = refund.AcceptedAt.FromDb() <= database.Now - MaxWait;
                if (account is not null
                    && !await caller.IsUnknownToGatewayAsync(account, refund, isOverdue, held.Value, cancellationToken))
                    return RefundDecision.MayBeOnItsWay;
            }
        }
        return await DecideAsync(reviewId, ReviewKinds.Refund, async (session, _) =>
            await completion.FailAsync(session, refund, why.Trim(), new DecidedCase("refund_refused", by, remark), held)
                ? RefundDecision.Decided
                : RefundDecision.AlreadyDecided, cancellationToken);
    }

    /// <summary>A disputed amount did go back: it is recorded as a refund by the gateway, and the case is closed.</summary>
    public Task<RefundDecision> ConfirmDisputeAsync(
        string reviewId, long? amount, string? reference, string? remark, string by, CancellationToken cancellationToken) =>
        DecideAsync(reviewId, ReviewKinds.Dispute, async (session, review) =>
        {
            if (reference is not null && !RefundRules.IsReference(reference)) return RefundDecision.ReferenceMissing;
            if (string.IsNullOrWhiteSpace(remark)) return RefundDecision.RemarkMissing;
            var number = reference?.Trim();
            var refunds = await RefundBook.OfPaymentAsync(session, review.PaymentId!);
            var known = refunds.Find(refund =>
                (review.GatewayKey is { } key && refund.Has(key)) || (number is not null && refund.Has(number)));
            if (known is not null and not { State: RefundStates.Failed }) return RefundDecision.IsAnother;
            if (number is null && IsAnswered(review, refunds)) return RefundDecision.IsAnother;
            var left = ToldRefund.TotalOf(review.GatewayKey) - ToldRefund.Counted(refunds);
            if (left <= 0) return RefundDecision.IsAnother;
            if ((amount ?? left ?? review.Amount) is not ({ } sum and > 0) || sum > left
                || await PaymentReader.FindRowAsync(session, review.PaymentId!) is not { Status: Statuses.Paid, AttemptId: { } attemptId })
                return RefundDecision.TooMuch;
            var paidBy = await RefundBook.PaidByAsync(session, attemptId);
            if (!await ReviewBook.DecideAsync(session, review.Id, new DecidedCase("refunded", by, remark.Trim()), session.Now))
                return RefundDecision.AlreadyDecided;
            await PaymentBook.ShowOpenCaseAsync(session, review.PaymentId!);
            if (known is not null && known.Amount == sum)
                // It had failed here, and the gateway carried it out all the same.
                return await completion.ReviveAsync(session, known, number, session.Now, StoredText.Cut(by, 100))
                    ? RefundDecision.Decided
                    : RefundDecision.TooMuch;
            var refund = new StoredRefund
            {
                Id = PublicId.New("rfd"), PaymentId = review.PaymentId!, AttemptId = attemptId, Account = paidBy.Account,
                Amount = sum, State = RefundStates.Done, Way = RefundWays.Gateway, Reason = StoredText.Cut(remark.Trim(), 200),
                Reference = number ?? review.GatewayKey, GatewayKey = known is null ? review.GatewayKey : null, App = "",
                RequestedBy = StoredText.Cut(by, 100), DecidedBy = StoredText.Cut(by, 100), ReviewId = review.Id,
                CreatedAt = session.Now.ToDb(), DoneAt = session.Now.ToDb(),
            };
            if (!await book.AddRefundedAsync(session, RefundCompletion.ChangeOf(refund, RefundStates.Done))) return RefundDecision.TooMuch;
            await RefundBook.AddAsync(session, refund);
            return RefundDecision.Decided;
        }, cancellationToken);

    /// <summary>
    /// What the gateway reports is a refund that is in the books already: that one gets the gateway's name, is done if it was not, and the
    /// case is closed.
    /// </summary>
    public Task<RefundDecision> SameAsync(string reviewId, string? refundId, string by, CancellationToken cancellationToken) =>
        DecideAsync(reviewId, ReviewKinds.Dispute, async (session, review) =>
        {
            if (refundId is null || !PublicId.Looks(refundId, "rfd")
                || await RefundBook.FindAsync(session, refundId) is not { IsUnnamed: true } refund || refund.PaymentId != review.PaymentId
                || review.GatewayKey is not { } key || review.Amount != refund.Amount)
                return RefundDecision.IsAnother;
            if (!await ReviewBook.DecideAsync(session, review.Id, new DecidedCase("same_money", by, refund.Id), session.Now))
                return RefundDecision.AlreadyDecided;
            await PaymentBook.ShowOpenCaseAsync(session, refund.PaymentId);
            await RefundBook.NameAtGatewayAsync(session, refund.Id, key);
            if (refund.IsUnderWay)
                await completion.DoneAsync(session, refund, key, session.Now, new DecidedCase("refunded", by, null));
            else
                await book.ResolveReviewAsync(session, refund.PaymentId, review, "same_money");
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

    private ProviderAccount? FindAccount(StoredRefund refund) =>
        providers.Find(refund.Account) is { Provider: IRefund } account ? account : null;

    /// <summary>
    /// A node may be sending it at this moment. What the gateway has taken is not sent again, only asked about: a person who ends it
    /// takes the lease from the node, whose answer then changes nothing, unless the gateway says that the money went back.
    /// </summary>
    private static bool IsBeingSent(StoredRefund refund, DateTimeOffset now) =>
        refund is { State: RefundStates.Sent, AcceptedAt: null } && refund.DueAt.FromDb() > now;

    /// <summary>
    /// A dispute that names no refund may be about one that the gateway has told of since; what was counted together with its opening is
    /// another one.
    /// </summary>
    private static bool IsAnswered(Review review, List<StoredRefund> refunds) => review.GatewayKey is null && refunds.Exists(refund =>
        refund is { IsReported: true, State: RefundStates.Done } && refund.CreatedAt > review.OpenedAtDb);
}
