using QrisPayments.Foundation;
using QrisPayments.Plugins;
using QrisPayments.Storage;
using QrisPayments.Totals;

namespace QrisPayments.Payments;

/// <summary>Writes down how opening went, each time in one transaction. Every write demands that the attempt is still its payment's own.</summary>
internal sealed class AttemptRecorder(Database database, AttemptStarter starter, TotalReserver totals, PaymentReader reader, EventLog events, TimeProvider clock)
{
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

    /// <summary>
    /// Shows an attempt that was opened, or ends it when its payment has ended meanwhile. What another attempt has already, in the
    /// gateway's reference or in a total that must tell them apart, is refused.
    /// </summary>
    public Task<OpenedResult> OpenedAsync(Attempt attempt, OpenResult.Opened opened, IdempotencyKey? key, CancellationToken cancellationToken) =>
        database.TransactAsync<OpenedResult>(async session =>
        {
            var now = clock.Now();
            // Where the hold of a total depends on it, the expiry is ours.
            var expiresAt = attempt.Account.Traits.NeedsUniqueAmount ? attempt.ExpiresAt : opened.ExpiresAt?.Cut() ?? attempt.ExpiresAt;
            if (attempt.Account.Traits.GatewayMatchesTotal
                && !await TotalReserver.TakeGivenAsync(session, attempt.Account.Id, opened.TotalAmount, attempt.Id, now, expiresAt))
                return Refuse("total_taken", $"The gateway wants a total of {opened.TotalAmount}, which another open payment of this account has.");
            var marked = await session.TryExecuteAsync(MarkOpen, new
            {
                id = attempt.Id, providerRef = opened.ProviderRef, total = opened.TotalAmount, qr = opened.QrPayload, payerTypes = opened.PayerTypesAmount,
                url = opened.RedirectUrl?.AbsoluteUri, instructions = opened.Instructions, expiresAt = expiresAt.ToDb(),
                heldUntil = (expiresAt + (attempt.HeldUntil - attempt.ExpiresAt)).ToDb(),
            });
            if (marked is null) return Refuse("reference_taken", $"The gateway calls it {opened.ProviderRef}, which is another payment's name already.");
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
            return new OpenedResult.Recorded(payment);
        }, keep: result => result is OpenedResult.Recorded, cancellationToken);

    private static OpenedResult.Refused Refuse(string code, string message) => new(new OpenResult.Rejected(code, message));

    /// <summary>A local provider did not get to it. The attempt stays as it is, and the janitor goes on with it.</summary>
    public Task<Payment> LeaveAsync(Attempt attempt, IdempotencyKey? key, CancellationToken cancellationToken) =>
        database.TransactAsync(async session =>
        {
            var payment = (await reader.FindAsync(session, attempt.PaymentId))!;
            if (key is not null) await IdempotencyStore.AnswerAsync(session, key, payment);
            return payment;
        }, cancellationToken);

    /// <summary>Ends an attempt and starts the next in one transaction, or ends the payment when nobody is left.</summary>
    public async Task<(Attempt? Next, Payment? Payment)> FailedAsync(
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
                    if (state == AttemptStates.Rejected && !await HasUnknownAsync(session, subject.PaymentId)) await FailPaymentAsync(session, subject);
                }
            }
            var payment = (await reader.FindAsync(session, subject.PaymentId))!;
            if (key is not null && payment.Status == PaymentStatus.Pending) await IdempotencyStore.AnswerAsync(session, key, payment);
            return (null, payment);
        }, cancellationToken);
    }

    /// <inheritdoc cref="FailedAsync(AttemptSubject, string, string, long, OpenResult, IdempotencyKey?, bool, CancellationToken)"/>
    public Task<(Attempt? Next, Payment? Payment)> FailedAsync(
        AttemptSubject subject, Attempt attempt, OpenResult failure, IdempotencyKey? key, bool mayGoOn, CancellationToken cancellationToken) =>
        FailedAsync(subject, attempt.Id, attempt.Account.Id, attempt.TotalAmount, failure, key, mayGoOn, cancellationToken);

    /// <summary>Makes a started attempt the payment's current one; false when another took its place or the payment has ended.</summary>
    public static async Task<bool> TakeAsync(DbSession session, Attempt attempt, string? before) =>
        await session.ExecuteAsync(TakeAttempt, new { id = attempt.Id, paymentId = attempt.PaymentId, before, expiresAt = attempt.ExpiresAt.ToDb() }) == 1;

    private static async Task<bool> HasUnknownAsync(DbSession session, string paymentId) =>
        await session.FirstOrDefaultAsync<long>("SELECT COUNT(*) FROM qris_attempts WHERE payment_id = @paymentId AND state = 'unknown'", new { paymentId }) > 0;

    /// <summary>Ends a payment that nobody can open.</summary>
    public async Task FailPaymentAsync(DbSession session, AttemptSubject subject)
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
}
