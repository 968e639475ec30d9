using QrisPayments.Money;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Refunds;
using QrisPayments.Storage;

namespace QrisPayments.Gateways;

/// <summary>Takes what a gateway says about an attempt into the books. Repeating it is harmless.</summary>
internal sealed class AttemptEvidence(
    CreditIntake intake, GatewayAttempts attempts, LostFinds finds, Reversals reversals, AttemptDoubts doubts, TimeProvider clock)
{
    /// <summary>A gateway that lost our create gets this long to notice it, before "not found" is believed.</summary>
    private static readonly TimeSpan Certainty = TimeSpan.FromMinutes(2);

    /// <summary>How much earlier than ours a gateway's clock may be.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <summary>Applies one answer.</summary>
    /// <param name="attempt">The attempt as it stood when the gateway was asked.</param>
    /// <param name="status">What the gateway said.</param>
    /// <param name="source">Who says so, for the books: <c>status</c>, <c>webhook</c>.</param>
    /// <param name="at">When it said so: a webhook may be applied long after it came.</param>
    /// <param name="cancellationToken">Set when the host stops.</param>
    /// <returns>False when it cannot be judged yet: it is to be asked for again before long.</returns>
    public async Task<bool> ApplyAsync(
        AttemptRow attempt, StatusResult status, string source, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (status is not StatusResult.Unreadable && attempt.UnreadSinceDb is not null)
            await attempts.NoteReadAsync(attempt.Id, cancellationToken);
        switch (status)
        {
            case StatusResult.Unreadable unreadable:
                await doubts.UnreadAsync(attempt, unreadable, source, at, cancellationToken);
                break;
            case StatusResult.Paid paid:
                await PayAsync(attempt, paid, source, at, cancellationToken);
                break;
            case StatusResult.Pending pending:
                if (!await attempts.TryNameAsync(attempt, pending.ProviderRef, cancellationToken)) break;
                await attempts.WaitAsync(attempt.Id, at, cancellationToken);
                await finds.CompleteAsync(attempt, pending, cancellationToken);
                break;
            case StatusResult.Ended ended:
                await reversals.EndAsync(attempt.Id, attempt.PaymentId, ended.End, null, cancellationToken);
                break;
            case StatusResult.Reversed reversed:
                // Paid, and refunded in part, before we heard of it.
                if (reversed is { Kind: ReversalKind.Refund, Payment: { } before } && attempt.MayBePaid
                    && WentBack(reversed) < (before.Amount ?? attempt.TotalAmount))
                    await PayAsync(attempt, before, source, at, cancellationToken);
                return await reversals.ApplyAsync(attempt.Id, attempt.PaymentId, reversed, cancellationToken);
            case StatusResult.Doubtful doubtful:
                await doubts.DoubtAsync(attempt, doubtful, cancellationToken);
                break;
            // An open attempt that its gateway does not know may not have been looked at by the customer yet (WIRE W3).
            case StatusResult.NotFound when attempt.State == AttemptStates.Unknown && attempt.CreatedAt + Certainty < clock.Now():
                await reversals.EndAsync(
                    attempt.Id, attempt.PaymentId, AttemptEnd.Failed, "The gateway has no record of it.", cancellationToken);
                break;
        }
        return true;
    }

    private static long? WentBack(StatusResult.Reversed reversed) =>
        reversed.TotalRefunded ?? (reversed.Refunds.Count > 0 ? reversed.Refunds.Sum(refund => refund.Amount) : null);

    private async Task PayAsync(
        AttemptRow attempt, StatusResult.Paid paid, string source, DateTimeOffset heardAt, CancellationToken cancellationToken)
    {
        if (!await attempts.TryNameAsync(attempt, paid.ProviderRef, cancellationToken))
        {
            await doubts.ContradictAsync(attempt, paid, cancellationToken);
            return;
        }
        var total = await finds.TotalAsync(attempt, paid, cancellationToken);
        // A time before the attempt is ignored: what did not exist could not be paid, and a wrong time zone must not make late money
        // look timely (WIRE G3). Without a time, the money came between the last "not paid yet" and the report that it had.
        var at = paid.At?.Cut() is { } said && said >= attempt.CreatedAt - Skew ? said : (DateTimeOffset?)null;
        var from = at ?? attempt.WaitedAtDb.FromDb() ?? attempt.CreatedAt;
        if (from < attempt.CreatedAt) from = attempt.CreatedAt;
        await intake.ReceiveAsync(new NewCredit
        {
            Account = attempt.Account,
            ExternalRef = paid.Reference ?? attempt.ProviderRef ?? paid.ProviderRef ?? attempt.Id,
            Source = source,
            Amount = paid.Amount ?? total,
            At = from > heardAt ? heardAt : from,
            Precision = at is null && heardAt > from ? heardAt - from : TimeSpan.FromSeconds(1),
            AttemptId = attempt.Id,
        }, cancellationToken);
    }
}
