using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;
using QrisPayments.Totals;

namespace QrisPayments.Payments;

/// <summary>Writes down what a provider that reaches nobody has opened, in the caller's transaction.</summary>
internal sealed class LocalRecorder(PaymentBook book, PaymentReader reader, IdempotencyStore idempotency, OpenOrders orders)
{
    /// <summary>Stores a new payment with its attempt, and the create's key with the answer.</summary>
    public async Task<LocalResult> AddAsync(DbSession session, string app, ReadyPayment ready, IdempotencyKey? key, LocalAttempt made)
    {
        var row = NewPaymentRow.Opened(NewPaymentRow.Of(app, ready, made.At, attemptId: null), made);
        var payment = reader.Read(row);
        // First what may be refused, so that all the rest travels together.
        if (key is not null && !await idempotency.TakeAsync(session, key, row.Id, payment))
            return new LocalResult.Refused(new CreateOutcome.KeyTaken());
        if (ready.Sale is { } sale && !await sale.KeepAsync(session, row))
            return new LocalResult.Refused(new CreateOutcome.ReferenceTaken());
        if (!await TakeTotalAsync(session, made)) return new LocalResult.TotalTaken();
        if (!await book.AddAsync(session, row, isOnlyOpenOne: ready.Sale is null))
            return new LocalResult.Refused(new CreateOutcome.Answered(await orders.RefuseAsync(session, app, row.OrderId)));
        return await AddAttemptAsync(session, made, row, payment);
    }

    /// <summary>Gives a payment that stands its first attempt.</summary>
    public async Task<LocalResult> OpenAsync(DbSession session, PaymentRow seen, LocalAttempt made)
    {
        if (!await TakeTotalAsync(session, made)) return new LocalResult.TotalTaken();
        if (!await PaymentBook.TakeOpenAttemptAsync(session, made.Attempt, seen.Version)) return new LocalResult.TakenByOther();
        var row = NewPaymentRow.Opened(seen, made);
        return await AddAttemptAsync(session, made, row, reader.Read(row));
    }

    private static async Task<bool> TakeTotalAsync(DbSession session, LocalAttempt made) => made.Total is not { } total
        || await TotalReserver.TakeAsync(session, made.Attempt.Account.Id, total, made.Attempt.Id, made.At, made.Attempt.HeldUntil);

    private async Task<LocalResult> AddAttemptAsync(DbSession session, LocalAttempt made, PaymentRow row, Payment payment) =>
        await book.AddOpenAttemptAsync(session, made, row)
            ? new LocalResult.Open(payment)
            : new LocalResult.NotHere(new OpenAnswer.Given(AttemptRecorder.ReferenceTaken(made.Opened)));
}
