using QrisPayments.Money;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Refunds;
using QrisPayments.Reviews;
using QrisPayments.Storage;

namespace QrisPayments.Gateways;

/// <summary>Takes what a gateway says about an attempt into the books. Repeating it is harmless.</summary>
internal sealed class AttemptEvidence(
    Database database, CreditIntake intake, PaymentBook book, GatewayAttempts attempts, Reversals reversals, TimeProvider clock)
{
    /// <summary>A gateway that lost our create gets this long to notice it, before "not found" is believed.</summary>
    private static readonly TimeSpan Certainty = TimeSpan.FromMinutes(2);

    /// <summary>How much earlier than ours a gateway's clock may be.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private const string FindNamesake = "SELECT payment_id FROM qris_attempts WHERE provider_ref = @providerRef AND account = @account";

    /// <summary>Applies one answer.</summary>
    /// <param name="attempt">The attempt as it stood when the gateway was asked.</param>
    /// <param name="status">What the gateway said.</param>
    /// <param name="source">Who says so, for the books: <c>status</c>, <c>webhook</c>.</param>
    /// <param name="at">When it said so: a webhook may be applied long after it came.</param>
    /// <param name="cancellationToken">Set when the host stops.</param>
    public async Task ApplyAsync(
        AttemptRow attempt, StatusResult status, string source, DateTimeOffset at, CancellationToken cancellationToken)
    {
        switch (status)
        {
            case StatusResult.Paid paid:
                await PayAsync(attempt, paid, source, at, cancellationToken);
                break;
            case StatusResult.Pending pending:
                if (await NameAsync(attempt, pending.ProviderRef, cancellationToken))
                    await attempts.WaitAsync(attempt.Id, at, cancellationToken);
                break;
            case StatusResult.Ended ended:
                await EndAsync(attempt, ended.End, null, cancellationToken);
                break;
            case StatusResult.Reversed reversed:
                await reversals.ApplyAsync(attempt.Id, attempt.PaymentId, reversed, cancellationToken);
                break;
            case StatusResult.Doubtful doubtful:
                await DoubtAsync(attempt, doubtful, cancellationToken);
                break;
            // An open attempt that its gateway does not know may not have been looked at by the customer yet (WIRE W3).
            case StatusResult.NotFound when attempt.State == AttemptStates.Unknown && attempt.CreatedAt + Certainty < clock.Now():
                await EndAsync(attempt, AttemptEnd.Failed, "The gateway has no record of it.", cancellationToken);
                break;
        }
    }

    /// <summary>
    /// Notes the gateway's reference of an attempt that had none. False when it is another attempt's: then what was said is about that
    /// one, or the gateway is wrong about one of them.
    /// </summary>
    private async Task<bool> NameAsync(AttemptRow attempt, string? providerRef, CancellationToken cancellationToken) =>
        providerRef is null || attempt.ProviderRef is not null
        || await database.RunAsync(s => PaymentBook.NameAttemptAsync(s, attempt.Id, providerRef), cancellationToken);

    private async Task PayAsync(
        AttemptRow attempt, StatusResult.Paid paid, string source, DateTimeOffset heardAt, CancellationToken cancellationToken)
    {
        if (!await NameAsync(attempt, paid.ProviderRef, cancellationToken))
        {
            await ContradictAsync(attempt, paid, cancellationToken);
            return;
        }
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
            Amount = paid.Amount ?? attempt.TotalAmount,
            At = from > heardAt ? heardAt : from,
            Precision = at is null && heardAt > from ? heardAt - from : TimeSpan.FromSeconds(1),
            AttemptId = attempt.Id,
        }, cancellationToken);
    }

    private Task EndAsync(AttemptRow attempt, AttemptEnd end, string? error, CancellationToken cancellationToken) =>
        database.TransactAsync(async session =>
        {
            // Locked, so that the money cannot come between the look and the end.
            await PaymentBook.LockAsync(session, attempt.PaymentId);
            if (!await reversals.TryVoidAsync(session, attempt.Id, attempt.PaymentId, end))
                await book.EndAtGatewayAsync(session, attempt.Id, attempt.PaymentId, end, error);
        }, cancellationToken);

    private Task DoubtAsync(AttemptRow attempt, StatusResult.Doubtful doubtful, CancellationToken cancellationToken) =>
        database.TransactAsync(
            session => book.OpenReviewOnceAsync(session, attempt.PaymentId, ReviewKinds.Doubtful, $"{doubtful.Code}: {doubtful.Message}",
                new { kind = ReviewKinds.Doubtful, attempt_id = attempt.Id, code = doubtful.Code }), cancellationToken);

    /// <summary>
    /// Money under a reference that another attempt already has. Which of the two it paid is unknown, and the other may no longer be
    /// polled, so it is counted for neither and a person decides.
    /// </summary>
    private Task ContradictAsync(AttemptRow attempt, StatusResult.Paid paid, CancellationToken cancellationToken) =>
        database.TransactAsync(async session =>
        {
            var other = await session.FirstOrDefaultAsync<string>(FindNamesake,
                new { providerRef = paid.ProviderRef, account = attempt.Account });
            var what = (paid.Amount is { } amount ? Rupiah.Format(amount) : "this payment")
                + (paid.Reference is { } money ? $" ({money})" : "");
            await book.OpenReviewOnceAsync(session, attempt.PaymentId, ReviewKinds.Webhook,
                $"The gateway names {what} as paid under {paid.ProviderRef}, which is the reference of payment {other}. "
                    + "Nothing was counted.",
                new { kind = ReviewKinds.Webhook, attempt_id = attempt.Id, provider_ref = paid.ProviderRef });
        }, cancellationToken);
}
