using QrisPayments.Foundation;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;
using QrisPayments.Totals;

namespace QrisPayments.Payments;

/// <summary>An attempt that was not opened, as far as going on needs to know it.</summary>
internal sealed record FailedAttempt(string Id, string Account, long Total)
{
    public static FailedAttempt Of(Attempt attempt) => new(attempt.Id, attempt.Account.Id, attempt.TotalAmount);
}

/// <summary>
/// Writes down how opening begins and how it went, each time in one transaction. Every write demands that the attempt is still its
/// payment's own.
/// </summary>
internal sealed class AttemptRecorder(
    Database database, PaymentBook book, PaymentReader reader, AttemptStarter starter, TotalReserver totals, UnshownTotals unshown)
{
    /// <summary>Starts the first attempt of a stored payment; the payment fails when no account is left.</summary>
    public async Task<StartResult> StartFirstAsync(
        AttemptSubject subject, IReadOnlyList<ProviderAccount> accounts, CancellationToken cancellationToken)
    {
        using var underway = totals.Begin();
        return await unshown.StartAsync(spent => database.TransactAsync<StartResult>(async session =>
        {
            underway.Restart();
            var result = await starter.StartAsync(session, underway, subject, accounts, PublicId.New("att"), spent);
            if (result is StartResult.Started started)
                return await PaymentBook.TakeAttemptAsync(session, started.Attempt, null) ? result : new StartResult.TakenByOther();
            if (result is StartResult.NoneLeft) await book.FailAsync(session, subject.PaymentId);
            return result;
        }, keep: result => result is not (StartResult.TakenByOther or StartResult.Full), cancellationToken),
            result => (result as StartResult.Full)?.Band, cancellationToken);
    }

    /// <summary>
    /// Shows an attempt that was opened, or ends it when its payment has ended meanwhile. What another attempt has already, in the
    /// gateway's reference or in a total that must tell them apart, is refused.
    /// </summary>
    public Task<OpenedResult> OpenedAsync(
        Attempt attempt, OpenResult.Opened opened, IdempotencyKey? key, CancellationToken cancellationToken) =>
        database.TransactAsync(async session =>
        {
            var expiresAt = attempt.ExpiryOf(opened);
            if (attempt.Account.Traits.GatewayMatchesTotal
                && !await TotalReserver.TakeGivenAsync(session, attempt.Account.Id, opened.TotalAmount, attempt.Id, expiresAt,
                    holder => PaymentBook.NeedsTotalAsync(session, holder)))
                return new OpenedResult.Refused(TotalTaken(opened));
            switch (await book.OpenAttemptAsync(session, attempt, opened, expiresAt))
            {
                case OpenOutcome.ReferenceTaken:
                    return new OpenedResult.Refused(ReferenceTaken(opened));
                case OpenOutcome.Shown shown:
                    return await AnswerAsync(session, key, shown.Payment);
                default:
                    return await AnswerAsync(session, key,
                        await reader.AnswerAsync(session, attempt.PaymentId, attempt.ShowsAtOnce));
            }
        }, keep: result => result is OpenedResult.Recorded, cancellationToken);

    private static async Task<OpenedResult> AnswerAsync(DbSession session, IdempotencyKey? key, Payment payment)
    {
        if (key is not null) await IdempotencyStore.AnswerAsync(session, key, payment);
        return new OpenedResult.Recorded(payment);
    }

    public static OpenResult.Rejected ReferenceTaken(OpenResult.Opened opened) =>
        new("reference_taken", $"The gateway calls it {opened.ProviderRef}, which is another payment's name already.");

    public static OpenResult.Rejected TotalTaken(OpenResult.Opened opened) =>
        new("total_taken", $"The gateway wants a total of {opened.TotalAmount}, which another open payment of this account has.");

    /// <summary>A local provider did not get to it. The attempt stays as it is, and the janitor goes on with it.</summary>
    public Task<Payment> LeaveAsync(Attempt attempt, IdempotencyKey? key, CancellationToken cancellationToken) =>
        database.TransactAsync(async session =>
        {
            var payment = await reader.AnswerAsync(session, attempt.PaymentId, attempt.ShowsAtOnce);
            if (key is not null) await IdempotencyStore.AnswerAsync(session, key, payment);
            return payment;
        }, cancellationToken);

    /// <summary>Ends an attempt and starts the next in one transaction, or ends the payment when no account is left.</summary>
    /// <param name="subject">The payment.</param>
    /// <param name="attempt">What was not opened.</param>
    /// <param name="failure">Why.</param>
    /// <param name="others">Who may still be asked; none when there is no time for it.</param>
    /// <param name="key">The create's key.</param>
    /// <param name="cancellationToken">The caller's own.</param>
    public async Task<AfterFailure> FailedAsync(
        AttemptSubject subject, FailedAttempt attempt, OpenResult failure, IReadOnlyList<ProviderAccount> others, IdempotencyKey? key,
            CancellationToken cancellationToken)
    {
        using var underway = totals.Begin();
        return await unshown.StartAsync(spent => database.TransactAsync<AfterFailure>(async session =>
        {
            underway.Restart();
            if (await PaymentBook.EndOpeningAsync(session, attempt.Id, attempt.Account, attempt.Total, failure)
                && await PaymentBook.HoldForNextAsync(session, subject.PaymentId, attempt.Id))
            {
                switch (await starter.StartAsync(session, underway, subject, others, PublicId.New("att"), spent))
                {
                    case StartResult.Started next:
                        await PaymentBook.TakeAttemptAsync(session, next.Attempt, attempt.Id);
                        return new AfterFailure.Next(next);
                    case StartResult.Full full:
                        return new AfterFailure.Full(full.Band);
                }
                // An unknown attempt may yet turn out to be open; only when all have declined is the payment over.
                if (failure is OpenResult.Rejected && !await PaymentBook.HasUnknownAsync(session, subject.PaymentId))
                    await book.FailAsync(session, subject.PaymentId);
            }
            var payment = await reader.AnswerAsync(session, subject.PaymentId, subject.ShowsAtOnce);
            if (key is not null && payment.Status == PaymentStatus.Pending) await IdempotencyStore.AnswerAsync(session, key, payment);
            return new AfterFailure.Over(payment);
        }, keep: after => after is not AfterFailure.Full, cancellationToken),
            after => (after as AfterFailure.Full)?.Band, cancellationToken);
    }
}
