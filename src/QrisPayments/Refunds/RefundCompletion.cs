using QrisPayments.Payments;
using QrisPayments.Reviews;
using QrisPayments.Storage;

namespace QrisPayments.Refunds;

/// <summary>
/// Ends refunds: state, sums, case and event in the caller's transaction, which has locked the payment first
/// (<see cref="PaymentBook.LockAsync"/>).
/// </summary>
internal sealed class RefundCompletion(PaymentBook book)
{
    /// <summary>
    /// Takes the gateway's word that a refund is done. Repeating it is harmless. One that was given up here comes back to life if so
    /// much is still left to give back; otherwise it is a dispute.
    /// </summary>
    public async Task DoneAtGatewayAsync(DbSession session, StoredRefund refund, string? reference, DateTimeOffset at)
    {
        if (await DoneAsync(session, refund, reference, at, decided: null)) return;
        // What was read before may have changed meanwhile; the payment is locked, so it changes no more.
        if (await RefundBook.FindAsync(session, refund.Id) is not { } known) return;
        // Only one that we asked for and a person entered as sent may have gone back twice: by transfer, and at the gateway. Of one that
        // the gateway itself told of, a second name is the same refund.
        if (known is { State: RefundStates.Done, Way: RefundWays.Gateway, IsReported: false, DecidedBy: not null, Reference: not null }
            && reference is not null && !known.Has(reference))
            await book.DisputeAsync(session, new Dispute
            {
                PaymentId = known.PaymentId, Reversal = "refund", Code = "other_number", Amount = known.Amount, GatewayKey = reference,
                Note = $"Refund {known.Id} was entered as done with the number {known.Reference}, and the gateway carried it out as "
                    + $"{reference}: the money may have gone back twice.",
            });
        if (known is not { State: RefundStates.Failed } failed) return;
        if (!await ReviveAsync(session, failed, reference, at, by: null))
            await book.DisputeAsync(session, new Dispute
            {
                PaymentId = failed.PaymentId, Reversal = "refund", Code = "carried_out", Amount = failed.Amount,
                GatewayKey = failed.GatewayKey,
                Note = $"The gateway carried out refund {failed.Id} of {Rupiah.Format(failed.Amount)}, which had failed here, and more went "
                    + "back than was paid.",
            });
    }

    /// <summary>
    /// Makes a failed refund done, because the gateway has carried it out after all, and closes the case that says that no money went
    /// back: it asks for a transfer. False when so much is not left; then nothing was written.
    /// </summary>
    /// <param name="session">The caller's transaction.</param>
    /// <param name="failed">The refund.</param>
    /// <param name="reference">The gateway's number; null when it is not known.</param>
    /// <param name="at">When the money went back.</param>
    /// <param name="by">The person who says so; null for the gateway.</param>
    public async Task<bool> ReviveAsync(DbSession session, StoredRefund failed, string? reference, DateTimeOffset at, string? by)
    {
        if (!await TryCountAsync(session, failed)) return false;
        await RefundBook.ReviveAsync(session, failed.Id, reference, at, by);
        if (failed.GatewayKey is { } key)
            await ReviewBook.CloseNamedAsync(session, ReviewKinds.RefundFailed, failed.PaymentId, key, "refunded", session.Now);
        await PaymentBook.ShowOpenCaseAsync(session, failed.PaymentId);
        return true;
    }

    /// <summary>
    /// Counts what went back before the books heard of it, and closes the dispute about it: it may not have fitted before. False when so
    /// much is not left; then nothing was written.
    /// </summary>
    public async Task<bool> TryCountAsync(DbSession session, StoredRefund refund)
    {
        if (!await book.AddRefundedAsync(session, ChangeOf(refund, RefundStates.Done))) return false;
        if (refund.GatewayKey is { } key
            && await ReviewBook.FindDisputeAsync(session, refund.PaymentId, key) is { State: Review.Open } dispute)
        {
            await ReviewBook.CloseOneAsync(session, dispute.Id, "refunded", session.Now);
            await PaymentBook.ShowOpenCaseAsync(session, refund.PaymentId);
        }
        return true;
    }

    /// <summary>Ends one that is under way with its money gone back; false when it is not under way.</summary>
    /// <param name="session">The caller's transaction.</param>
    /// <param name="refund">The refund.</param>
    /// <param name="reference">The number of the transfer, or the gateway's.</param>
    /// <param name="at">When the money went back.</param>
    /// <param name="decided">The person who said so, and what; null for the gateway.</param>
    public async Task<bool> DoneAsync(DbSession session, StoredRefund refund, string? reference, DateTimeOffset at, DecidedCase? decided)
    {
        if (!await RefundBook.MarkDoneAsync(session, refund.Id, reference, at, decided?.By)) return false;
        await CloseCaseAsync(session, refund, decided, "refunded");
        await book.SettleRefundAsync(session, ChangeOf(refund, RefundStates.Done));
        return true;
    }

    /// <summary>Ends one that is under way without money; false when it is not, or when the caller has lost its lease.</summary>
    /// <param name="session">The caller's transaction.</param>
    /// <param name="refund">The refund.</param>
    /// <param name="error">Why.</param>
    /// <param name="decided">The person who refused; null for the gateway.</param>
    /// <param name="held">The end of the caller's lease; null for a person.</param>
    public async Task<bool> FailAsync(
        DbSession session, StoredRefund refund, string error, DecidedCase? decided, DateTimeOffset? held)
    {
        if (!await RefundBook.MarkFailedAsync(session, refund.Id, error, decided?.By, held)) return false;
        await CloseCaseAsync(session, refund, decided, "refund_failed");
        await book.ReleaseRefundAsync(session, ChangeOf(refund, RefundStates.Failed));
        // Whoever asked in the console has seen that it was recorded, and nothing tells them of the end.
        if (decided is null && refund.RequestedBy is not null)
            await book.OpenRefundFailedAsync(session, refund.PaymentId, refund.GatewayKey!,
                $"The gateway refused refund {refund.Id} of {Rupiah.Format(refund.Amount)}, which {refund.RequestedBy} had asked for: {error}",
                new { kind = ReviewKinds.RefundFailed, refund_id = refund.Id, amount = refund.Amount });
        return true;
    }

    /// <summary>What the payment's sums and its timeline are told.</summary>
    public static RefundChange ChangeOf(StoredRefund refund, string state, string? opensCase = null) => new()
    {
        PaymentId = refund.PaymentId, RefundId = refund.Id, Amount = refund.Amount, OpensCase = opensCase,
        Data = new { refund_id = refund.Id, amount = refund.Amount, by = refund.Way, status = state },
    };

    // Before the sums change, whose event carries the version that readers see.
    private static async Task CloseCaseAsync(DbSession session, StoredRefund refund, DecidedCase? decided, string resolution)
    {
        // The case may have been opened since the refund was read.
        if ((await RefundBook.FindAsync(session, refund.Id))?.ReviewId is not { } reviewId) return;
        if (decided is not null) await ReviewBook.DecideAsync(session, reviewId, decided, session.Now);
        else await ReviewBook.CloseOneAsync(session, reviewId, resolution, session.Now);
        await PaymentBook.ShowOpenCaseAsync(session, refund.PaymentId);
    }
}
