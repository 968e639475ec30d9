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
internal sealed class ReviewResolver(Database database, PaymentReader payments, Settlement settlement, EventLog events, TimeProvider clock)
{
    private const string FindReview = Review.Select + " WHERE r.id = @id";

    private const string FindCredit = Credit.Select + " WHERE id = @id";

    // Found by the unique index on credit and kind.
    private const string LastOfCredit = Review.Select + " WHERE r.credit_id = @creditId AND r.state = 'resolved' ORDER BY r.resolved_at DESC LIMIT 1";

    // The attempt that fits the money best; one that a provider refused was never shown to anybody.
    private const string FindTarget = """
        SELECT a.id AS AttemptId, a.payment_id AS PaymentId, a.state AS AttemptState, a.expires_at AS ExpiresAtDb, a.created_at AS CreatedAtDb,
               a.total_amount AS Total, a.account AS Account, p.status AS PaymentStatus, p.version AS PaymentVersion, p.review AS PaymentReview,
               p.callback_url AS CallbackUrl, p.livemode AS LiveMode
        FROM qris_attempts a JOIN qris_payments p ON p.id = a.payment_id
        WHERE a.payment_id = @paymentId AND a.state <> 'rejected'
        ORDER BY CASE WHEN a.account = @account AND a.total_amount = @amount THEN 0 WHEN a.account = @account THEN 1 ELSE 2 END, a.created_at DESC
        LIMIT 1
        """;

    private const string CloseCase = """
        UPDATE qris_reviews SET state = 'resolved', resolution = @resolution, resolved_at = @now, resolved_by = @by, remark = @remark
        WHERE id = @id AND state = 'open'
        """;

    private const string RecordDecision = """
        INSERT INTO qris_reviews (id, kind, state, payment_id, credit_id, note, opened_at, resolution, resolved_at, resolved_by, remark)
        VALUES (@id, 'unmatched', 'resolved', @paymentId, @creditId, NULL, @openedAt, @resolution, @now, @by, @remark)
        """;

    private const string DecideCredit = """
        UPDATE qris_credits SET outcome = @outcome, review = NULL, payment_id = @paymentId, attempt_id = @attemptId
        WHERE id = @id AND outcome = @seen
        """;

    // What is still open decides what the payment shows.
    private const string ShowOpenCase = """
        UPDATE qris_payments SET review = (SELECT MIN(r.kind) FROM qris_reviews r WHERE r.payment_id = qris_payments.id AND r.state = 'open'),
               version = version + @step
        WHERE id = @paymentId
        """;

    /// <summary>Decides an open case.</summary>
    public Task<ResolveResult> ResolveReviewAsync(string id, Resolution resolution, CancellationToken cancellationToken) =>
        RunAsync(async session =>
        {
            if (await session.FirstOrDefaultAsync<Review>(FindReview, new { id }) is not { } review) return new ResolveResult.NotFound();
            var credit = review.CreditId is null ? null : await session.FirstOrDefaultAsync<Credit>(FindCredit, new { id = review.CreditId });
            return await DecideAsync(session, review, credit, resolution);
        }, cancellationToken);

    /// <summary>Decides about money that nobody asked for.</summary>
    public Task<ResolveResult> ResolveCreditAsync(string id, Resolution resolution, CancellationToken cancellationToken) =>
        RunAsync(async session =>
        {
            if (await session.FirstOrDefaultAsync<Credit>(FindCredit, new { id }) is not { } credit) return new ResolveResult.NotFound();
            return await DecideAsync(session, null, credit, resolution);
        }, cancellationToken);

    private async Task<ResolveResult> RunAsync(Func<DbSession, Task<ResolveResult>> work, CancellationToken cancellationToken)
    {
        var result = await database.TransactAsync(work, keep: result => result is ResolveResult.Resolved, cancellationToken);
        if (result is ResolveResult.Resolved) events.Announce();
        return result;
    }

    private async Task<ResolveResult> DecideAsync(DbSession session, Review? review, Credit? credit, Resolution resolution)
    {
        var now = clock.Now();
        if (review is { State: not Review.Open }) return new ResolveResult.Late(review.ResolvedBy, review.ResolvedAt);
        if (resolution.Action != ResolveAction.Accept && string.IsNullOrWhiteSpace(resolution.Remark)) return Refuse(ResolveRefusal.RemarkMissing);
        var seen = review is null ? Outcomes.Unmatched : Outcomes.Review;
        // A claim holds no money, and of a conflict one side is counted already, or never will be.
        var holdsMoney = credit is not null && review?.Kind is not (ReviewKinds.Conflict or ReviewKinds.Claimed);
        if (resolution.Action == ResolveAction.Accept && !holdsMoney) return Refuse(ResolveRefusal.NoMoney);

        var targetId = resolution.Action == ResolveAction.Accept ? resolution.PaymentId ?? review?.PaymentId : null;
        foreach (var paymentId in new[] { review?.PaymentId, targetId }.OfType<string>().Distinct().Order(StringComparer.Ordinal))
            await Settlement.HoldPaymentAsync(session, paymentId);

        var (target, refusal) = resolution.Action == ResolveAction.Accept ? await TargetAsync(session, credit!, targetId, resolution) : default;
        // While we waited for the payment, who was first may have paid it with this very money.
        if (refusal is { } why) return await IsDecidedAsync(session, review, credit, seen) ? await LateAsync(session, credit, review) : Refuse(why);
        if (holdsMoney && !await DecideCreditAsync(session, credit!, seen, target, resolution.Action, review)) return await LateAsync(session, credit!);
        if (await CloseAsync(session, review, credit, target, resolution, now) is not { } reviewId) return await LateAsync(session, credit, review);

        if (target is not null)
        {
            // The row is held since before the candidate was read.
            if (!await settlement.SettleAsync(session, credit!, target, late: !target.InTime(credit!.At), reviewId, now)) return Refuse(ResolveRefusal.PaymentPaid);
            await session.ExecuteAsync(ShowOpenCase, new { paymentId = target.PaymentId, step = 0 });
        }
        if (review?.PaymentId is { } marked && marked != target?.PaymentId) await UnmarkAsync(session, marked, review, resolution.Action, now);
        return new ResolveResult.Resolved(reviewId, target?.PaymentId);
    }

    private static async Task<(Target? Target, ResolveRefusal? Refusal)> TargetAsync(DbSession session, Credit credit, string? paymentId, Resolution resolution)
    {
        if (!PublicId.Looks(paymentId, "pay")) return (null, ResolveRefusal.PaymentUnknown);
        var target = await session.FirstOrDefaultAsync<Target>(FindTarget, new { paymentId, account = credit.Account, amount = credit.Amount });
        if (target is null)
        {
            var known = await session.FirstOrDefaultAsync<long>("SELECT COUNT(*) FROM qris_payments WHERE id = @paymentId", new { paymentId });
            return (null, known == 0 ? ResolveRefusal.PaymentUnknown : ResolveRefusal.NeverOpened);
        }
        if (target.PaymentIsPaid) return (null, ResolveRefusal.PaymentPaid);
        if (target.LiveMode && credit.Source == SandboxMoney.Source) return (null, ResolveRefusal.Simulated);
        if (resolution.MayDiffer) return (target, null);
        return target.Total != credit.Amount ? (null, ResolveRefusal.AmountDiffers)
            : target.Account != credit.Account ? (null, ResolveRefusal.AccountDiffers)
            : (target, null);
    }

    private static async Task<bool> IsDecidedAsync(DbSession session, Review? review, Credit? credit, string seen) =>
        review is not null
            ? (await session.FirstOrDefaultAsync<Review>(FindReview, new { id = review.Id }))?.State != Review.Open
            : (await session.FirstOrDefaultAsync<Credit>(FindCredit, new { id = credit!.Id }))?.Outcome != seen;

    /// <summary>Money that was put aside keeps the payment that it came for, if any.</summary>
    private static async Task<bool> DecideCreditAsync(DbSession session, Credit credit, string seen, Target? target, ResolveAction action, Review? review) =>
        await session.ExecuteAsync(DecideCredit, new
        {
            id = credit.Id, seen, outcome = action == ResolveAction.Accept ? Outcomes.Matched : Outcomes.Ignored,
            paymentId = target?.PaymentId ?? review?.PaymentId, attemptId = target?.AttemptId ?? credit.AttemptId,
        }) == 1;

    /// <summary>The id of the case as it now stands resolved, or null when somebody else has closed it.</summary>
    private static async Task<string?> CloseAsync(DbSession session, Review? review, Credit? credit, Target? target, Resolution resolution, DateTimeOffset now)
    {
        var parameters = new
        {
            id = review?.Id ?? PublicId.New("rev"), resolution = Name(resolution.Action), now = now.ToDb(), by = StoredText.Cut(resolution.By, 100),
            remark = string.IsNullOrWhiteSpace(resolution.Remark) ? null : StoredText.Cut(resolution.Remark.Trim(), 500),
            paymentId = target?.PaymentId, creditId = credit?.Id, openedAt = credit?.CreatedAtDb,
        };
        return await session.ExecuteAsync(review is null ? RecordDecision : CloseCase, parameters) == 1 ? parameters.id : null;
    }

    private async Task UnmarkAsync(DbSession session, string paymentId, Review review, ResolveAction action, DateTimeOffset now)
    {
        if (await session.ExecuteAsync(ShowOpenCase, new { paymentId, step = 1 }) == 0) return;
        var payment = (await payments.FindAsync(session, paymentId))!;
        await events.AppendAsync(session, new NewEvent
        {
            PaymentId = paymentId, Version = payment.Version, Type = PaymentEventTypes.ReviewResolved, At = now, CallbackUrl = payment.CallbackUrl,
            Data = new { review_id = review.Id, kind = review.Kind, resolution = Name(action) },
        });
    }

    private static async Task<ResolveResult> LateAsync(DbSession session, Credit? credit, Review? review = null)
    {
        var last = review is not null ? await session.FirstOrDefaultAsync<Review>(FindReview, new { id = review.Id })
            : await session.FirstOrDefaultAsync<Review>(LastOfCredit, new { creditId = credit!.Id });
        return new ResolveResult.Late(last?.ResolvedBy, last?.ResolvedAt);
    }

    public static string Name(ResolveAction action) => action switch
    {
        ResolveAction.Accept => "accepted",
        ResolveAction.Refund => "refunded",
        _ => "dismissed",
    };

    private static ResolveResult.Refused Refuse(ResolveRefusal why) => new(why);

    private sealed class Target : Candidate
    {
        public long Total { get; init; }
        public string Account { get; init; } = "";
        public bool LiveMode { get; init; }
    }
}
