using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;
using QrisPayments.Totals;

namespace QrisPayments.Payments;

/// <summary>Stores an attempt that its provider has already opened, in the caller's transaction.</summary>
internal sealed class LocalRecorder(PaymentBook book, PaymentReader reader, IdempotencyStore idempotency, OpenOrders orders)
{
    /// <summary>
    /// The attempt's times were set before it was stored. If storing waits longer than this, money that arrives in between would count for
    /// an attempt that no customer could see.
    /// </summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(2);

    /// <summary>Stores a new payment with its attempt, and the create's key with the answer.</summary>
    public async Task<LocalResult> AddAsync(DbSession session, string app, ReadyPayment ready, IdempotencyKey? key, LocalAttempt made)
    {
        var row = NewPaymentRow.Opened(NewPaymentRow.Of(app, ready, made.At, attemptId: null), made);
        var payment = reader.Read(row);
        // First what may be refused, so that all the rest travels together.
        if (await orders.RefuseVisitorAsync(session, row, ready) is { } refusal)
            return new LocalResult.Refused(new CreateOutcome.Answered(refusal));
        var mayReplace = ready.Payment.Replace;
        // What takes another payment's place names it in its answer, which is known only then.
        if (key is not null && !await idempotency.TakeAsync(session, key, row.Id, mayReplace ? null : payment))
            return new LocalResult.Refused(new CreateOutcome.KeyTaken());
        if (ready.Sale is { } sale && !await sale.KeepAsync(session, row))
            return new LocalResult.Refused(new CreateOutcome.ReferenceTaken());
        if (!await TakeTotalAsync(session, made)) return new LocalResult.Again();
        var added = await orders.AddAsync(session, row, ready, made.Attempt.ExpiresAt);
        if (added is OpenOrders.Result.Refused { Answer: var answer }) return new LocalResult.Refused(new CreateOutcome.Answered(answer));
        if (mayReplace)
        {
            row = ((OpenOrders.Result.Added)added).Row;
            payment = reader.Read(row);
            if (key is not null) await IdempotencyStore.AnswerAsync(session, key, payment);
        }
        if (!await book.AddOpenAttemptAsync(session, row, made)) return ReferenceTaken(made);
        return IsOld(session, made) ? new LocalResult.Again() : new LocalResult.Open(payment);
    }

    /// <summary>Gives a stored payment its first attempt.</summary>
    public async Task<LocalResult> OpenAsync(DbSession session, PaymentRow seen, LocalAttempt made)
    {
        if (!await TakeTotalAsync(session, made)) return new LocalResult.Again();
        if (!await PaymentBook.TakeAttemptAsync(session, made.Attempt, before: null, seen.Version)) return new LocalResult.Changed();
        var row = NewPaymentRow.Opened(seen, made);
        if (!await book.AddOpenAttemptAsync(session, row, made)) return ReferenceTaken(made);
        return IsOld(session, made) ? new LocalResult.Again() : new LocalResult.Open(reader.Read(row));
    }

    private static async Task<bool> TakeTotalAsync(DbSession session, LocalAttempt made) => made.Total is not { } total
        || await TotalReserver.TakeAsync(session, made.Attempt.Account.Id, total, made.Attempt.Id, made.At, made.Attempt.HeldUntil);

    private static bool IsOld(DbSession session, LocalAttempt made) => session.Now - made.At > MaxAge;

    private static LocalResult ReferenceTaken(LocalAttempt made) =>
        new LocalResult.StoreFirst(new OpenAnswer.Given(AttemptRecorder.ReferenceTaken(made.Opened)));
}
