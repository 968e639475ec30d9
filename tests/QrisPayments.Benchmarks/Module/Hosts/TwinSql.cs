using QrisPayments.Money;

namespace QrisPayments.Benchmarks.Module.Hosts;

/// <summary>
/// The module's own statements once more, for a program that knows nothing else. Whether they are still the same is
/// checked before every run, by <see cref="StatementLog"/>.
/// </summary>
internal static class TwinSql
{
    public const string InsertPayment = """
        INSERT INTO qris_payments (id, app, order_id, open_order_id, status, version, livemode, amount, description, customer_name,
                                   customer_email,
                                   customer_phone, items, metadata, callback_url, callback_shape, redirect_url,
                                   wanted_provider, wanted_method, expires_in,
                                   attempt_id, expires_at, late, form_token, fee, replaces, created_at)
        VALUES (@id, @app, @orderId, @openOrderId, @status, @version, @livemode, @amount, @description, @name, @email,
                @phone, @items, @metadata, @callbackUrl, @callbackShape, @redirectUrl, @provider, @method, @expiresIn,
                @attemptId, @expiresAt, 0, @formToken, @fee, @replaces, @now)
        """;

    public const string InsertEvent = """
        INSERT INTO qris_events (id, payment_id, version, type, data, at) VALUES (@id, @paymentId, @version, @type, @data, @at)
        """;

    public const string ReadBand = """
        SELECT total AS Total, taken_at AS TakenAt, held_until AS HeldUntil
        FROM qris_reservations WHERE account = @account AND total BETWEEN @low AND @high
        """;

    public const string ReadFree = """
        SELECT total AS Total, taken_at AS TakenAt, held_until AS HeldUntil
        FROM qris_reservations WHERE account = @account AND total BETWEEN @low AND @high AND held_until <= @now
        ORDER BY taken_at LIMIT @pool
        """;

    public const string TakeNew = """
        INSERT INTO qris_reservations (account, total, attempt_id, taken_at, held_until)
        VALUES (@account, @total, @attemptId, @now, @heldUntil)
        """;

    public const string TakeUsed = """
        UPDATE qris_reservations SET attempt_id = @attemptId, taken_at = @now, held_until = @heldUntil
        WHERE account = @account AND total = @total AND taken_at = @seen AND held_until <= @now
        """;

    public const string InsertAttempt = """
        INSERT INTO qris_attempts (id, payment_id, provider, account, method, state, amount, unique_code, total_amount, provider_ref,
                                   qr_payload, payer_types_amount, provider_url, instructions, lease_until, hook_hash, created_at,
                                   expires_at, held_until)
        VALUES (@id, @paymentId, @provider, @account, @method, @state, @amount, @code, @total, @providerRef, @qr, @payerTypes, @url,
                @instructions, @leaseUntil, @hookHash, @now, @expiresAt, @heldUntil)
        """;

    public const string TakeTurn = """
        INSERT INTO qris_intake (account, amount, times) VALUES (@account, @amount, 1) ON DUPLICATE KEY UPDATE times = qris_intake.times + 1
        """;

    public const string FindByRef = Credit.Select + " WHERE account = @account AND external_ref = @externalRef";

    public const string FindCandidates = Candidate.Select + """

        WHERE a.account = @account AND a.total_amount = @amount AND a.created_at <= @latest AND a.held_until >= @earliest
          AND a.state NOT IN ('rejected') AND (p.livemode = 0 OR @source <> 'sandbox')
        """;

    public const string FindElsewhere = Credit.Select + """

        WHERE account = @account AND amount = @amount AND at BETWEEN @lowest AND @high AND (at >= @low OR precision_s > 0)
          AND source <> @source AND same_as IS NULL
          AND NOT EXISTS (SELECT 1 FROM qris_credits linked WHERE linked.same_as = qris_credits.id AND linked.source = @source)
        ORDER BY at DESC LIMIT 200
        """;

    public const string InsertCredit = """
        INSERT INTO qris_credits (id, account, external_ref, source, amount, at, precision_s, description, outcome, review, payment_id,
          attempt_id, same_as, in_ledger, created_at)
        VALUES (@id, @account, @externalRef, @source, @amount, @at, @precision, @description, @outcome, @review, @paymentId, @attemptId,
          @sameAs, @inLedger, @now)
        """;

    public const string PayPayment = """
        UPDATE qris_payments SET status = 'paid', open_order_id = NULL, version = version + 1, attempt_id = @attemptId,
               paid_at = @at, paid_amount = @amount, late = @late, ended_at = @now, review = CASE WHEN review = 'claimed' THEN NULL
                 ELSE review END
        WHERE id = @paymentId AND version = @version AND status <> 'paid'
        """;

    public const string EndAttempts = """
        UPDATE qris_attempts
        SET held_until = CASE WHEN id = @attemptId AND EXISTS (SELECT 1 FROM qris_reservations r
                WHERE r.account = @account AND r.total = @amount AND r.attempt_id = @attemptId)
              THEN @heldUntil ELSE held_until END,
            state = CASE WHEN id = @attemptId THEN 'paid' ELSE 'cancelled' END, ended_at = @now
        WHERE payment_id = @paymentId AND (id = @attemptId OR state IN ('creating', 'open', 'unknown'))
        """;

    public const string HoldUntil = """
        UPDATE qris_reservations SET held_until = @heldUntil WHERE account = @account AND total = @total AND attempt_id = @attemptId
        """;
}
