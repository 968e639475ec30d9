using QrisPayments.Money;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Reviews;
using QrisPayments.Storage;

namespace QrisPayments.Gateways;

/// <summary>Takes what a gateway says about an attempt into the books. Repeating it is harmless.</summary>
internal sealed class AttemptEvidence(
    Database database, CreditIntake intake, PaymentReader payments, EventLog events, TimeProvider clock)
{
    /// <summary>A gateway that lost our create gets this long to notice it, before "not found" is believed.</summary>
    private static readonly TimeSpan Certainty = TimeSpan.FromMinutes(2);

    /// <summary>How much earlier than ours a gateway's clock may be.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private const string Wait = """
        UPDATE qris_attempts SET waited_at = CASE WHEN waited_at > @at THEN waited_at ELSE @at END WHERE id = @id AND state <> 'paid'
        """;

    private const string NameIt = "UPDATE qris_attempts SET provider_ref = @providerRef WHERE id = @id AND provider_ref IS NULL";

    private const string EndAttempt = """
        UPDATE qris_attempts SET state = @state, ended_at = @now, error = COALESCE(error, @error), lease_until = NULL
        WHERE id = @id AND state IN ('open', 'unknown')
        """;

    // Only while it is the one that the customer sees, and no other may still turn out to be open.
    private const string EndPayment = """
        UPDATE qris_payments SET status = @status, open_order_id = NULL, ended_at = @now, version = version + 1
        WHERE id = @paymentId AND attempt_id = @id AND status = 'pending'
          AND NOT EXISTS (SELECT 1 FROM qris_attempts other WHERE other.payment_id = @paymentId AND other.state IN ('creating', 'open', 'unknown'))
        """;

    // The gateway says it at every question. One case for one doubt, also when a person has put it aside; another case stays the
    // one that is shown.
    private const string MarkDoubtful = """
        UPDATE qris_payments SET review = COALESCE(review, 'doubtful'), version = version + 1
        WHERE id = @paymentId AND status <> 'paid'
          AND NOT EXISTS (SELECT 1 FROM qris_reviews known WHERE known.payment_id = @paymentId AND known.kind = 'doubtful' AND known.note = @note)
        """;

    // As for a doubt: one case for one contradiction. Also on a payment that is paid, for this may be further money.
    private const string MarkContradiction = """
        UPDATE qris_payments SET review = COALESCE(review, 'webhook'), version = version + 1
        WHERE id = @paymentId
          AND NOT EXISTS (SELECT 1 FROM qris_reviews known WHERE known.payment_id = @paymentId AND known.kind = 'webhook' AND known.note = @note)
        """;

    private const string FindNamesake = "SELECT payment_id FROM qris_attempts WHERE provider_ref = @providerRef AND account = @account";

    /// <summary>Applies one answer.</summary>
    /// <param name="attempt">The attempt as it stood when the gateway was asked.</param>
    /// <param name="status">What the gateway said.</param>
    /// <param name="source">Who says so, for the books: <c>status</c>, <c>webhook</c>.</param>
    /// <param name="at">When it said so: a webhook may be worked out long after it came.</param>
    /// <param name="cancellationToken">Set when the host stops.</param>
    public async Task ApplyAsync(AttemptRow attempt, StatusResult status, string source, DateTimeOffset at, CancellationToken cancellationToken)
    {
        switch (status)
        {
            case StatusResult.Paid paid:
                await PayAsync(attempt, paid, source, at, cancellationToken);
                break;
            case StatusResult.Pending pending:
                if (await NameAsync(attempt, pending.ProviderRef, cancellationToken))
                    await database.RunAsync(s => s.ExecuteAsync(Wait, new { id = attempt.Id, at = at.ToDb() }), cancellationToken);
                break;
            case StatusResult.Ended ended:
                await EndAsync(attempt, ended.End, null, cancellationToken);
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
        || await database.RunAsync(s => s.TryExecuteAsync(NameIt, new { id = attempt.Id, providerRef }), cancellationToken) is not null;

    private async Task PayAsync(AttemptRow attempt, StatusResult.Paid paid, string source, DateTimeOffset heardAt, CancellationToken cancellationToken)
    {
        if (!await NameAsync(attempt, paid.ProviderRef, cancellationToken))
        {
            await ContradictAsync(attempt, paid, cancellationToken);
            return;
        }
        // A time before the attempt is no time: nobody pays what is not there yet, and a zone taken wrongly must not make late
        // money timely (WIRE G3). Without a time, the money came between the last "not paid yet" and the word that it did.
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

    private async Task EndAsync(AttemptRow attempt, AttemptEnd end, string? error, CancellationToken cancellationToken)
    {
        var (state, status, type) = end switch
        {
            AttemptEnd.Expired => (AttemptStates.Expired, Statuses.Expired, PaymentEventTypes.Expired),
            AttemptEnd.Cancelled => (AttemptStates.Cancelled, Statuses.Cancelled, PaymentEventTypes.Cancelled),
            _ => (AttemptStates.Failed, Statuses.Failed, PaymentEventTypes.Failed),
        };
        var ended = await database.TransactAsync(async session =>
        {
            var now = clock.Now();
            if (await session.ExecuteAsync(EndAttempt, new { id = attempt.Id, state, error, now = now.ToDb() }) == 0) return false;
            if (await session.ExecuteAsync(EndPayment, new { paymentId = attempt.PaymentId, id = attempt.Id, status, now = now.ToDb() }) == 0) return false;
            var payment = (await payments.FindAsync(session, attempt.PaymentId))!;
            await events.AppendAsync(session, new NewEvent
            {
                PaymentId = payment.Id, Version = payment.Version, Type = type, At = now, CallbackUrl = payment.CallbackUrl,
                Data = new { attempt_id = attempt.Id, by = "gateway" },
            });
            return true;
        }, cancellationToken);
        if (ended) events.Announce();
    }

    private Task DoubtAsync(AttemptRow attempt, StatusResult.Doubtful doubtful, CancellationToken cancellationToken) =>
        OpenCaseAsync(attempt, ReviewKinds.Doubtful, MarkDoubtful, _ => Task.FromResult($"{doubtful.Code}: {doubtful.Message}"),
            new { kind = ReviewKinds.Doubtful, attempt_id = attempt.Id, code = doubtful.Code }, cancellationToken);

    /// <summary>
    /// Money under a reference that another attempt has: nobody knows which of them is paid, and the other may not be asked about any
    /// more. It is counted for neither, and a person looks.
    /// </summary>
    private Task ContradictAsync(AttemptRow attempt, StatusResult.Paid paid, CancellationToken cancellationToken) =>
        OpenCaseAsync(attempt, ReviewKinds.Webhook, MarkContradiction,
            async session =>
            {
                var other = await session.FirstOrDefaultAsync<string>(FindNamesake, new { providerRef = paid.ProviderRef, account = attempt.Account });
                var what = (paid.Amount is { } amount ? Rupiah.Format(amount) : "this payment") + (paid.Reference is { } money ? $" ({money})" : "");
                return $"The gateway names {what} as paid under {paid.ProviderRef}, which is the reference of payment {other}. Nothing was counted.";
            },
            new { kind = ReviewKinds.Webhook, attempt_id = attempt.Id, provider_ref = paid.ProviderRef }, cancellationToken);

    private async Task OpenCaseAsync(AttemptRow attempt, string kind, string mark, Func<DbSession, Task<string>> write, object data, CancellationToken cancellationToken)
    {
        var opened = await database.TransactAsync(async session =>
        {
            var note = StoredText.Cut(await write(session), 500);
            if (await session.ExecuteAsync(mark, new { paymentId = attempt.PaymentId, note }) == 0) return false;
            var now = clock.Now();
            await ReviewBook.OpenAsync(session, kind, attempt.PaymentId, null, note, now);
            var payment = (await payments.FindAsync(session, attempt.PaymentId))!;
            await events.AppendAsync(session, new NewEvent
            {
                PaymentId = payment.Id, Version = payment.Version, Type = PaymentEventTypes.ReviewOpened, At = now, CallbackUrl = payment.CallbackUrl,
                Data = data,
            });
            return true;
        }, cancellationToken);
        if (opened) events.Announce();
    }
}
