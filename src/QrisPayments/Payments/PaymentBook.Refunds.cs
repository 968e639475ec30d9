using QrisPayments.Foundation;
using QrisPayments.Reviews;
using QrisPayments.Storage;

namespace QrisPayments.Payments;

/// <summary>A change of what went back, or is about to go back, of a paid payment.</summary>
internal sealed record RefundChange
{
    public required string PaymentId { get; init; }

    public required string RefundId { get; init; }

    /// <summary>Whole rupiah.</summary>
    public required long Amount { get; init; }

    /// <summary>The case that it opens, one of <see cref="ReviewKinds"/>; null when it opens none.</summary>
    public string? OpensCase { get; init; }

    /// <summary>Details for the timeline.</summary>
    public required object Data { get; init; }
}

/// <summary>What a gateway says of a paid payment and the books cannot tell how to take.</summary>
internal sealed record Dispute
{
    public required string PaymentId { get; init; }

    /// <summary>For a person.</summary>
    public required string Note { get; init; }

    /// <summary>How the money went back: <c>refund</c>, <c>chargeback</c>, <c>void</c>.</summary>
    public required string Reversal { get; init; }

    /// <summary>The gateway's own word, or ours, for programs.</summary>
    public required string Code { get; init; }

    /// <summary>How much it is about, whole rupiah; null when that is not said.</summary>
    public long? Amount { get; init; }

    /// <summary>By what the gateway knows the refund; null when it names none.</summary>
    public string? GatewayKey { get; init; }
}

internal sealed partial class PaymentBook
{
    // The condition is the whole protection against giving back more than came in: of any number at once, only those succeed that fit. It
    // subtracts, because a sum with whatever amount was asked for could leave the range of the column.
    private const string ReserveRefund = """
        UPDATE qris_payments SET refund_reserved = refund_reserved + @amount, review = COALESCE(review, @opensCase), version = version + 1
        WHERE id = @paymentId AND status = 'paid' AND @amount <= paid_amount - refunded_amount - refund_reserved
        """;

    private const string AddRefunded = """
        UPDATE qris_payments SET refunded_amount = refunded_amount + @amount, version = version + 1
        WHERE id = @paymentId AND status = 'paid' AND @amount <= paid_amount - refunded_amount - refund_reserved
        """;

    private const string SettleRefund = """
        UPDATE qris_payments SET refund_reserved = refund_reserved - @amount, refunded_amount = refunded_amount + @amount,
               version = version + 1
        WHERE id = @paymentId AND status = 'paid' AND refund_reserved >= @amount
        """;

    private const string ReleaseRefund = """
        UPDATE qris_payments SET refund_reserved = refund_reserved - @amount, version = version + 1
        WHERE id = @paymentId AND status = 'paid' AND refund_reserved >= @amount
        """;

    /// <summary>Sets a new refund's amount aside. False when it is not paid or so much is not left; then nothing was written.</summary>
    public Task<bool> ReserveRefundAsync(DbSession session, RefundChange change) =>
        ChangeAsync(session, ReserveRefund, change, PaymentEventTypes.RefundRequested);

    /// <summary>Counts a refund that was done before the books heard of it. False when so much is not left, or it is not paid.</summary>
    public Task<bool> AddRefundedAsync(DbSession session, RefundChange change) =>
        ChangeAsync(session, AddRefunded, change, PaymentEventTypes.Refunded);

    /// <summary>Counts a refund that was set aside. The caller has changed the refund's own state, once, in the same transaction.</summary>
    public async Task SettleRefundAsync(DbSession session, RefundChange change) =>
        Demand(await ChangeAsync(session, SettleRefund, change, PaymentEventTypes.Refunded), change);

    /// <summary>Gives back what was set aside for a refund that came to nothing; its state was changed as above.</summary>
    public async Task ReleaseRefundAsync(DbSession session, RefundChange change) =>
        Demand(await ChangeAsync(session, ReleaseRefund, change, PaymentEventTypes.RefundFailed), change);

    /// <summary>
    /// Opens a dispute about a paid payment, unless there was one with these very words or about the same refund: gateways repeat
    /// themselves.
    /// </summary>
    public async Task DisputeAsync(DbSession session, Dispute dispute)
    {
        var note = StoredText.Cut(dispute.Note, 500);
        if (!await TryMarkOnceAsync(session, dispute.PaymentId, ReviewKinds.Dispute, note, dispute.GatewayKey)) return;
        await ReviewBook.OpenNamedAsync(
            session, ReviewKinds.Dispute, dispute.PaymentId, dispute.Amount, dispute.GatewayKey, note, session.Now);
        await TellAsync(session, dispute.PaymentId, PaymentEventTypes.Disputed,
            new { kind = ReviewKinds.Dispute, reversal = dispute.Reversal, code = dispute.Code, amount = dispute.Amount });
    }

    /// <summary>
    /// Opens a case about a refund that the gateway refused, under its name there: it closes when the gateway carries it out after all.
    /// </summary>
    /// <param name="session">The caller's transaction.</param>
    /// <param name="paymentId">The payment.</param>
    /// <param name="gatewayKey">By what the gateway knows the refund.</param>
    /// <param name="note">What happened.</param>
    /// <param name="data">Details for the timeline.</param>
    public async Task OpenRefundFailedAsync(DbSession session, string paymentId, string gatewayKey, string note, object data)
    {
        note = StoredText.Cut(note, 500);
        if (!await TryMarkOnceAsync(session, paymentId, ReviewKinds.RefundFailed, note, gatewayKey)) return;
        await ReviewBook.OpenNamedAsync(session, ReviewKinds.RefundFailed, paymentId, null, gatewayKey, note, session.Now);
        await TellAsync(session, paymentId, PaymentEventTypes.ReviewOpened, data);
    }

    private async Task<bool> ChangeAsync(DbSession session, string sql, RefundChange change, string type)
    {
        var changed = await session.ExecuteAsync(sql,
            new { paymentId = change.PaymentId, amount = change.Amount, opensCase = change.OpensCase });
        if (changed == 0) return false;
        await TellAsync(session, change.PaymentId, type, change.Data, change.RefundId);
        return true;
    }

    // The books contradict themselves: the transaction is rolled back, and the fault is named.
    private static void Demand(bool changed, RefundChange change)
    {
        if (!changed)
            throw new InvalidOperationException(
                $"Payment {change.PaymentId} has not set aside the {change.Amount} rupiah of refund {change.RefundId}.");
    }
}
