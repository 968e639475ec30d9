using QrisPayments.Foundation;
using QrisPayments.Storage;
using QrisPayments.Totals;

namespace QrisPayments.Payments;

/// <summary>Stores a payment and its first attempt in one transaction, so that no webhook can arrive before its row.</summary>
internal sealed class PaymentStart(
    Database database, AttemptStarter starter, TotalReserver totals, UnshownTotals unshown, IdempotencyStore idempotency, OpenOrders orders)
{
    /// <summary>How it ended: exactly one of the nested records.</summary>
    internal abstract record Result
    {
        private Result() { }

        /// <summary>It is stored; the attempt is to be opened.</summary>
        public sealed record Started(StartResult.Started Attempt) : Result;

        /// <summary>Nothing was stored.</summary>
        public sealed record Ended(CreateOutcome Outcome) : Result;

        /// <summary>The same, until the band has given back what was never shown.</summary>
        public sealed record Full(TotalBand Band) : Result;
    }

    public async Task<Result> RunAsync(string app, ReadyPayment ready, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        using var underway = totals.Begin();
        return await unshown.StartAsync(spent => database.TransactAsync(async session =>
        {
            underway.Restart();
            return await StartAsync(session, underway, app, ready, key, spent);
        }, keep: result => result is Result.Started, cancellationToken), result => (result as Result.Full)?.Band, cancellationToken);
    }

    private async Task<Result> StartAsync(
        DbSession session, TotalReserver.Underway underway, string app, ReadyPayment ready, IdempotencyKey? key,
            IReadOnlySet<TotalBand> spent)
    {
        var subject = ready.Subject;
        if (key is not null && !await idempotency.TakeAsync(session, key, subject.PaymentId))
            return new Result.Ended(new CreateOutcome.KeyTaken());
        var attemptId = PublicId.New("att");
        var row = NewPaymentRow.Of(app, ready, session.Now, attemptId);
        if (await orders.RefuseVisitorAsync(session, row, ready) is { } refusal) return Ended(refusal);
        if (await orders.AddAsync(session, row, ready, session.Now + subject.ExpiresIn) is OpenOrders.Result.Refused { Answer: var answer })
            return Ended(answer);
        if (ready.Sale is { } sale && !await sale.KeepAsync(session, row))
            return new Result.Ended(new CreateOutcome.ReferenceTaken());
        return await starter.StartAsync(session, underway, subject, ready.Accounts, attemptId, spent) switch
        {
            StartResult.Started started => new Result.Started(started),
            StartResult.Full full => new Result.Full(full.Band),
            StartResult.Exhausted exhausted => Ended(new CreateResult.UniqueAmountExhausted(exhausted.RetryAfter)),
            _ => Ended(new CreateResult.ProviderUnavailable("No provider can take this payment.")),
        };
    }

    private static Result.Ended Ended(CreateResult result) => new(new CreateOutcome.Answered(result));
}
