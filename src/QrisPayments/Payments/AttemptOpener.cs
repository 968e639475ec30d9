using QrisPayments.Foundation;
using QrisPayments.Gateways;
using QrisPayments.Outbox;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;
using QrisPayments.Totals;
using QrisPayments.Web;

namespace QrisPayments.Payments;

/// <summary>
/// Has stored attempts opened by their providers: the first one of a payment, and the next ones while providers decline.
/// Nothing here is held in a transaction while a provider is asked.
/// </summary>
internal sealed class AttemptOpener(
    Database database, ProviderDirectory providers, ProviderRouter router, ProviderCalls calls, AttemptStarter starter, AttemptRecorder recorder,
    TotalReserver totals, EventLog events, PublicLinks links, Flights flights, TimeProvider clock)
{
    /// <summary>A whole create, failover included.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromSeconds(25);

    /// <summary>While others are left, nobody is waited for longer than this.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(10);

    /// <summary>With less than this, nobody is asked any more: the answer would only come too late.</summary>
    private static readonly TimeSpan LeastTurn = TimeSpan.FromSeconds(3);

    private const string ReadRow = PaymentRow.Select + " WHERE p.id = @paymentId";

    private const string FindStuck = """
        SELECT id AS Id, payment_id AS PaymentId, account AS Account, amount AS Amount, unique_code AS UniqueCode, total_amount AS TotalAmount,
               expires_at AS ExpiresAt, held_until AS HeldUntil, lease_until AS LeaseUntil
        FROM qris_attempts WHERE state = 'creating' AND lease_until < @now ORDER BY lease_until LIMIT 20
        """;

    private const string TakeOver = """
        UPDATE qris_attempts SET lease_until = @until WHERE id = @id AND state = 'creating' AND lease_until = @seen
        """;

    /// <summary>
    /// Opens a started attempt, and further ones while providers decline. Answers with the payment as it stands then:
    /// pending with or without an open attempt, or failed.
    /// </summary>
    public async Task<Payment> OpenAsync(AttemptSubject subject, Attempt attempt, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        var deadline = Environment.TickCount64 + (long)Budget.TotalMilliseconds;
        TimeSpan Left() => TimeSpan.FromMilliseconds(deadline - Environment.TickCount64);
        var tried = new HashSet<string>();
        while (true)
        {
            tried.Add(attempt.Account.Id);
            var turn = TimeFor(Left(), Others(subject, tried));
            var result = await calls.OpenAsync(attempt.Account, Request(subject, attempt), turn, cancellationToken);
            if (result is null) return await recorder.LeaveAsync(attempt, key, cancellationToken);
            if (result is OpenResult.Opened opened)
            {
                switch (await recorder.OpenedAsync(attempt, opened, key, cancellationToken))
                {
                    case OpenedResult.Recorded recorded:
                        if (attempt.Account.Provider is IReadLedger) await ExpectAsync(attempt.Account);
                        return recorded.Payment;
                    case OpenedResult.Refused refused:
                        result = refused.Rejection;
                        break;
                }
            }

            var (next, payment) = await recorder.FailedAsync(subject, attempt, result, key, mayGoOn: Left() >= LeastTurn, cancellationToken);
            events.Announce();
            if (next is null) return payment!;
            attempt = next;
        }
    }

    /// <summary>The ledger is looked at soon. It is open already: a database that is busy now must not make it look otherwise.</summary>
    private async Task ExpectAsync(ProviderAccount account)
    {
        try
        {
            await LedgerPoller.ExpectAsync(flights, account.Id, clock.Now(), CancellationToken.None);
        }
        catch (Exception exception) when (database.IsBusy(exception))
        {
            // It is looked at in its own time.
        }
    }

    private int Others(AttemptSubject subject, HashSet<string> tried) =>
        router.Find(subject.Route) is Route.To { Accounts: var accounts } ? accounts.Count(account => !tried.Contains(account.Id)) : 0;

    /// <summary>How long the next one may take, so that each of the others still has its least turn as far as it goes.</summary>
    internal static TimeSpan TimeFor(TimeSpan left, int others)
    {
        if (others == 0) return left > LeastTurn ? left : LeastTurn;
        var fair = left - LeastTurn * others;
        return fair < LeastTurn ? LeastTurn : fair < Turn ? fair : Turn;
    }

    /// <summary>Opens the first attempt of a payment that was committed with the host's order.</summary>
    public async Task<DeliveryResult> OpenFirstAsync(string paymentId, CancellationToken cancellationToken)
    {
        var row = await database.RunAsync(s => s.FirstOrDefaultAsync<PaymentRow>(ReadRow, new { paymentId }), cancellationToken);
        if (row is not { Status: Statuses.Pending, AttemptId: null }) return new DeliveryResult.Done();

        var subject = AttemptSubject.Of(row);
        using var underway = totals.Begin();
        var started = await database.TransactAsync(async session =>
        {
            underway.Restart();
            var result = await starter.StartAsync(session, underway, subject, PublicId.New("att"), isFirst: true);
            if (result is StartResult.Started { Attempt: var attempt })
                return await AttemptRecorder.TakeAsync(session, attempt, null) ? result : null;
            if (result is StartResult.NobodyLeft) await recorder.FailPaymentAsync(session, subject);
            return result;
        }, keep: result => result is not null, cancellationToken);
        events.Announce();

        switch (started)
        {
            case StartResult.Started { Attempt: var attempt }:
                underway.Dispose();
                await OpenAsync(subject, attempt, null, cancellationToken);
                return new DeliveryResult.Done();
            case StartResult.NotNow notNow:
                return new DeliveryResult.Failed(notNow.Reason, RetryAfter: notNow.RetryAfter);
            case StartResult.Exhausted exhausted:
                return new DeliveryResult.Failed("Every unique total near this amount is held.", RetryAfter: exhausted.RetryAfter);
            default:
                return new DeliveryResult.Done();
        }
    }

    /// <summary>Goes on with attempts whose opener died on the way.</summary>
    public async Task ResumeStuckAsync(CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var stuck = await database.RunAsync(s => s.QueryAsync<StuckAttempt>(FindStuck, new { now = now.ToDb() }), cancellationToken);
        foreach (var row in stuck)
        {
            var mine = await database.RunAsync(
                s => s.ExecuteAsync(TakeOver, new { id = row.Id, seen = row.LeaseUntil, until = (now + AttemptStarter.Lease).ToDb() }), cancellationToken) == 1;
            if (mine) await ResumeAsync(row, cancellationToken);
        }
    }

    private async Task ResumeAsync(StuckAttempt row, CancellationToken cancellationToken)
    {
        var payment = await database.RunAsync(s => s.FirstOrDefaultAsync<PaymentRow>(ReadRow, new { paymentId = row.PaymentId }), cancellationToken);
        if (payment is null) return;
        var subject = AttemptSubject.Of(payment);
        var account = providers.Find(row.Account);
        if (account is { Traits.OpensLocally: true })
        {
            var attempt = new Attempt(row.Id, row.PaymentId, account, row.Amount, row.UniqueCode, row.TotalAmount, row.ExpiresAt.FromDb(), row.HeldUntil.FromDb());
            await OpenAsync(subject, attempt, null, cancellationToken);
            return;
        }
        // The question may have reached the gateway: nobody knows, so it is never asked a second time.
        var (next, _) = await recorder.FailedAsync(subject, row.Id, row.Account, row.TotalAmount,
            new OpenResult.Unknown("The host stopped while the provider was asked."), null, mayGoOn: true, cancellationToken);
        if (next is not null) await OpenAsync(subject, next, null, cancellationToken);
    }

    private OpenRequest Request(AttemptSubject subject, Attempt attempt) => new()
    {
        AttemptId = attempt.Id,
        PaymentId = attempt.PaymentId,
        OrderId = subject.OrderId,
        Amount = attempt.Amount,
        UniqueCode = attempt.UniqueCode,
        TotalAmount = attempt.TotalAmount,
        ExpiresAt = attempt.ExpiresAt,
        Description = subject.Description,
        Customer = subject.Customer,
        Items = subject.Items,
        WebhookUrl = attempt.HookToken is { } token ? links.Outside($"/webhooks/{attempt.Account.Id}/{token}") : null,
        ReturnUrl = links.Outside($"/pay/{attempt.PaymentId}"),
    };

    private sealed class StuckAttempt
    {
        public string Id { get; init; } = "";
        public string PaymentId { get; init; } = "";
        public string Account { get; init; } = "";
        public long Amount { get; init; }
        public int UniqueCode { get; init; }
        public long TotalAmount { get; init; }
        public DateTime ExpiresAt { get; init; }
        public DateTime HeldUntil { get; init; }
        public DateTime LeaseUntil { get; init; }
    }
}
