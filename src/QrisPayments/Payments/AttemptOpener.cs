using QrisPayments.Matching;
using QrisPayments.Mounting;
using QrisPayments.Outbox;
using QrisPayments.Plugins;
using QrisPayments.Polling;
using QrisPayments.Providers;
using QrisPayments.Storage;

namespace QrisPayments.Payments;

/// <summary>
/// Has stored attempts opened by their providers: the first one of a payment, and the next ones while providers decline.
/// Nothing here is held in a transaction while a provider is asked.
/// </summary>
internal sealed class AttemptOpener(
    Database database, ProviderDirectory providers, ProviderRouter router, ProviderCalls calls, AttemptStarter starter, TotalReserver totals,
    PaymentReader reader, EventLog events, PublicLinks links, Flights flights, TimeProvider clock)
{
    /// <summary>A whole create, failover included.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromSeconds(25);

    /// <summary>While others are left, nobody is waited for longer than this.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(10);

    /// <summary>With less than this, nobody is asked any more: the answer would only come too late.</summary>
    private static readonly TimeSpan LeastTurn = TimeSpan.FromSeconds(3);

    private const string MarkOpen = """
        UPDATE qris_attempts SET state = 'open', provider_ref = @providerRef, total_amount = @total, qr_payload = @qr,
               payer_types_amount = @payerTypes, provider_url = @url, instructions = @instructions,
               expires_at = @expiresAt, held_until = @heldUntil, lease_until = NULL
        WHERE id = @id AND state = 'creating'
        """;

    private const string MarkEnded = """
        UPDATE qris_attempts SET state = @state, error = @error, ended_at = @now, lease_until = NULL WHERE id = @id AND state = 'creating'
        """;

    private const string MarkCancelled = "UPDATE qris_attempts SET state = 'cancelled', ended_at = @now WHERE id = @id";

    private const string ShowAttempt = """
        UPDATE qris_payments SET expires_at = @expiresAt, version = version + 1 WHERE id = @paymentId AND attempt_id = @id AND status = 'pending'
        """;

    private const string TakeAttempt = """
        UPDATE qris_payments SET attempt_id = @id, expires_at = @expiresAt, version = version + 1
        WHERE id = @paymentId AND status = 'pending' AND (attempt_id = @before OR (attempt_id IS NULL AND @before IS NULL))
        """;

    /// <summary>Locks the payment for whoever moves it on, and tells whether the attempt is still its own.</summary>
    private const string HoldPayment = """
        UPDATE qris_payments SET version = version + 1 WHERE id = @paymentId AND attempt_id = @id AND status = 'pending'
        """;

    private const string MarkFailed = """
        UPDATE qris_payments SET status = 'failed', open_order_id = NULL, ended_at = @now, version = version + 1
        WHERE id = @paymentId AND status = 'pending'
        """;

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
            if (result is null) return await LeaveAsync(attempt, key, cancellationToken);
            if (result is OpenResult.Opened opened)
            {
                var shown = await RecordOpenAsync(attempt, opened, key, cancellationToken);
                if (attempt.Account.Provider is IReadLedger) await ExpectAsync(attempt.Account);
                return shown;
            }

            var (next, payment) = await RecordFailureAsync(subject, attempt, result, key, mayGoOn: Left() >= LeastTurn, cancellationToken);
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
        router.Find(subject) is Route.To { Accounts: var accounts } ? accounts.Count(account => !tried.Contains(account.Id)) : 0;

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
                return await TakeAsync(session, attempt, null) ? result : null;
            if (result is StartResult.NobodyLeft) await FailAsync(session, subject);
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
        var (next, _) = await RecordFailureAsync(subject, row.Id, row.Account, row.TotalAmount,
            new OpenResult.Unknown("The host stopped while the provider was asked."), null, mayGoOn: true, cancellationToken);
        if (next is not null) await OpenAsync(subject, next, null, cancellationToken);
    }

    private Task<Payment> RecordOpenAsync(Attempt attempt, OpenResult.Opened opened, IdempotencyKey? key, CancellationToken cancellationToken) =>
        database.TransactAsync(async session =>
        {
            var now = clock.Now();
            // Where the hold of a total depends on it, the expiry is ours.
            var expiresAt = attempt.Account.Traits.NeedsUniqueAmount ? attempt.ExpiresAt : opened.ExpiresAt?.Cut() ?? attempt.ExpiresAt;
            var marked = await session.ExecuteAsync(MarkOpen, new
            {
                id = attempt.Id, providerRef = opened.ProviderRef, total = opened.TotalAmount, qr = opened.QrPayload, payerTypes = opened.PayerTypesAmount,
                url = opened.RedirectUrl?.AbsoluteUri, instructions = opened.Instructions, expiresAt = expiresAt.ToDb(),
                heldUntil = (expiresAt + (attempt.HeldUntil - attempt.ExpiresAt)).ToDb(),
            });
            var shown = marked == 1 && await session.ExecuteAsync(ShowAttempt, new { paymentId = attempt.PaymentId, id = attempt.Id, expiresAt = expiresAt.ToDb() }) == 1;
            // The payment ended while the provider was asked: what was opened there must not be shown any more.
            if (marked == 1 && !shown) await session.ExecuteAsync(MarkCancelled, new { id = attempt.Id, now = now.ToDb() });

            var payment = (await reader.FindAsync(session, attempt.PaymentId))!;
            if (shown)
                await events.AppendAsync(session, new NewEvent
                {
                    PaymentId = payment.Id, Version = payment.Version, Type = PaymentEventTypes.Opened, At = now,
                    Data = new { attempt_id = attempt.Id, provider = attempt.Account.ProviderId, account = attempt.Account.Id, total_amount = opened.TotalAmount },
                });
            if (key is not null) await IdempotencyStore.AnswerAsync(session, key, payment);
            return payment;
        }, cancellationToken);

    private Task<(Attempt? Next, Payment? Payment)> RecordFailureAsync(
        AttemptSubject subject, Attempt attempt, OpenResult failure, IdempotencyKey? key, bool mayGoOn, CancellationToken cancellationToken) =>
        RecordFailureAsync(subject, attempt.Id, attempt.Account.Id, attempt.TotalAmount, failure, key, mayGoOn, cancellationToken);

    /// <summary>A local provider did not get to it. The attempt stays as it is, and the janitor goes on with it.</summary>
    private Task<Payment> LeaveAsync(Attempt attempt, IdempotencyKey? key, CancellationToken cancellationToken) =>
        database.TransactAsync(async session =>
        {
            var payment = (await reader.FindAsync(session, attempt.PaymentId))!;
            if (key is not null) await IdempotencyStore.AnswerAsync(session, key, payment);
            return payment;
        }, cancellationToken);

    /// <summary>Ends an attempt and starts the next in one transaction, or ends the payment when nobody is left.</summary>
    private async Task<(Attempt? Next, Payment? Payment)> RecordFailureAsync(
        AttemptSubject subject, string attemptId, string account, long total, OpenResult failure, IdempotencyKey? key, bool mayGoOn,
        CancellationToken cancellationToken)
    {
        using var underway = totals.Begin();
        return await database.TransactAsync<(Attempt?, Payment?)>(async session =>
        {
            var now = clock.Now();
            var (state, error) = failure is OpenResult.Rejected rejected
                ? (AttemptStates.Rejected, $"{rejected.Code}: {rejected.Message}")
                : (AttemptStates.Unknown, ((OpenResult.Unknown)failure).Message);
            var ended = await session.ExecuteAsync(MarkEnded, new { id = attemptId, state, error = StoredText.Cut(error, 500), now = now.ToDb() }) == 1;
            // Not ours any more: somebody took over when our lease ran out, or the payment was cancelled. What they did stands.
            if (ended)
            {
                // Nobody ever saw a rejected attempt's total, so it is free at once. An unknown one may still be paid.
                if (state == AttemptStates.Rejected) await TotalReserver.HoldAsync(session, account, total, attemptId, now);
                if (await session.ExecuteAsync(HoldPayment, new { paymentId = subject.PaymentId, id = attemptId }) == 1)
                {
                    underway.Restart();
                    var next = mayGoOn ? await starter.StartAsync(session, underway, subject, PublicId.New("att"), isFirst: false) : new StartResult.NobodyLeft();
                    if (next is StartResult.Started { Attempt: var attempt })
                    {
                        await TakeAsync(session, attempt, attemptId);
                        return (attempt, null);
                    }
                    // An unknown attempt may yet turn out to be open; only when all have said no is the payment over.
                    if (state == AttemptStates.Rejected && !await HasUnknownAsync(session, subject.PaymentId)) await FailAsync(session, subject);
                }
            }
            var payment = (await reader.FindAsync(session, subject.PaymentId))!;
            if (key is not null && payment.Status == PaymentStatus.Pending) await IdempotencyStore.AnswerAsync(session, key, payment);
            return (null, payment);
        }, cancellationToken);
    }

    /// <summary>Makes a started attempt the payment's current one; false when another took its place or the payment has ended.</summary>
    public static async Task<bool> TakeAsync(DbSession session, Attempt attempt, string? before) =>
        await session.ExecuteAsync(TakeAttempt, new { id = attempt.Id, paymentId = attempt.PaymentId, before, expiresAt = attempt.ExpiresAt.ToDb() }) == 1;

    private static async Task<bool> HasUnknownAsync(DbSession session, string paymentId) =>
        await session.FirstOrDefaultAsync<long>("SELECT COUNT(*) FROM qris_attempts WHERE payment_id = @paymentId AND state = 'unknown'", new { paymentId }) > 0;

    private async Task FailAsync(DbSession session, AttemptSubject subject)
    {
        var now = clock.Now();
        if (await session.ExecuteAsync(MarkFailed, new { paymentId = subject.PaymentId, now = now.ToDb() }) == 0) return;
        await IdempotencyStore.ForgetAsync(session, subject.PaymentId);
        var payment = (await reader.FindAsync(session, subject.PaymentId))!;
        await events.AppendAsync(session, new NewEvent
        {
            PaymentId = payment.Id, Version = payment.Version, Type = PaymentEventTypes.Failed, At = now, CallbackUrl = subject.CallbackUrl,
        });
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
