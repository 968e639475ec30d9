using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Reviews;
using QrisPayments.Storage;

namespace QrisPayments.Refunds;

/// <summary>
/// Takes in what a gateway says about money that was paid and went back. The payment stays paid: a refund that can be told apart is
/// recorded or completed, once however often it is reported, and everything else is a dispute.
/// </summary>
internal sealed class Reversals(Database database, PaymentBook book, RefundCompletion completion)
{
    /// <summary>Applies one answer of a gateway.</summary>
    /// <param name="attemptId">The attempt that it is about.</param>
    /// <param name="paymentId">The attempt's payment.</param>
    /// <param name="said">What the gateway says.</param>
    /// <param name="cancellationToken">Set when the host stops.</param>
    public Task ApplyAsync(string attemptId, string paymentId, StatusResult.Reversed said, CancellationToken cancellationToken) =>
        database.TransactAsync(async session =>
        {
            await PaymentBook.LockAsync(session, paymentId);
            if (await PaymentReader.FindRowAsync(session, paymentId) is not { } payment) return;
            if (payment.Status != Statuses.Paid || payment.AttemptId != attemptId)
                // It was paid and went back before it was counted, or it is money that was not counted for this payment.
                await book.OpenReviewOnceAsync(session, paymentId, ReviewKinds.Doubtful, $"{said.Code}: {said.Message}",
                    new { kind = ReviewKinds.Doubtful, attempt_id = attemptId, code = said.Code });
            else if (said.Kind == ReversalKind.Refund)
                await TakeRefundsAsync(session, payment, said);
            else
                await DisputeAsync(session, payment, said, $"{said.Code}: {said.Message}");
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
            // "Expired" is old news that money overtook; the others undo a payment.
            else if (end != AttemptEnd.Expired)
                await book.DisputeAsync(session, paymentId, $"The gateway says that it ended the paid attempt {attemptId} ({Word(end)}).",
                    new { kind = ReviewKinds.Dispute, reversal = "void", code = Word(end), attempt_id = attemptId });
        }, cancellationToken);

    private async Task TakeRefundsAsync(DbSession session, PaymentRow payment, StatusResult.Reversed said)
    {
        if (said.Refunds.Count == 0)
        {
            await TakeTotalAsync(session, payment, said);
            return;
        }
        foreach (var refund in said.Refunds) await TakeAsync(session, payment, said, refund);
        var listed = said.Refunds.Sum(refund => refund.Amount);
        if (said.TotalRefunded is { } total && total > listed)
            await DisputeAsync(session, payment, said,
                $"{said.Code}: the gateway says that {Rupiah.Format(total)} went back, and lists {Rupiah.Format(listed)} of it.");
    }

    private async Task TakeAsync(DbSession session, PaymentRow payment, StatusResult.Reversed said, GatewayRefund told)
    {
        // Read anew for each: the one before may have ended what this one would be taken for.
        var known = await RefundBook.OfPaymentAsync(session, payment.Id);
        var same = known.FirstOrDefault(refund => IsSame(refund, told)) ?? Awaited(known, told.Amount);
        if (same is null)
        {
            await AddAsync(session, payment, said, told.Amount, told.Key ?? told.Reference ?? $"{told.Amount}@{told.At:O}",
                told.Reference ?? told.Key, told.At, told.Reason);
            return;
        }
        if (same.Amount == told.Amount)
        {
            await completion.DoneAtGatewayAsync(session, same, told.Reference ?? told.Key, When(session, told.At));
            if (Names(told).FirstOrDefault() is { } name) await RefundBook.NameAtGatewayAsync(session, same.Id, name);
        }
        else
            await DisputeAsync(session, payment, said, $"{said.Code}: refund {same.Id} is {Rupiah.Format(same.Amount)} here and "
                + $"{Rupiah.Format(told.Amount)} at the gateway.");
    }

    /// <summary>The gateway tells only how much went back in all: what is beyond what it carried out here is new.</summary>
    private async Task TakeTotalAsync(DbSession session, PaymentRow payment, StatusResult.Reversed said)
    {
        var known = await RefundBook.OfPaymentAsync(session, payment.Id);
        var counted = known.Where(refund => refund is { IsKnownToGateway: true, State: RefundStates.Done }).Sum(refund => refund.Amount);
        var atWork = known.Where(refund => refund is { IsKnownToGateway: true, IsUnderWay: true }).ToList();
        if (said.TotalRefunded is not { } total)
        {
            // One word and no amount. What the gateway is known to have given back, or is about to, explains it.
            if (counted == 0 && atWork.Count == 0) await DisputeAsync(session, payment, said, $"{said.Code}: {said.Message}");
            return;
        }
        var more = total - counted;
        if (more <= 0) return;
        if (atWork.Where(refund => refund.Amount == more).ToList() is [var ours])
            await completion.DoneAtGatewayAsync(session, ours, null, session.Now);
        else if (atWork.Count > 0)
            await DisputeAsync(session, payment, said, $"{said.Code}: the gateway says that {Rupiah.Format(total)} went back in all, which "
                + "the refunds under way do not explain.");
        else if ((Awaited(known, more) ?? Entered(known, more)) is { } byHand)
        {
            await completion.DoneAtGatewayAsync(session, byHand, null, session.Now);
            await RefundBook.NameAtGatewayAsync(session, byHand.Id, $"total:{total}");
        }
        else
            await AddAsync(session, payment, said, more, $"total:{total}", null, null, null);
    }

    /// <summary>
    /// Records a refund that was made elsewhere, at the gateway's dashboard; what is beyond the refundable sum is a dispute.
    /// </summary>
    private async Task AddAsync(
        DbSession session, PaymentRow payment, StatusResult.Reversed said, long amount, string key, string? reference, DateTimeOffset? at,
        string? reason)
    {
        var refund = new StoredRefund
        {
            Id = Foundation.PublicId.New("rfd"), PaymentId = payment.Id, AttemptId = payment.AttemptId!, Account = "", Amount = amount,
            State = RefundStates.Done, Way = RefundWays.Gateway,
            Reason = StoredText.Cut(reason is { Length: > 0 } ? reason : said.Message, RefundRules.MaxReason),
            Reference = reference, GatewayKey = key, App = "", CreatedAt = session.Now.ToDb(), DoneAt = When(session, at).ToDb(),
        };
        if (await book.AddRefundedAsync(session, RefundCompletion.ChangeOf(refund, RefundStates.Done)))
            await RefundBook.AddAsync(session, refund with { Account = await AccountAsync(session, refund.AttemptId) });
        else
            await DisputeAsync(session, payment, said, $"{said.Code}: the gateway reports a refund of {Rupiah.Format(amount)} ({key}), "
                + "which is more than was left to give back. It was not counted.");
    }

    private const string ReadAccount = "SELECT account FROM qris_attempts WHERE id = @id";

    private static async Task<string> AccountAsync(DbSession session, string attemptId) =>
        (await session.FirstOrDefaultAsync<string>(ReadAccount, new { id = attemptId }))!;

    /// <summary>The same refund: the gateway's key or number is known, also as a number that a person entered.</summary>
    private static bool IsSame(StoredRefund refund, GatewayRefund told) =>
        Names(told).Any(name => name == refund.GatewayKey || name == refund.Reference);

    private static IEnumerable<string> Names(GatewayRefund told)
    {
        if (told.Key is { } key) yield return key;
        if (told.Reference is { } reference) yield return reference;
    }

    /// <summary>
    /// A refund that a person was asked to send, when it alone has this amount: the person sent it by the gateway's dashboard. Otherwise
    /// it would be sent a second time.
    /// </summary>
    private static StoredRefund? Awaited(List<StoredRefund> known, long amount) =>
        known.Where(refund => refund is { Way: RefundWays.Hand, IsUnderWay: true } && refund.Amount == amount).ToList() is [var only]
            ? only
            : null;

    /// <summary>
    /// A refund that a person has entered as made, when it alone has this amount and the gateway, which tells only sums, has not told of
    /// it.
    /// </summary>
    private static StoredRefund? Entered(List<StoredRefund> known, long amount) =>
        known.Where(refund => refund is { Way: RefundWays.Hand, State: RefundStates.Done, IsKnownToGateway: false }
            && refund.Amount == amount).ToList() is [var only]
            ? only
            : null;

    private Task DisputeAsync(DbSession session, PaymentRow payment, StatusResult.Reversed said, string note) =>
        book.DisputeAsync(session, payment.Id, note, new
        {
            kind = ReviewKinds.Dispute, reversal = said.Kind.ToString().ToLowerInvariant(), code = said.Code,
            attempt_id = payment.AttemptId,
        });

    // A time to come would put the refund on a day that is not yet there.
    private static DateTimeOffset When(DbSession session, DateTimeOffset? at) => at is { } said && said < session.Now ? said : session.Now;

    private static string Word(AttemptEnd end) => end switch
    {
        AttemptEnd.Cancelled => "cancelled",
        AttemptEnd.Failed => "failed",
        _ => "expired",
    };
}
