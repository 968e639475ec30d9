using QrisPayments.Foundation;
using QrisPayments.Plugins;
using QrisPayments.Storage;
using QrisPayments.Totals;

namespace QrisPayments.Payments;

internal sealed partial class PaymentBook
{
    private const string InsertAttempt = """
        INSERT INTO qris_attempts (id, payment_id, provider, account, method, state, amount, unique_code, total_amount, provider_ref,
                                   qr_payload, payer_types_amount, provider_url, instructions, lease_until, shown_at, hook_hash, created_at,
                                   expires_at, held_until)
        VALUES (@id, @paymentId, @provider, @account, @method, @state, @amount, @code, @total, @providerRef, @qr, @payerTypes, @url,
                @instructions, @leaseUntil, @shownAt, @hookHash, @now, @expiresAt, @heldUntil)
        """;

    private const string TakeAttempt = """
        UPDATE qris_payments SET attempt_id = @id, expires_at = @expiresAt, version = version + 1
        WHERE id = @paymentId AND status = 'pending' AND (attempt_id = @before OR (attempt_id IS NULL AND @before IS NULL))
          AND (@version IS NULL OR version = @version)
        """;

    private const string MarkOpen = """
        UPDATE qris_attempts SET state = 'open', provider_ref = @providerRef, total_amount = @total, qr_payload = @qr,
               payer_types_amount = @payerTypes, provider_url = @url, instructions = @instructions,
               expires_at = @expiresAt, held_until = @heldUntil, lease_until = NULL, shown_at = @shownAt
        WHERE id = @id AND state = 'creating'
        """;

    private const string ShowAttempt = """
        UPDATE qris_payments SET expires_at = @expiresAt, version = version + 1 WHERE id = @paymentId AND attempt_id = @id
          AND status = 'pending'
        """;

    // Shown again after the customer was told to wait. Not over another one that can be paid, or is being opened.
    private const string ShowFound = """
        UPDATE qris_payments SET attempt_id = @id, expires_at = @expiresAt, version = version + 1
        WHERE id = @paymentId AND status = 'pending'
          AND NOT EXISTS (SELECT 1 FROM qris_attempts other WHERE other.payment_id = @paymentId AND other.id <> @id
            AND other.state IN ('creating', 'open'))
        """;

    private const string MarkFound = """
        UPDATE qris_attempts SET state = 'open', provider_ref = COALESCE(provider_ref, @providerRef), total_amount = @total,
               qr_payload = @qr, payer_types_amount = @payerTypes, provider_url = @url, instructions = @instructions,
               expires_at = @expiresAt, held_until = @heldUntil, error = NULL, ended_at = NULL
        WHERE id = @id AND state = 'unknown'
        """;

    private const string MarkFoundWrong = """
        UPDATE qris_attempts SET state = 'rejected', provider_ref = COALESCE(provider_ref, @providerRef), error = @error, ended_at = @now
        WHERE id = @id AND state = 'unknown'
        """;

    // Of attempts that were never shown alone: what a customer was asked for stays what counts.
    private const string CorrectTotal = """
        UPDATE qris_attempts SET total_amount = @total WHERE id = @id AND state NOT IN ('creating', 'open', 'paid', 'rejected')
          AND qr_payload IS NULL AND provider_url IS NULL AND instructions IS NULL
        """;

    private const string HasLive =
        "SELECT COUNT(*) FROM qris_attempts WHERE payment_id = @paymentId AND state IN ('creating', 'open', 'unknown')";

    private const string MarkUnwanted = "UPDATE qris_attempts SET state = 'cancelled', ended_at = @now WHERE id = @id";

    private const string MarkNotOpened = """
        UPDATE qris_attempts SET state = @state, error = @error, ended_at = @now, lease_until = NULL WHERE id = @id AND state = 'creating'
        """;

    // Locks the payment for the node that moves it on, and tells whether the attempt is still its own.
    private const string HoldForNext = """
        UPDATE qris_payments SET version = version + 1 WHERE id = @paymentId AND attempt_id = @id AND status = 'pending'
        """;

    private const string TakeOver = """
        UPDATE qris_attempts SET lease_until = @until WHERE id = @id AND state = 'creating' AND lease_until = @seen
        """;

    private const string MarkFailed = """
        UPDATE qris_payments SET status = 'failed', open_order_id = NULL, ended_at = @now, version = version + 1
        WHERE id = @paymentId AND status = 'pending'
        """;

    private const string IsLive = "SELECT 1 FROM qris_attempts WHERE id = @attemptId AND state IN ('creating', 'open')";

    private const string CountUnknown = "SELECT COUNT(*) FROM qris_attempts WHERE payment_id = @paymentId AND state = 'unknown'";

    /// <summary>
    /// Whether a customer may still be asked for this attempt's total. Of two that come at once the second may see the first as creating.
    /// </summary>
    public static async Task<bool> NeedsTotalAsync(DbSession session, string attemptId) =>
        await session.FirstOrDefaultAsync<long>(IsLive, new { attemptId }) == 1;

    /// <summary>Stores an attempt that is about to be opened.</summary>
    public static Task AddAttemptAsync(DbSession session, Attempt attempt, DateTimeOffset leaseUntil) =>
        session.SendAsync(InsertAttempt, Row(attempt, AttemptStates.Creating, null, session.Now, leaseUntil));

    /// <summary>Stores an attempt that is open already, with its event; false when another attempt has the gateway's reference.</summary>
    /// <param name="session">The caller's transaction.</param>
    /// <param name="payment">The payment as it is with it.</param>
    /// <param name="made">The attempt.</param>
    public async Task<bool> AddOpenAttemptAsync(DbSession session, PaymentRow payment, LocalAttempt made)
    {
        var row = Row(made.Attempt, AttemptStates.Open, made.Opened, made.At, null);
        if (made.Opened.ProviderRef is null) await session.SendAsync(InsertAttempt, row);
        else if (!await session.TryInsertAsync(InsertAttempt, row)) return false;
        await events.AppendAsync(session, new NewEvent
        {
            PaymentId = payment.Id, Version = payment.Version, Type = PaymentEventTypes.Opened, At = made.At,
            CallbackUrl = payment.CallbackUrl, CallbackShape = payment.CallbackShape, Data = OpenedData(made.Attempt, made.Opened),
        });
        return true;
    }

    private static object Row(
        Attempt attempt, string state, OpenResult.Opened? opened, DateTimeOffset now, DateTimeOffset? leaseUntil) => new
    {
        id = attempt.Id, paymentId = attempt.PaymentId, provider = attempt.Account.ProviderId, account = attempt.Account.Id,
        method = attempt.Account.Traits.Method, state, amount = attempt.Amount, code = attempt.UniqueCode, total = attempt.TotalAmount,
        providerRef = opened?.ProviderRef, qr = opened?.QrPayload, payerTypes = opened?.PayerTypesAmount ?? false,
        url = opened?.RedirectUrl?.AbsoluteUri, instructions = opened?.Instructions, leaseUntil = leaseUntil.ToDb(),
        shownAt = opened is not null && attempt.ShowsAtOnce ? now.ToDb() : (DateTime?)null,
        hookHash = attempt.HookToken is { } token ? HookToken.Hash(token) : null, now = now.ToDb(),
        expiresAt = attempt.ExpiresAt.ToDb(), heldUntil = attempt.HeldUntil.ToDb(),
    };

    private static object OpenedData(Attempt attempt, OpenResult.Opened opened) => new
    {
        attempt_id = attempt.Id, provider = attempt.Account.ProviderId, account = attempt.Account.Id, total_amount = opened.TotalAmount,
    };

    /// <summary>Makes an attempt the payment's current one; false when another took its place or the payment has ended.</summary>
    /// <param name="session">The caller's transaction.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="before">The current one until now; null when there was none.</param>
    /// <param name="version">The payment's version, where nothing else may have changed either.</param>
    public static async Task<bool> TakeAttemptAsync(DbSession session, Attempt attempt, string? before, long? version = null) =>
        await session.ExecuteAsync(TakeAttempt, new
    {
        id = attempt.Id, paymentId = attempt.PaymentId, before, version, expiresAt = attempt.ExpiresAt.ToDb(),
    }) == 1;

    /// <summary>Shows an attempt that its provider has opened, or ends it when its payment has ended meanwhile.</summary>
    public async Task<OpenOutcome> OpenAttemptAsync(DbSession session, Attempt attempt, OpenResult.Opened opened, DateTimeOffset expiresAt)
    {
        var marked = await session.TryExecuteAsync(MarkOpen, new
        {
            id = attempt.Id, providerRef = opened.ProviderRef, total = opened.TotalAmount, qr = opened.QrPayload,
            payerTypes = opened.PayerTypesAmount,
            url = opened.RedirectUrl?.AbsoluteUri, instructions = opened.Instructions, expiresAt = expiresAt.ToDb(),
            heldUntil = (expiresAt + (attempt.HeldUntil - attempt.ExpiresAt)).ToDb(),
            shownAt = attempt.ShowsAtOnce ? session.Now.ToDb() : (DateTime?)null,
        });
        if (marked is null) return new OpenOutcome.ReferenceTaken();
        if (marked == 1 && await session.ExecuteAsync(ShowAttempt,
            new { paymentId = attempt.PaymentId, id = attempt.Id, expiresAt = expiresAt.ToDb() }) == 1)
            return new OpenOutcome.Shown(
                await TellAsync(session, attempt.PaymentId, PaymentEventTypes.Opened, OpenedData(attempt, opened)));
        // The payment ended while the provider was asked: what was opened there must not be shown any more.
        if (marked == 1) await session.ExecuteAsync(MarkUnwanted, new { id = attempt.Id, now = session.Now.ToDb() });
        return new OpenOutcome.NotShown();
    }

    /// <summary>
    /// Ends an attempt that was not opened: rejected, or unknown. False when it is not ours any more: the lease ran out and another node
    /// took over, or the payment was cancelled. What they did stands.
    /// </summary>
    public static async Task<bool> EndOpeningAsync(DbSession session, string attemptId, string account, long total, OpenResult failure)
    {
        var now = session.Now;
        var (state, error) = failure is OpenResult.Rejected rejected
            ? (AttemptStates.Rejected, $"{rejected.Code}: {rejected.Message}")
            : (AttemptStates.Unknown, ((OpenResult.Unknown)failure).Message);
        if (await session.ExecuteAsync(MarkNotOpened,
            new { id = attemptId, state, error = StoredText.Cut(error, 500), now = now.ToDb() }) == 0)
            return false;
        // A rejected attempt's total was never seen, so it is free at once. An unknown one may still be paid.
        if (state == AttemptStates.Rejected) await TotalReserver.HoldAsync(session, account, total, attemptId, now);
        return true;
    }

    /// <summary>Locks a pending payment whose current attempt has failed; false when it has moved on.</summary>
    public static async Task<bool> HoldForNextAsync(DbSession session, string paymentId, string attemptId) =>
        await session.ExecuteAsync(HoldForNext, new { paymentId, id = attemptId }) == 1;

    /// <summary>Takes over an attempt whose opener has died; false when another node did.</summary>
    public static async Task<bool> TakeOverAsync(DbSession session, string attemptId, DateTime seen, DateTimeOffset until) =>
        await session.ExecuteAsync(TakeOver, new { id = attemptId, seen, until = until.ToDb() }) == 1;

    /// <summary>Whether an attempt may yet turn out to be open at its gateway.</summary>
    public static async Task<bool> HasUnknownAsync(DbSession session, string paymentId) =>
        await session.FirstOrDefaultAsync<long>(CountUnknown, new { paymentId }) > 0;

    /// <summary>Ends a payment that no provider opens. A create that came to nothing gives its idempotency key back.</summary>
    public async Task FailAsync(DbSession session, string paymentId)
    {
        if (await session.ExecuteAsync(MarkFailed, new { paymentId, now = session.Now.ToDb() }) == 0) return;
        await IdempotencyStore.ForgetAsync(session, paymentId);
        await TellAsync(session, paymentId, PaymentEventTypes.Failed);
    }

    /// <summary>
    /// Shows an attempt whose opening its provider confirms only now; its state was unknown. Nothing is to be kept unless it is shown: the
    /// payment has ended, another attempt is open, or this one was completed or ended meanwhile.
    /// </summary>
    /// <param name="session">The caller's transaction.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="opened">What the provider says, checked.</param>
    /// <param name="expiresAt">When it ends.</param>
    /// <param name="hold">How long its total stays held after that.</param>
    public async Task<OpenOutcome> OpenFoundAsync(
        DbSession session, LostAttempt attempt, OpenResult.Opened opened, DateTimeOffset expiresAt, TimeSpan hold)
    {
        if (await session.ExecuteAsync(ShowFound,
            new { paymentId = attempt.PaymentId, id = attempt.Id, expiresAt = expiresAt.ToDb() }) == 0)
            return new OpenOutcome.NotShown();
        var marked = await session.TryExecuteAsync(MarkFound, new
        {
            id = attempt.Id, providerRef = opened.ProviderRef, total = opened.TotalAmount, qr = opened.QrPayload,
            payerTypes = opened.PayerTypesAmount, url = opened.RedirectUrl?.AbsoluteUri, instructions = opened.Instructions,
            expiresAt = expiresAt.ToDb(), heldUntil = (expiresAt + hold).ToDb(),
        });
        if (marked is null) return new OpenOutcome.ReferenceTaken();
        if (marked == 0) return new OpenOutcome.NotShown();
        return new OpenOutcome.Shown(await TellAsync(session, attempt.PaymentId, PaymentEventTypes.Opened, new
        {
            attempt_id = attempt.Id, provider = attempt.Account.ProviderId, account = attempt.Account.Id,
            total_amount = opened.TotalAmount, by = "status",
        }));
    }

    /// <summary>
    /// Ends an attempt of unknown outcome that its provider turns out to have opened wrongly, and with it the payment that has no other.
    /// False when it had been completed or ended meanwhile.
    /// </summary>
    public async Task<bool> RejectFoundAsync(DbSession session, LostAttempt attempt, string? providerRef, OpenResult.Rejected refusal)
    {
        await LockAsync(session, attempt.PaymentId);
        var now = session.Now;
        if (await session.TryExecuteAsync(MarkFoundWrong, new
        {
            id = attempt.Id, providerRef, error = StoredText.Cut($"{refusal.Code}: {refusal.Message}", 500), now = now.ToDb(),
        }) is not 1)
            return false;
        // Its total was never seen, so it is free at once.
        await TotalReserver.HoldAsync(session, attempt.Account.Id, attempt.TotalAmount, attempt.Id, now);
        if (await session.FirstOrDefaultAsync<long>(HasLive, new { paymentId = attempt.PaymentId }) == 0)
            await FailAsync(session, attempt.PaymentId);
        return true;
    }

    /// <summary>Corrects the total of an attempt that was never shown, by what its provider says.</summary>
    public static Task<int> CorrectTotalAsync(DbSession session, string attemptId, long total) =>
        session.ExecuteAsync(CorrectTotal, new { id = attemptId, total });
}
