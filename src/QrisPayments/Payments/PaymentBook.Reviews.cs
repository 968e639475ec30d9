using QrisPayments.Foundation;
using QrisPayments.Reviews;
using QrisPayments.Storage;

namespace QrisPayments.Payments;

internal sealed partial class PaymentBook
{
    private const string MarkClaimed = """
        UPDATE qris_payments SET review = 'claimed', version = version + 1
        WHERE id = @paymentId AND status IN ('pending', 'expired') AND review IS NULL AND attempt_id IS NOT NULL
        """;

    private const string MarkReview = """
        UPDATE qris_payments SET review = @kind, version = version + 1 WHERE id = @paymentId AND version = @version
        """;

    // A case that is open already stays the one that is shown.
    private const string MarkFurther =
        "UPDATE qris_payments SET review = COALESCE(review, @kind), version = version + 1 WHERE id = @paymentId";

    // A gateway says it at every question, also of a payment that is paid. One case for one word, or for one refund of the gateway, also
    // when a person has put it aside.
    private const string MarkOnce = """
        UPDATE qris_payments SET review = COALESCE(review, @kind), version = version + 1
        WHERE id = @paymentId AND NOT EXISTS (SELECT 1 FROM qris_reviews known WHERE known.payment_id = @paymentId AND known.kind = @kind
          AND (known.note = @note OR known.gateway_key = @gatewayKey))
        """;

    // What is still open decides what the payment shows.
    private const string ShowOpenCase = """
        UPDATE qris_payments SET review = (SELECT MIN(r.kind) FROM qris_reviews r WHERE r.payment_id = qris_payments.id
          AND r.state = 'open'),
               version = version + @step
        WHERE id = @paymentId
        """;

    /// <summary>"I have paid": a case for a person. Open and expired payments only, once; false when there is nothing to note.</summary>
    public async Task<bool> ClaimAsync(DbSession session, string paymentId)
    {
        if (await session.ExecuteAsync(MarkClaimed, new { paymentId }) == 0) return false;
        await ReviewBook.OpenAsync(session, ReviewKinds.Claimed, paymentId, null, "The customer says that the money was sent.",
            session.Now);
        await TellAsync(session, paymentId, PaymentEventTypes.ReviewOpened, new { kind = ReviewKinds.Claimed });
        return true;
    }

    /// <summary>
    /// Opens a case about money that came for a payment. False when the payment has changed since it was read; then nothing was written.
    /// </summary>
    public async Task<bool> OpenReviewAsync(
        DbSession session, string paymentId, long version, string kind, string creditId, long amount, string note)
    {
        if (await session.ExecuteAsync(MarkReview, new { paymentId, version, kind }) == 0) return false;
        await ReviewBook.OpenAsync(session, kind, paymentId, creditId, note, session.Now);
        await TellAsync(session, paymentId, PaymentEventTypes.ReviewOpened, new { kind, credit_id = creditId, amount });
        return true;
    }

    /// <summary>Marks a payment whose money was reported with a second amount; the case itself is open already.</summary>
    public Task MarkConflictAsync(DbSession session, string paymentId, string creditId, long amount) =>
        MarkFurtherReviewAsync(session, paymentId, ReviewKinds.Conflict,
            new { kind = ReviewKinds.Conflict, credit_id = creditId, amount });

    /// <summary>Marks a payment with a further case, which the caller has opened.</summary>
    public async Task MarkFurtherReviewAsync(DbSession session, string paymentId, string kind, object data)
    {
        await session.ExecuteAsync(MarkFurther, new { paymentId, kind });
        await TellAsync(session, paymentId, PaymentEventTypes.ReviewOpened, data);
    }

    /// <summary>Opens a case about a webhook that contradicts what is stored of a payment, unless it is open already.</summary>
    public async Task OpenOfWebhookAsync(DbSession session, string webhookId, string paymentId, string note)
    {
        if (await ReviewBook.OpenOfWebhookAsync(session, webhookId, paymentId, note, session.Now))
            await MarkOfWebhookAsync(session, webhookId, paymentId);
    }

    /// <summary>
    /// Opens a case about money that a genuine webhook tells of and the gateway's own books do not show; never a second one for one
    /// webhook.
    /// </summary>
    /// <param name="session">The caller's transaction.</param>
    /// <param name="webhookId">The webhook.</param>
    /// <param name="paymentId">The payment that asked for that total; null when none or several did.</param>
    /// <param name="note">What was told.</param>
    public async Task OpenOfWebhookOnceAsync(DbSession session, string webhookId, string? paymentId, string note)
    {
        if (!await ReviewBook.TryOpenOfWebhookAsync(session, webhookId, paymentId, note, session.Now) || paymentId is null) return;
        await MarkOfWebhookAsync(session, webhookId, paymentId);
    }

    private Task MarkOfWebhookAsync(DbSession session, string webhookId, string paymentId) =>
        MarkFurtherReviewAsync(session, paymentId, ReviewKinds.Webhook, new { kind = ReviewKinds.Webhook, webhook_id = webhookId });

    /// <summary>The gateway's own books show the money after all.</summary>
    public async Task CloseOfWebhookAsync(DbSession session, string webhookId)
    {
        var known = await ReviewBook.CloseOfWebhookAsync(session, webhookId, "money_arrived", session.Now);
        if (known?.PaymentId is not { } paymentId) return;
        await ResolveReviewAsync(session, paymentId, known, "money_arrived");
    }

    /// <summary>Opens a case about what a gateway says of an attempt, unless there was one with these very words.</summary>
    /// <param name="session">The caller's transaction.</param>
    /// <param name="paymentId">The payment.</param>
    /// <param name="kind">One of <see cref="ReviewKinds"/>.</param>
    /// <param name="note">The words.</param>
    /// <param name="data">Details for the timeline.</param>
    public async Task OpenReviewOnceAsync(DbSession session, string paymentId, string kind, string note, object data)
    {
        note = StoredText.Cut(note, 500);
        if (!await TryMarkOnceAsync(session, paymentId, kind, note, gatewayKey: null)) return;
        await ReviewBook.OpenAsync(session, kind, paymentId, null, note, session.Now);
        await TellAsync(session, paymentId, PaymentEventTypes.ReviewOpened, data);
    }

    private static async Task<bool> TryMarkOnceAsync(
        DbSession session, string paymentId, string kind, string note, string? gatewayKey)
    {
        // Two that hear the same at the same moment look for the case one after the other.
        await LockAsync(session, paymentId);
        return await session.ExecuteAsync(MarkOnce, new { paymentId, kind, note, gatewayKey }) == 1;
    }

    /// <summary>
    /// Shows what is still open after a case was closed together with a change of its payment, whose event tells it.
    /// </summary>
    public static Task ShowOpenCaseAsync(DbSession session, string paymentId) =>
        session.ExecuteAsync(ShowOpenCase, new { paymentId, step = 0 });

    /// <summary>Shows what is still open after a person has decided one case.</summary>
    public async Task ResolveReviewAsync(DbSession session, string paymentId, Review review, string resolution)
    {
        if (await session.ExecuteAsync(ShowOpenCase, new { paymentId, step = 1 }) == 0) return;
        await TellAsync(session, paymentId, PaymentEventTypes.ReviewResolved,
            new { review_id = review.Id, kind = review.Kind, resolution });
    }
}
