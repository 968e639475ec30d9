using QrisPayments.Foundation;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Reviews;
using QrisPayments.Storage;

namespace QrisPayments.Refunds;

/// <summary>
/// Makes refunds in the caller's transaction, and decides once by whom each is carried out. A gateway is asked after the commit, by
/// <see cref="RefundWorker"/>.
/// </summary>
internal sealed class RefundMaker(
    Database database, PaymentBook book, PaymentReader payments, IdempotencyStore idempotency, ProviderDirectory providers, RefundBell bell)
{
    /// <summary>Makes it. What was written before a refusal is taken back, so that the caller may commit whatever the result is.</summary>
    public async Task<RefundOutcome> MakeAsync(DbSession session, RefundAsked asked)
    {
        if (!PublicId.Looks(asked.PaymentId, "pay") || await LockAsync(session, asked.PaymentId) is not { } payment)
            return new RefundOutcome(new RefundResult.NotFound());
        if (asked.Key is not { } key) return await MakeAsync(session, asked, payment);

        if (await idempotency.TakeOrFindAsync(session, key, asked.PaymentId) is { } taken) return await RepeatAsync(session, key, taken);
        var outcome = await MakeAsync(session, asked, payment);
        if (outcome.Written is { } written) await IdempotencyStore.AnswerAsync(session, key, asked.PaymentId, written);
        else await IdempotencyStore.GiveBackAsync(session, key, asked.PaymentId);
        return outcome;
    }

    /// <summary>Keeps others from changing the payment or its refunds, and reads it as it is then; null for an unknown payment.</summary>
    private async Task<PaymentRow?> LockAsync(DbSession session, string paymentId)
    {
        // Under REPEATABLE READ, looking for a row to lock that is not there would lock out those that are about to be stored around it.
        if (session.MaySeeOldRows() && await payments.FindNewestRowAsync(session, paymentId) is null) return null;
        await PaymentBook.LockAsync(session, paymentId);
        return await payments.FindNewestRowAsync(session, paymentId);
    }

    private Task<T> CommittedAsync<T>(DbSession session, Func<DbSession, Task<T>> readAsync) =>
        database.RunAsync(readAsync, session.CancellationToken);

    private async Task<RefundOutcome> MakeAsync(DbSession session, RefundAsked asked, PaymentRow payment)
    {
        if (payment is not { Status: Statuses.Paid, AttemptId: not null })
            return new RefundOutcome(new RefundResult.NotPaid(payments.Read(payment)));
        var wanted = asked.Refund.Amount;
        if (asked.Refund.Reference is { } reference && await FindTransferAsync(session, payment.Id, reference.Trim()) is { } known)
            return wanted is null || wanted == known.Amount
                ? RefundOutcome.Made(known.ToRefund(), isKnownTransfer: true)
                : new RefundOutcome(new RefundResult.ReferenceUsed(known.ToRefund()));

        var amount = wanted ?? payment.Refundable;
        if (await RefundBook.CountAsync(session, payment.Id) >= RefundRules.MaxOfPayment)
            return new RefundOutcome(new RefundResult.TooMany(RefundRules.MaxOfPayment));
        if (amount < 1 || amount > payment.Refundable) return new RefundOutcome(new RefundResult.TooMuch(payment.Refundable));
        var refund = await PlanAsync(session, asked, payment) with { Amount = amount };
        await StoreAsync(session, refund);
        return RefundOutcome.Made(refund.ToRefund());
    }

    /// <summary>The payment's refund that is done with this number, by whichever way, or null.</summary>
    private async Task<StoredRefund?> FindTransferAsync(DbSession session, string paymentId, string reference)
    {
        async Task<StoredRefund?> FindAsync(DbSession one) => (await RefundBook.OfPaymentAsync(one, paymentId))
            .Find(refund => refund.State == RefundStates.Done && refund.Has(reference));

        return await FindAsync(session) ?? (session.MaySeeOldRows() ? await CommittedAsync(session, FindAsync) : null);
    }

    /// <summary>Sets the amount aside, or counts it, and stores the refund.</summary>
    private async Task StoreAsync(DbSession session, StoredRefund refund)
    {
        var isDone = refund.State == RefundStates.Done;
        var needsPerson = refund is { State: RefundStates.Requested, Way: RefundWays.Hand };
        var change = RefundCompletion.ChangeOf(refund, refund.State, needsPerson ? ReviewKinds.Refund : null);
        // The payment was locked before its sums were read, so only a writer that takes no lock could have been first.
        if (!await (isDone ? book.AddRefundedAsync(session, change) : book.ReserveRefundAsync(session, change)))
            throw new InvalidOperationException($"Payment {refund.PaymentId} was locked, and its refunds changed nevertheless.");

        var caseId = needsPerson
            ? await ReviewBook.OpenForAsync(session, ReviewKinds.Refund, refund.PaymentId,
                $"{Rupiah.Format(refund.Amount)} is to be sent back by hand: {refund.Reason}", session.Now)
            : null;
        await RefundBook.AddAsync(session, refund with { ReviewId = caseId });
        if (refund.DueAt is not null) session.OnCommit(bell.Ring);
    }

    private async Task<StoredRefund> PlanAsync(DbSession session, RefundAsked asked, PaymentRow payment)
    {
        // Never settled in a host's own transaction, so what is committed says it all.
        var paidBy = await (session.MaySeeOldRows() ? CommittedAsync(session, FindPayerAsync) : FindPayerAsync(session));
        var (id, now, by) = (PublicId.New("rfd"), session.Now, asked.By is { } person ? StoredText.Cut(person, 100) : null);
        var plan = new StoredRefund
        {
            Id = id, PaymentId = payment.Id, AttemptId = paidBy.AttemptId, Account = paidBy.Account, Reason = CleanText.Of(asked.Refund.Reason).Trim(),
            Reference = asked.Refund.Reference?.Trim(), App = asked.App, RequestedBy = by, CreatedAt = now.ToDb(),
        };
        // Simulated money never reaches a gateway, not even one's own sandbox, which knows nothing of it.
        if (asked.IsSimulated || (!payment.LiveMode && paidBy.Simulated > 0 && plan.Reference is null))
            return plan with { Way = RefundWays.Sandbox, State = RefundStates.Done, DoneAt = now.ToDb() };
        if (plan.Reference is not null)
            return plan with { Way = RefundWays.Hand, State = RefundStates.Done, DoneAt = now.ToDb(), DecidedBy = by };
        return paidBy.Account == paidBy.AskedAccount && providers.Find(paidBy.Account) is { Provider: IRefund }
            ? plan with { Way = RefundWays.Gateway, State = RefundStates.Requested, GatewayKey = id, DueAt = now.ToDb() }
            : plan with { Way = RefundWays.Hand, State = RefundStates.Requested };

        Task<PaidBy> FindPayerAsync(DbSession one) => RefundBook.PaidByAsync(one, payment.AttemptId!);
    }

    private static async Task<RefundOutcome> RepeatAsync(DbSession session, IdempotencyKey key, IdempotencyRecord taken)
    {
        if (taken.BodyHash != key.BodyHash || taken.Response is not { } written) return new RefundOutcome(new RefundResult.KeyReused());
        var refund = await RefundBook.FindAsync(session, RefundJson.IdOf(written));
        return new RefundOutcome(new RefundResult.Made(refund!.ToRefund()), written);
    }
}
