using System.Data.Common;
using Dapper;

namespace QrisPayments.Tests.Storage;

/// <summary>
/// A shop's tables after a month of a payment every five minutes, for the optimizer to judge by: nearly everything has ended, a few
/// totals come again and again, and what is swept has been swept. Row number 1 is the newest.
/// </summary>
internal static class IndexSample
{
    /// <summary>Row 1234, as ids and references end: backwards, because real ones are in no order of time either.</summary>
    public const string Tail = "43210000";

    /// <summary>What the rows of all tables with one number have in common.</summary>
    private const string Made = """
        (SELECT seq, REVERSE(LPAD(seq, 8, '0')) AS tail, CONCAT('A-', 100000 + seq) AS order_id,
           @now - INTERVAL seq * 5 MINUTE AS created_at,
           ELT(1 + seq % 4, 'shop', 'shop', 'pos', 'kasir') AS app,
           ELT(1 + seq % 4, 'static-qris', 'bank-qris', 'tripay', 'midtrans') AS account,
           seq % 4 < 2 AS is_own, 25000 * (1 + seq % 3) AS amount, IF(seq % 4 < 2, 1 + seq % 20, 0) AS code,
           CASE WHEN seq <= 4 THEN 'pending' WHEN seq % 100 = 99 THEN 'failed'
             ELSE ELT(1 + seq % 10, 'paid', 'paid', 'paid', 'paid', 'paid', 'paid', 'paid', 'expired', 'expired', 'cancelled')
           END AS status
         FROM seq_1_to_8000) made
        """;

    private const string Payments = """
        INSERT INTO qris_payments (id, app, order_id, open_order_id, status, version, livemode, amount, expires_in, attempt_id, expires_at,
          paid_at, paid_amount, late, form_token, visitor, created_at, ended_at)
        SELECT CONCAT('pay_', tail), app, order_id, IF(status = 'pending', order_id, NULL), status, 3, 1, amount, 900,
          CONCAT('att_', tail), created_at + INTERVAL 15 MINUTE, IF(status = 'paid', created_at + INTERVAL 3 MINUTE, NULL),
          IF(status = 'paid', amount + code, NULL), 0, tail, CONCAT('visitor-', seq % 100), created_at, IF(status = 'pending', NULL, created_at + INTERVAL 15 MINUTE)
        FROM
        """ + " " + Made;

    // Gateways are asked for two days; one opener has died.
    private const string Attempts = """
        INSERT INTO qris_attempts (id, payment_id, provider, account, method, state, amount, unique_code, total_amount, provider_ref,
          payer_types_amount, lease_until, hook_hash, poll_at, created_at, expires_at, held_until, ended_at)
        SELECT CONCAT('att_', tail), CONCAT('pay_', tail), account, account, 'qris',
          CASE WHEN seq = 1 THEN 'creating' WHEN status = 'pending' THEN 'open' ELSE status END,
          amount, code, amount + code, IF(is_own, NULL, CONCAT('T-', tail)), 0, IF(seq = 1, @now - INTERVAL 1 MINUTE, NULL),
          IF(is_own, NULL, CONCAT('hook-', tail)),
          IF(is_own, NULL, IF(seq <= 576, @now - INTERVAL 1 MINUTE + INTERVAL seq % 10 MINUTE, '9000-01-01')),
          created_at, created_at + INTERVAL 15 MINUTE, created_at + INTERVAL 75 MINUTE,
          IF(status = 'pending', NULL, created_at + INTERVAL 15 MINUTE)
        FROM
        """ + " " + Made;

    private const string FacadePayments = """
        INSERT INTO qris_facade_payments (payment_id, facade, app, reference, owner, method, created_at)
        SELECT CONCAT('pay_', tail), IF(app = 'kasir', 'paydigital', 'bayargg'), app, CONCAT('REF-', tail), '', 'qris', created_at
        FROM
        """ + " " + Made;

    private const string Credits = """
        INSERT INTO qris_credits (id, account, external_ref, source, amount, at, precision_s, outcome, payment_id, attempt_id, in_ledger,
          created_at)
        SELECT CONCAT('crd_', SUBSTR(id, 5)), account, CONCAT('M-', SUBSTR(id, 5)), 'ledger', total_amount, created_at + INTERVAL 3 MINUTE,
          60, 'matched', payment_id, id, 1, created_at + INTERVAL 4 MINUTE
        FROM qris_attempts WHERE state = 'paid'
        """;

    private const string CreditsHeardTwice = """
        INSERT INTO qris_credits (id, account, external_ref, source, amount, at, precision_s, outcome, payment_id, attempt_id, same_as,
          in_ledger, created_at)
        SELECT CONCAT('crd_b', SUBSTR(id, 5)), account, CONCAT('N-', id), 'api:bank', amount, at, 60, 'ignored', payment_id, attempt_id, id,
          0, created_at + INTERVAL 1 MINUTE
        FROM qris_credits WHERE id LIKE 'crd_1%'
        """;

    private const string CreditsOfNobody = """
        INSERT INTO qris_credits (id, account, external_ref, source, amount, at, precision_s, outcome, in_ledger, created_at)
        SELECT CONCAT('crd_u', seq), 'static-qris', CONCAT('U-', seq), 'ledger', 25000 + seq, @now - INTERVAL seq DAY, 60, 'unmatched', 1,
          @now - INTERVAL seq DAY
        FROM seq_1_to_20
        """;

    // Half of what nobody asked for was sent back; two of those wait for their second line.
    private const string CreditsReturned = """
        UPDATE qris_credits SET outcome = 'ignored', returned_at = created_at + INTERVAL 1 HOUR,
          return_no = IF(id IN ('crd_u2', 'crd_u4'), NULL, 9000)
        WHERE id IN ('crd_u2', 'crd_u4', 'crd_u6', 'crd_u8', 'crd_u10', 'crd_u12', 'crd_u14', 'crd_u16', 'crd_u18', 'crd_u20')
        """;

    private const string Ledger = """
        INSERT INTO qris_ledger (account, no, serial, kind, subject, amount, balance, total, at, created_at)
        SELECT account, ROW_NUMBER() OVER (PARTITION BY account ORDER BY created_at, id), ROW_NUMBER() OVER (ORDER BY created_at, id),
          'credit', id, amount, SUM(amount) OVER (PARTITION BY account ORDER BY created_at, id),
          SUM(amount) OVER (ORDER BY created_at, id), at, created_at
        FROM qris_credits WHERE in_ledger = 1
        """;

    // The last two wait for their numbers.
    private const string CreditsNumbered = """
        UPDATE qris_credits c JOIN qris_ledger l ON l.subject = c.id SET c.ledger_no = l.no WHERE l.created_at < @now - INTERVAL 30 MINUTE
        """;

    private const string Reviews = """
        INSERT INTO qris_reviews (id, kind, state, payment_id, credit_id, webhook_id, digest, opened_at, resolved_at)
        SELECT CONCAT('rev_', tail), IF(seq % 3 = 1, 'webhook', 'late'), IF(seq <= 10, 'open', 'resolved'), CONCAT('pay_', tail),
          IF(seq % 3 = 1, NULL, CONCAT('crd_', tail)), IF(seq % 3 = 1, CONCAT('whk_', tail), NULL),
          CONCAT('digest-', tail), created_at, IF(seq <= 10, NULL, created_at + INTERVAL 1 HOUR)
        FROM
        """ + " " + Made + " WHERE seq % 4 = 2 OR seq <= 10";

    // One payment in fifty goes back; a few of the last hours are under way, and one waits for a person.
    private const string Refunds = """
        INSERT INTO qris_refunds (id, payment_id, attempt_id, account, amount, state, way, reason, gateway_key, app, review_id, tries,
          due_at, created_at, done_at, ledger_no)
        SELECT CONCAT('rfd_', tail), CONCAT('pay_', tail), CONCAT('att_', tail), account, amount, IF(seq <= 100, 'sent', 'done'),
          'gateway', 'Out of stock', CONCAT('rfd_', tail), app, IF(seq % 200 = 34, CONCAT('rev_', tail), NULL), 1,
          IF(seq <= 100, @now - INTERVAL 1 MINUTE, NULL), created_at, IF(seq <= 100, NULL, created_at), IF(seq <= 200, NULL, seq)
        FROM
        """ + " " + Made + " WHERE seq % 50 = 34 OR seq = 1234";

    private const string Events = """
        INSERT INTO qris_events (id, payment_id, version, type, at)
        SELECT CONCAT('evt_', seq, SUBSTR(id, 5)), id, seq, ELT(seq, 'payment.created', 'payment.opened', 'payment.paid'), created_at
        FROM qris_payments, seq_1_to_3
        """;

    // Those of the last two hours wait, one in a hundred was given up.
    private const string Deliveries = """
        INSERT INTO qris_deliveries (id, kind, subject, event_id, target, receiver, state, tries, due_at, give_up_at, done_at, created_at)
        SELECT CONCAT('dlv_', kind, SUBSTR(id, 5)), kind, id, CONCAT('evt_3', SUBSTR(id, 5)), CONCAT('https://', app, '.example/paid'),
          CONCAT(app, '.example'),
          CASE WHEN created_at > @now - INTERVAL 2 HOUR THEN 'due' WHEN id LIKE 'pay_00%' THEN 'dead' ELSE 'done' END, 1,
          created_at, created_at + INTERVAL 3 DAY, ended_at, created_at
        FROM qris_payments, (SELECT 'callback' AS kind UNION SELECT 'handler') kinds
        """;

    private const string Tries = """
        INSERT INTO qris_delivery_tries (delivery_id, no, at, ok, status_code, duration_ms)
        SELECT id, 1, created_at, state = 'done', 200, 30 FROM qris_deliveries WHERE state <> 'due'
        """;

    // Forged ones of the last day, all others of thirty, and an hour's that the next sweep will take.
    private const string Webhooks = """
        INSERT INTO qris_webhooks (id, account, digest, headers, query, body, is_cut, stranger_bytes, times, verdict, state, tries, due_at,
          received_at)
        SELECT CONCAT('whk_', REVERSE(LPAD(seq, 8, '0'))), IF(seq % 2, 'tripay', 'midtrans'), CONCAT('digest-', seq), '{}', '{}',
          REPEAT('x', 300), 0, IF(state = 'kept', 1200, NULL), 1,
          CASE state WHEN 'kept' THEN IF(seq % 200 = 7, 'malformed', 'forged') WHEN 'received' THEN NULL ELSE 'genuine' END,
          state, 1, received_at, received_at
        FROM (SELECT seq, @now - INTERVAL seq * 5 MINUTE AS received_at,
            CASE WHEN seq <= 3 THEN ELT(seq, 'received', 'verified', 'verified')
              WHEN seq % 200 = 7 OR (seq % 10 = 7 AND seq < 300) THEN 'kept' WHEN seq % 500 = 9 THEN 'dead' ELSE 'applied' END AS state
          FROM seq_1_to_8652) made
        """;

    private const string Idempotency = """
        INSERT INTO qris_idempotency (app, route, idem_key, body_hash, payment_id, response, created_at)
        SELECT 'shop', 'create', CONCAT('key-', seq), 'hash', CONCAT('pay_', REVERSE(LPAD(seq, 8, '0'))), '{}',
          @now - INTERVAL seq * 30 SECOND
        FROM seq_1_to_3000
        """;

    // An hour's that the next sweep will take among them.
    private const string Visitors = """
        INSERT INTO qris_visitors (visitor, seen_at)
        SELECT CONCAT('visitor-', seq), @now - INTERVAL seq * 30 SECOND FROM seq_1_to_3000
        """;

    private const string Analyze = """
        ANALYZE TABLE qris_payments, qris_facade_payments, qris_attempts, qris_credits, qris_ledger, qris_reviews, qris_events,
          qris_deliveries, qris_delivery_tries, qris_webhooks, qris_idempotency, qris_refunds, qris_visitors
        """;

    public static async Task FillAsync(DbConnection connection, DateTime now)
    {
        foreach (var statement in new[]
        {
            Payments, Attempts, FacadePayments, Credits, CreditsHeardTwice, CreditsOfNobody, CreditsReturned, Ledger, CreditsNumbered,
            Reviews, Events, Deliveries, Tries, Webhooks, Idempotency, Refunds, Visitors,
            Analyze,
        })
            await RunAsync(connection, statement, now);
    }

    // The server gathers statistics of its own of tables that grow, and may meet ours.
    private static async Task RunAsync(DbConnection connection, string statement, DateTime now)
    {
        for (var left = 3; ; left--)
            try
            {
                await connection.ExecuteAsync(statement, new { now });
                return;
            }
            catch (MySqlException exception) when (exception.ErrorCode == MySqlErrorCode.LockDeadlock && left > 0)
            {
                // It was undone.
            }
    }
}
