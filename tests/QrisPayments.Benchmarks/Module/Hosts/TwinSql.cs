using QrisPayments.Money;

namespace QrisPayments.Benchmarks.Module.Hosts;

/// <summary>
/// The module's own statements once more, for a program that knows nothing else. Whether they are still the same is
/// checked before every run, by <see cref="StatementLog"/>.
/// </summary>
internal static class TwinSql
{
    public const string InsertPayment = """
        INSERT INTO qris_payments (id, app, order_id, open_order_id, status, version, livemode, amount, description, customer_name, customer_email,
                                   customer_phone, items, metadata, callback_url, callback_shape, redirect_url, wanted_provider, wanted_method, expires_in,
                                   attempt_id, expires_at, late, form_token, fee, created_at)
        VALUES (@id, @app, @orderId, @openOrderId, 'pending', 1, @livemode, @amount, @description, @name, @email,
                @phone, @items, @metadata, @callbackUrl, @callbackShape, @redirectUrl, @provider, @method, @expiresIn,
                @attemptId, @expiresAt, 0, @formToken, @fee, @now)
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
        INSERT INTO qris_attempts (id, payment_id, provider, account, method, state, amount, unique_code, total_amount,
                                   payer_types_amount, lease_until, hook_hash, created_at, expires_at, held_until)
        VALUES (@id, @paymentId, @provider, @account, @method, 'creating', @amount, @code, @total, 0, @leaseUntil, @hookHash, @now, @expiresAt, @heldUntil)
        """;

    public const string MarkOpen = """
        UPDATE qris_attempts SET state = 'open', provider_ref = @providerRef, total_amount = @total, qr_payload = @qr,
               payer_types_amount = @payerTypes, provider_url = @url, instructions = @instructions,
               expires_at = @expiresAt, held_until = @heldUntil, lease_until = NULL
        WHERE id = @id AND state = 'creating'
        """;

    public const string ShowAttempt = """
        UPDATE qris_payments SET expires_at = @expiresAt, version = version + 1 WHERE id = @paymentId AND attempt_id = @id AND status = 'pending'
        """;

    public const string FindByRef = Credit.Select + " WHERE account = @account AND external_ref = @externalRef";

    public const string FindCandidates = Candidate.Select + """

        WHERE a.account = @account AND a.total_amount = @amount AND a.created_at <= @latest AND a.held_until >= @earliest
          AND a.state NOT IN ('rejected') AND (p.livemode = 0 OR @source <> 'sandbox')
        """;

    public const string FindElsewhere = Credit.Select + """

        WHERE account = @account AND amount = @amount AND at BETWEEN @lowest AND @high AND (at >= @low OR precision_s > 0) AND source <> @source AND same_as IS NULL
          AND NOT EXISTS (SELECT 1 FROM qris_credits linked WHERE linked.same_as = qris_credits.id)
        ORDER BY at DESC LIMIT 200
        """;

    public const string InsertCredit = """
        INSERT INTO qris_credits (id, account, external_ref, source, amount, at, precision_s, description, outcome, review, payment_id, attempt_id, same_as, in_ledger, created_at)
        VALUES (@id, @account, @externalRef, @source, @amount, @at, @precision, @description, @outcome, @review, @paymentId, @attemptId, @sameAs, @inLedger, @now)
        """;

    public const string PayPayment = """
        UPDATE qris_payments SET status = 'paid', open_order_id = NULL, version = version + 1, attempt_id = @attemptId,
               paid_at = @at, paid_amount = @amount, late = @late, ended_at = @now, review = CASE WHEN review = 'claimed' THEN NULL ELSE review END
        WHERE id = @paymentId AND version = @version AND status <> 'paid'
        """;

    public const string PayAttempt = "UPDATE qris_attempts SET state = 'paid', ended_at = @now WHERE id = @attemptId";

    public const string HoldAttempt = "UPDATE qris_attempts SET held_until = @heldUntil WHERE id = @attemptId";

    public const string CloseOthers = """
        UPDATE qris_attempts SET state = 'cancelled', ended_at = @now
        WHERE payment_id = @paymentId AND id <> @attemptId AND state IN ('creating', 'open', 'unknown')
        """;

    public const string HoldUntil = """
        UPDATE qris_reservations SET held_until = @heldUntil WHERE account = @account AND total = @total AND attempt_id = @attemptId
        """;
}
