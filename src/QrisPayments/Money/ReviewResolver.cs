using QrisPayments.Foundation;
using QrisPayments.Payments;
using QrisPayments.Reviews;
using QrisPayments.Storage;

namespace QrisPayments.Money;

/// <summary>
/// Carries out what a person decides about cases and unmatched money, each in one transaction: the case, the credit, the
/// payment, the event. Of two who decide at once, one wins. The rules of money hold for persons, too: a credit counts for one
/// payment, and nothing is paid twice.
/// </summary>
internal sealed class ReviewResolver(Database database, PaymentBook book, Settlement settlement)
{
    private const string FindReview = Review.Select + " WHERE r.id = @id";

    private const string FindCredit = Credit.Select + " WHERE id = @id";

    // Found by the unique index on credit and kind.
    private const string LastOfCredit = Review.Select
        + " WHERE r.credit_id = @creditId AND r.state = 'resolved' ORDER BY r.resolved_at DESC LIMIT 1";

    // The attempt that fits the money best; one that a provider refused was never shown to anybody.
    private const string FindTarget = Candidate.Select + """

        WHERE a.payment_id = @paymentId AND a.state <> 'rejected'
        ORDER BY CASE WHEN a.account = @account AND a.total_amount = @amount THEN 0 WHEN a.account = @account THEN 1
          ELSE 2 END, a.created_at DESC
        LIMIT 1
        """;

    private const string KnowsPayment = "SELECT COUNT(*) FROM qris_payments WHERE id = @paymentId";

    /// <summary>Decides an open case.</summary>
    public Task<ResolveResult> ResolveReviewAsync(string id, Resolution resolution, CancellationToken cancellationToken) =>
        RunAsync(async session =>
        {
            if (await session.FirstOrDefaultAsync<Review>(FindReview, new { id }) is not { } review) return new ResolveResult.NotFound();
            var credit = review.CreditId is null
                ? null
                : await session.FirstOrDefaultAsync<Credit>(FindCredit, new { id = review.CreditId });
            return await DecideAsync(session, review, credit, resolution);
        }, cancellationToken);

    /// <summary>Decides about money that nobody asked for.</summary>
    public Task<ResolveResult> ResolveCreditAsync(string id, Resolution resolution, CancellationToken cancellationToken) =>
        RunAsync(async session =>
        {
            if (await session.FirstOrDefaultAsync<Credit>(FindCredit, new { id }) is not { } credit) return new ResolveResult.NotFound();
            return await DecideAsync(session, null, credit, resolution);
        }, cancellationToken);

    private Task<ResolveResult> RunAsync(Func<DbSession, Task<ResolveResult>> work, CancellationToken cancellationToken) =>
        database.TransactAsync(work, keep: result => result is ResolveResult.Resolved, cancellationToken);

    private async Task<ResolveResult> DecideAsync(DbSession session, Review? review, Credit? credit, Resolution resolution)
    {
        if (review is { State: not Review.Open }) return new ResolveResult.AlreadyResolved(review.ResolvedBy, review.ResolvedAt);
        if (review?.Kind == ReviewKinds.Refund) return Refuse(ResolveRefusal.IsRefund);
        if (resolution.Action != ResolveAction.Accept && string.IsNullOrWhiteSpace(resolution.Remark))
            return Refuse(ResolveRefusal.RemarkMissing);
        var seen = review is null ? Outcomes.Unmatched : Outcomes.Review;
        // A claim holds no money, and of a conflict one side is counted already, or never will be.
        var holdsMoney = credit is not null && review?.Kind is not (ReviewKinds.Conflict or ReviewKinds.Claimed);
        if (resolution.Action != ResolveAction.Dismiss && !holdsMoney) return Refuse(ResolveRefusal.NoMoney);

        var targetId = resolution.Action == ResolveAction.Accept ? resolution.PaymentId ?? review?.PaymentId : null;
        foreach (var paymentId in new[] { review?.PaymentId, targetId }.OfType<string>().Distinct().Order(StringComparer.Ordinal))
            await PaymentBook.LockAsync(session, paymentId);

        Candidate? target = null;
        if (resolution.Action == ResolveAction.Accept)
        {
            switch (await FindTargetAsync(session, credit!, targetId, resolution))
            {
                case TargetResult.Found found:
                    target = found.Target;
                    break;
                // While we waited for the payment, another decision may have paid it with this very money.
                case TargetResult.Refused refused:
                    return await IsDecidedAsync(session, review, credit, seen)
                        ? await AlreadyResolvedAsync(session, credit, review)
                        : Refuse(refused.Why);
            }
        }
        if (holdsMoney && !await DecideCreditAsync(session, credit!, seen, target, resolution.Action, review))
            return await AlreadyResolvedAsync(session, credit!);
        if (await CloseAsync(session, review, credit, target, resolution) is not { } reviewId)
            return await AlreadyResolvedAsync(session, credit, review);

        if (target is not null)
        {
            // The row is held since before the candidate was read.
            if (!await settlement.SettleAsync(session, credit!, target, isLate: !target.InTime(credit!.At), reviewId))
                return Refuse(ResolveRefusal.PaymentPaid);
            await PaymentBook.ShowOpenCaseAsync(session, target.PaymentId);
        }
        if (review?.PaymentId is { } marked && marked != target?.PaymentId)
            await book.ResolveReviewAsync(session, marked, review, Name(resolution.Action));
        return new ResolveResult.Resolved(reviewId, target?.PaymentId);
    }

    private static async Task<TargetResult> FindTargetAsync(DbSession session, Credit credit, string? paymentId, Resolution resolution)
    {
        if (credit.ReturnedAt is not null) return new TargetResult.Refused(ResolveRefusal.Returned);
        if (!PublicId.Looks(paymentId, "pay")) return new TargetResult.Refused(ResolveRefusal.PaymentUnknown);
        var target = await session.FirstOrDefaultAsync<Candidate>(FindTarget,
            new { paymentId, account = credit.Account, amount = credit.Amount });
        if (target is null)
        {
            var isKnown = await session.FirstOrDefaultAsync<long>(KnowsPayment, new { paymentId }) > 0;
            return new TargetResult.Refused(isKnown ? ResolveRefusal.NeverOpened : ResolveRefusal.PaymentUnknown);
        }
        if (target.PaymentIsPaid) return new TargetResult.Refused(ResolveRefusal.PaymentPaid);
        if (target.LiveMode && credit.Source == SandboxMoney.Source) return new TargetResult.Refused(ResolveRefusal.Simulated);
        if (!resolution.MayDiffer && target.TotalAmount != credit.Amount) return new TargetResult.Refused(ResolveRefusal.AmountDiffers);
        if (!resolution.MayDiffer && target.Account != credit.Account) return new TargetResult.Refused(ResolveRefusal.AccountDiffers);
        return new TargetResult.Found(target);
    }

    private static async Task<bool> IsDecidedAsync(DbSession session, Review? review, Credit? credit, string seen) =>
        review is not null
            ? (await session.FirstOrDefaultAsync<Review>(FindReview, new { id = review.Id }))?.State != Review.Open
            : (await session.FirstOrDefaultAsync<Credit>(FindCredit, new { id = credit!.Id }))?.Outcome != seen;

    /// <summary>Money that was put aside keeps the payment that it came for, if any.</summary>
    private static Task<bool> DecideCreditAsync(
        DbSession session, Credit credit, string seen, Candidate? target, ResolveAction action, Review? review)
    {
        var (paymentId, attemptId) = (target?.PaymentId ?? review?.PaymentId, target?.AttemptId ?? credit.AttemptId);
        return action == ResolveAction.Refund
            ? CreditBook.ReturnAsync(session, credit, seen, paymentId, attemptId)
            : CreditBook.DecideAsync(session, credit, seen, action == ResolveAction.Accept ? Outcomes.Matched : Outcomes.Ignored,
                paymentId, attemptId);
    }

    /// <summary>The id of the case as it now stands resolved, or null when it was closed meanwhile.</summary>
    private static async Task<string?> CloseAsync(
        DbSession session, Review? review, Credit? credit, Candidate? target, Resolution resolution)
    {
        var decided = new DecidedCase(Name(resolution.Action), resolution.By,
            string.IsNullOrWhiteSpace(resolution.Remark) ? null : resolution.Remark.Trim());
        if (review is not null) return await ReviewBook.DecideAsync(session, review.Id, decided, session.Now) ? review.Id : null;
        return await ReviewBook.RecordAsync(session, ReviewKinds.Unmatched, target?.PaymentId, credit?.Id, credit?.CreatedAt ?? session.Now,
            decided, session.Now);
    }

    private static async Task<ResolveResult> AlreadyResolvedAsync(DbSession session, Credit? credit, Review? review = null)
    {
        var last = review is not null ? await session.FirstOrDefaultAsync<Review>(FindReview, new { id = review.Id })
            : await session.FirstOrDefaultAsync<Review>(LastOfCredit, new { creditId = credit!.Id });
        return new ResolveResult.AlreadyResolved(last?.ResolvedBy, last?.ResolvedAt);
    }

    public static string Name(ResolveAction action) => action switch
    {
        ResolveAction.Accept => "accepted",
        ResolveAction.Refund => "refunded",
        _ => "dismissed",
    };

    private static ResolveResult.Refused Refuse(ResolveRefusal why) => new(why);

    /// <summary>Which attempt the money is to pay: exactly one of the nested records.</summary>
    private abstract record TargetResult
    {
        private TargetResult() { }

        public sealed record Found(Candidate Target) : TargetResult;

        public sealed record Refused(ResolveRefusal Why) : TargetResult;
    }
}
