using QrisPayments.Foundation;
using QrisPayments.Money;
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
    PaymentBook book, PaymentReader payments, IdempotencyStore idempotency, ProviderDirectory providers, RefundBell bell)
{
    /// <summary>How often "all that is left" is read again because others refunded meanwhile.</summary>
    private const int MaxLooks = 5;

    // By the primary key and the credits' index on the attempt.
    private const string PaidBy = """
        SELECT a.id AS AttemptId, a.account AS Account,
               (SELECT COUNT(*) FROM qris_credits c WHERE c.attempt_id = a.id AND c.outcome = 'matched'
                 AND c.source = @sandbox) AS Simulated
        FROM qris_attempts a WHERE a.id = @attemptId
        """;

    /// <summary>Makes it. What was written before a refusal is taken back, so that the caller may commit whatever the result is.</summary>
    public async Task<RefundOutcome> MakeAsync(DbSession session, RefundAsked asked)
    {
        if (!PublicId.Looks(asked.PaymentId, "pay") || await PaymentReader.FindRowAsync(session, asked.PaymentId) is not { } payment)
            return new RefundOutcome(new RefundResult.NotFound());
        if (asked.Key is not { } key) return await MakeAsync(session, asked, payment);

        if (await idempotency.TakeOrFindAsync(session, key, asked.PaymentId) is { } taken) return await RepeatAsync(session, key, taken);
        var outcome = await MakeAsync(session, asked, payment);
        if (outcome.Written is { } written) await IdempotencyStore.AnswerAsync(session, key, asked.PaymentId, written);
        else await IdempotencyStore.GiveBackAsync(session, key, asked.PaymentId);
        return outcome;
    }

    private async Task<RefundOutcome> MakeAsync(DbSession session, RefundAsked asked, PaymentRow payment)
    {
        if (payment is not { Status: Statuses.Paid, AttemptId: not null })
            return new RefundOutcome(new RefundResult.NotPaid(payments.Read(payment)));
        var plan = await PlanAsync(session, asked, payment);
        for (var look = 1; ; look++)
        {
            var refund = plan with { Amount = asked.Refund.Amount ?? payment.Refundable };
            if (refund.Amount > 0 && await StoreAsync(session, refund))
            {
                var made = refund.ToRefund();
                return new RefundOutcome(new RefundResult.Made(made), RefundJson.Write(made));
            }
            payment = (await PaymentReader.FindRowAsync(session, payment.Id))!;
            if (asked.Refund.Amount is not null || payment.Refundable <= 0 || look == MaxLooks)
                return new RefundOutcome(new RefundResult.TooMuch(payment.Refundable));
        }
    }

    /// <summary>Sets the amount aside, or counts it, and stores the refund; false when so much is not left.</summary>
    private async Task<bool> StoreAsync(DbSession session, StoredRefund refund)
    {
        var isDone = refund.State == RefundStates.Done;
        var needsPerson = refund is { State: RefundStates.Requested, Way: RefundWays.Hand };
        var change = RefundCompletion.ChangeOf(refund, refund.State, needsPerson ? ReviewKinds.Refund : null);
        if (!await (isDone ? book.AddRefundedAsync(session, change) : book.ReserveRefundAsync(session, change))) return false;

        var caseId = needsPerson
            ? await ReviewBook.OpenForAsync(session, ReviewKinds.Refund, refund.PaymentId,
                $"{Rupiah.Format(refund.Amount)} is to be sent back by hand: {refund.Reason}", session.Now)
            : null;
        await RefundBook.AddAsync(session, refund with { ReviewId = caseId });
        if (refund.DueAt is not null) session.OnCommit(bell.Ring);
        return true;
    }

    private async Task<StoredRefund> PlanAsync(DbSession session, RefundAsked asked, PaymentRow payment)
    {
        var paidBy = (await session.FirstOrDefaultAsync<Payer>(PaidBy,
            new { attemptId = payment.AttemptId, sandbox = SandboxMoney.Source }))!;
        var (id, now) = (PublicId.New("rfd"), session.Now);
        var plan = new StoredRefund
        {
            Id = id, PaymentId = payment.Id, AttemptId = paidBy.AttemptId, Account = paidBy.Account, Reason = asked.Refund.Reason.Trim(),
            Reference = asked.Refund.Reference?.Trim(), App = asked.App, RequestedBy = asked.By, CreatedAt = now.ToDb(),
        };
        // Simulated money never reaches a gateway, not even one's own sandbox, which knows nothing of it.
        if (asked.IsSimulated || (!payment.LiveMode && paidBy.Simulated > 0 && plan.Reference is null))
            return plan with { Way = RefundWays.Sandbox, State = RefundStates.Done, DoneAt = now.ToDb() };
        if (plan.Reference is not null)
            return plan with { Way = RefundWays.Hand, State = RefundStates.Done, DoneAt = now.ToDb(), DecidedBy = asked.By };
        return providers.Find(paidBy.Account) is { Provider: IRefund }
            ? plan with { Way = RefundWays.Gateway, State = RefundStates.Requested, GatewayKey = id, DueAt = now.ToDb() }
            : plan with { Way = RefundWays.Hand, State = RefundStates.Requested };
    }

    private static async Task<RefundOutcome> RepeatAsync(DbSession session, IdempotencyKey key, IdempotencyRecord taken)
    {
        if (taken.BodyHash != key.BodyHash || taken.Response is not { } written) return new RefundOutcome(new RefundResult.KeyReused());
        var refund = await RefundBook.FindAsync(session, RefundJson.IdOf(written));
        return new RefundOutcome(new RefundResult.Made(refund!.ToRefund()), written);
    }

    private sealed class Payer
    {
        public string AttemptId { get; init; } = "";
        public string Account { get; init; } = "";
        public long Simulated { get; init; }
    }
}
