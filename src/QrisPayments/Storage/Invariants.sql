-- What always holds in the books, whatever was cut off in the middle. Simulation and the tests run it (Invariants.cs), and it may be run by
-- hand. Each statement finds the rows that break it; its name and what it says stand above it. "calm": only once nothing is under way.
-- @now: UTC; @overdue: a quarter of an hour before.

-- ledger_numbers: Each account's lines are numbered 1, 2, 3 without a gap.
SELECT l.account, l.no FROM qris_ledger l
WHERE l.no <> 1 AND NOT EXISTS (SELECT 1 FROM qris_ledger p WHERE p.account = l.account AND p.no = l.no - 1);

-- ledger_serials: All lines together are numbered 1, 2, 3 without a gap.
SELECT l.account, l.no, l.serial FROM qris_ledger l
WHERE l.serial <> 1 AND NOT EXISTS (SELECT 1 FROM qris_ledger p WHERE p.serial = l.serial - 1);

-- ledger_balances: A line's balance is that of the line before plus its amount, on its account and over all accounts.
SELECT l.account, l.no, l.amount, l.balance, l.total
FROM qris_ledger l LEFT JOIN qris_ledger p ON p.account = l.account AND p.no = l.no - 1 LEFT JOIN qris_ledger b ON b.serial = l.serial - 1
WHERE l.balance <> COALESCE(p.balance, 0) + l.amount OR l.total <> COALESCE(b.total, 0) + l.amount;

-- ledger_sums: An account's last balance is the sum of its lines.
SELECT s.account, s.amount, l.balance
FROM (SELECT account, SUM(amount) AS amount, MAX(no) AS no FROM qris_ledger GROUP BY account) s
  JOIN qris_ledger l ON l.account = s.account AND l.no = s.no
WHERE l.balance <> s.amount;

-- ledger_total: The last total is the sum of all lines.
SELECT l.serial, l.total FROM qris_ledger l
WHERE l.serial = (SELECT MAX(serial) FROM qris_ledger) AND l.total <> (SELECT SUM(amount) FROM qris_ledger);

-- ledger_credits: A credit that is a movement of its own has one line with its number, account and amount, or still waits for it.
SELECT c.id, c.in_ledger, c.ledger_no, l.no, l.amount
FROM qris_credits c LEFT JOIN qris_ledger l ON l.subject = c.id AND l.kind = 'credit'
WHERE (c.ledger_no IS NULL AND l.no IS NOT NULL) OR (c.ledger_no IS NOT NULL AND c.in_ledger = 0)
   OR (c.ledger_no IS NOT NULL AND (l.no IS NULL OR l.no <> c.ledger_no OR l.account <> c.account OR l.amount <> c.amount));

-- ledger_subjects: A line of kind credit is about a credit.
SELECT l.account, l.no, l.subject FROM qris_ledger l
WHERE l.kind = 'credit' AND NOT EXISTS (SELECT 1 FROM qris_credits c WHERE c.id = l.subject);

-- ledger_returns: A credit that was sent back has a second line with its account and negative amount, or waits for it; no other has one.
SELECT c.id, c.returned_at, c.return_no, l.no, l.amount
FROM qris_credits c LEFT JOIN qris_ledger l ON l.subject = c.id AND l.kind = 'return'
WHERE (c.return_no IS NULL AND l.no IS NOT NULL) OR (c.return_no IS NOT NULL AND c.returned_at IS NULL)
   OR (c.return_no IS NOT NULL AND (l.no IS NULL OR l.no <> c.return_no OR l.account <> c.account OR l.amount <> -c.amount));

-- ledger_return_subjects: A line of kind return is about a credit that has a line of its arrival, too, or waits for it.
SELECT l.account, l.no, l.subject FROM qris_ledger l
WHERE l.kind = 'return' AND NOT EXISTS (SELECT 1 FROM qris_credits c WHERE c.id = l.subject AND c.in_ledger = 1);

-- returned_cases: A credit was sent back exactly when a person closed a case about it as refunded, and then it pays nothing.
SELECT c.id, c.outcome, c.returned_at FROM qris_credits c
WHERE (c.returned_at IS NOT NULL) <> EXISTS (SELECT 1 FROM qris_reviews r WHERE r.credit_id = c.id AND r.resolution = 'refunded')
   OR (c.returned_at IS NOT NULL AND c.outcome = 'matched');

-- ledger_refunds: A refund that is done has one line with its number, account and negative amount, or waits for it; no other has one.
SELECT r.id, r.state, r.ledger_no, l.no, l.amount
FROM qris_refunds r LEFT JOIN qris_ledger l ON l.subject = r.id AND l.kind = 'refund'
WHERE (r.ledger_no IS NULL AND l.no IS NOT NULL) OR (r.ledger_no IS NOT NULL AND r.state <> 'done')
   OR (r.ledger_no IS NOT NULL AND (l.no IS NULL OR l.no <> r.ledger_no OR l.account <> r.account OR l.amount <> -r.amount));

-- ledger_refund_subjects: A line of kind refund is about a refund.
SELECT l.account, l.no, l.subject FROM qris_ledger l
WHERE l.kind = 'refund' AND NOT EXISTS (SELECT 1 FROM qris_refunds r WHERE r.id = l.subject);

-- paid_once: A paid payment has exactly one matched credit, of its amount and of the attempt that it shows.
SELECT p.id, p.paid_amount, COUNT(c.id) AS credits, SUM(c.amount) AS amount
FROM qris_payments p LEFT JOIN qris_credits c ON c.payment_id = p.id AND c.outcome = 'matched'
WHERE p.status = 'paid'
GROUP BY p.id, p.paid_amount, p.attempt_id
HAVING COUNT(c.id) <> 1 OR MAX(c.amount) <> p.paid_amount OR COALESCE(MAX(c.attempt_id), '') <> COALESCE(p.attempt_id, '');

-- matched_pays: A matched credit pays a payment that is paid, by an attempt of that payment.
SELECT c.id, c.payment_id, p.status, a.payment_id AS attempts_payment
FROM qris_credits c LEFT JOIN qris_payments p ON p.id = c.payment_id LEFT JOIN qris_attempts a ON a.id = c.attempt_id
WHERE c.outcome = 'matched' AND (p.id IS NULL OR p.status <> 'paid' OR a.id IS NULL OR a.payment_id <> p.id);

-- twins: A credit that repeats another is ignored, and names the first, of the same account and amount, which repeats none.
SELECT c.id, c.same_as, c.outcome, f.same_as AS first_same_as
FROM qris_credits c LEFT JOIN qris_credits f ON f.id = c.same_as
WHERE c.same_as IS NOT NULL
  AND (c.outcome <> 'ignored' OR f.id IS NULL OR f.same_as IS NOT NULL OR f.account <> c.account OR f.amount <> c.amount);

-- twins_count_once: Of a credit and those that repeat it, the first is the movement of money and no other.
SELECT c.id, c.same_as, c.in_ledger FROM qris_credits c WHERE (c.same_as IS NULL) <> (c.in_ledger = 1);

-- shared_totals: No two payments are open on one account with one reserved total, while both hold it, or may be paid in a gateway's total.
SELECT a.id, b.id AS other, a.account, a.total_amount
FROM qris_attempts a
  JOIN qris_attempts b ON b.account = a.account AND b.total_amount = a.total_amount AND b.id > a.id AND b.payment_id <> a.payment_id
  JOIN qris_reservations r ON r.account = a.account AND r.total = a.total_amount
WHERE a.state = 'open' AND b.state = 'open'
  AND a.created_at < CASE WHEN b.unique_code > 0 THEN b.held_until ELSE b.expires_at END
  AND b.created_at < CASE WHEN a.unique_code > 0 THEN a.held_until ELSE a.expires_at END;

-- payment_status: What a payment's status says, its other columns say, too.
SELECT p.id, p.status, p.paid_at, p.paid_amount, p.ended_at, p.open_order_id
FROM qris_payments p
WHERE NOT ((p.status = 'pending' AND p.paid_at IS NULL AND p.paid_amount IS NULL AND p.ended_at IS NULL)
    OR (p.status = 'paid' AND p.paid_at IS NOT NULL AND p.paid_amount IS NOT NULL AND p.ended_at IS NOT NULL AND p.open_order_id IS NULL)
    OR (p.status IN ('expired', 'cancelled', 'failed') AND p.paid_at IS NULL AND p.paid_amount IS NULL AND p.ended_at IS NOT NULL
      AND p.open_order_id IS NULL));

-- attempt_states: A payment's attempt is paid when the payment is, and none is open once it has ended.
SELECT p.id, p.status, a.id AS attempt, a.state
FROM qris_payments p JOIN qris_attempts a ON a.payment_id = p.id
WHERE (a.state = 'paid' AND (p.status <> 'paid' OR p.attempt_id <> a.id)) OR (a.state = 'open' AND p.status <> 'pending')
   OR (p.status = 'paid' AND p.attempt_id = a.id AND a.state <> 'paid');

-- replacements: The payment that another replaces names that one, and one that was replaced has ended and names one of its app.
SELECT p.id, p.replaces, o.replaced_by, p.status FROM qris_payments p LEFT JOIN qris_payments o ON o.id = p.replaces
WHERE p.replaces IS NOT NULL AND COALESCE(o.replaced_by, '') <> p.id
UNION ALL
SELECT p.id, p.replaces, p.replaced_by, p.status FROM qris_payments p LEFT JOIN qris_payments n ON n.id = p.replaced_by
WHERE p.replaced_by IS NOT NULL AND (n.id IS NULL OR n.app <> p.app OR p.status = 'pending');

-- paid_event: A payment has one payment.paid event if it is paid, and none if not.
SELECT p.id, p.status, COUNT(e.id) AS events
FROM qris_payments p LEFT JOIN qris_events e ON e.payment_id = p.id AND e.type = 'payment.paid'
GROUP BY p.id, p.status
HAVING COUNT(e.id) <> CASE WHEN p.status = 'paid' THEN 1 ELSE 0 END;

-- ended_event: A payment that has ended unpaid has an event that says so.
SELECT p.id, p.status FROM qris_payments p
WHERE p.status IN ('expired', 'cancelled', 'failed') AND NOT EXISTS (SELECT 1 FROM qris_events e WHERE e.payment_id = p.id
  AND e.type = CASE p.status WHEN 'expired' THEN 'payment.expired' WHEN 'cancelled' THEN 'payment.cancelled' ELSE 'payment.failed' END);

-- event_versions: An event belongs to a payment that has reached its version, and each payment's first is payment.created.
SELECT e.id, e.type, e.version, p.version AS reached
FROM qris_events e LEFT JOIN qris_payments p ON p.id = e.payment_id
WHERE p.id IS NULL OR e.version > p.version OR (e.version = 1 AND e.type <> 'payment.created' AND NOT EXISTS (
  SELECT 1 FROM qris_events f WHERE f.payment_id = e.payment_id AND f.type = 'payment.created'));

-- event_callbacks: An outcome of a payment with a callback address has one delivery to it.
SELECT e.id, e.type, COUNT(d.id) AS deliveries
FROM qris_events e JOIN qris_payments p ON p.id = e.payment_id
  LEFT JOIN qris_deliveries d ON d.subject = p.id AND d.event_id = e.id AND d.kind = 'callback'
WHERE p.callback_url IS NOT NULL AND e.type NOT IN ('payment.created', 'payment.opened', 'payment.replaced', 'attempt.cancel_answered')
GROUP BY e.id, e.type
HAVING COUNT(d.id) <> 1;

-- deliveries_once: An event is delivered once to each target.
SELECT d.event_id, d.kind, d.target, COUNT(*) AS deliveries
FROM qris_deliveries d WHERE d.event_id IS NOT NULL
GROUP BY d.event_id, d.kind, d.target
HAVING COUNT(*) > 1;

-- delivery_events: A delivery about an event is about one that happened to its payment.
SELECT d.id, d.event_id FROM qris_deliveries d
WHERE d.event_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM qris_events e WHERE e.id = d.event_id AND e.payment_id = d.subject);

-- delivery_states: A delivery that is done says when, and no other does.
SELECT d.id, d.state, d.done_at FROM qris_deliveries d
WHERE d.state NOT IN ('due', 'done', 'dead') OR (d.state = 'done' AND d.done_at IS NULL);

-- shown_cases: A payment shows a case exactly while one of that kind is open.
SELECT p.id, p.review FROM qris_payments p
WHERE (p.review IS NOT NULL AND NOT EXISTS (SELECT 1 FROM qris_reviews r WHERE r.payment_id = p.id AND r.state = 'open'
    AND r.kind = p.review))
   OR (p.review IS NULL AND EXISTS (SELECT 1 FROM qris_reviews r WHERE r.payment_id = p.id AND r.state = 'open'));

-- credit_cases: A credit is in review exactly while a case about it is open, conflicts apart.
SELECT c.id, c.outcome FROM qris_credits c
WHERE (c.outcome = 'review') <> EXISTS (SELECT 1 FROM qris_reviews r WHERE r.credit_id = c.id AND r.state = 'open'
  AND r.kind <> 'conflict');

-- resolved_cases: A case that is resolved says when and how, an open one says neither.
SELECT r.id, r.state FROM qris_reviews r
WHERE NOT ((r.state = 'open' AND r.resolved_at IS NULL AND r.resolution IS NULL)
  OR (r.state = 'resolved' AND r.resolved_at IS NOT NULL AND r.resolution IS NOT NULL));

-- refund_sums: A payment's refunded and reserved sums are those of its refunds that are done and under way, and fit what was paid.
SELECT p.id, p.paid_amount, p.refunded_amount, p.refund_reserved, SUM(CASE WHEN r.state = 'done' THEN r.amount ELSE 0 END) AS done,
       SUM(CASE WHEN r.state IN ('requested', 'sent', 'unknown') THEN r.amount ELSE 0 END) AS under_way
FROM qris_payments p LEFT JOIN qris_refunds r ON r.payment_id = p.id
GROUP BY p.id, p.paid_amount, p.refunded_amount, p.refund_reserved
HAVING p.refunded_amount <> SUM(CASE WHEN r.state = 'done' THEN r.amount ELSE 0 END)
   OR p.refund_reserved <> SUM(CASE WHEN r.state IN ('requested', 'sent', 'unknown') THEN r.amount ELSE 0 END)
   OR p.refunded_amount + p.refund_reserved > COALESCE(p.paid_amount, 0);

-- refund_states: A refund that is done or failed says when and is due no more, no other says so, and its payment is paid.
SELECT r.id, r.state, r.done_at, r.failed_at, r.due_at, p.status
FROM qris_refunds r LEFT JOIN qris_payments p ON p.id = r.payment_id
WHERE p.id IS NULL OR p.status <> 'paid' OR (r.state = 'done') <> (r.done_at IS NOT NULL)
   OR (r.state = 'failed') <> (r.failed_at IS NOT NULL) OR (r.due_at IS NOT NULL AND r.state IN ('done', 'failed'));

-- refund_accounts: A refund goes back from the account on which its payment's money is.
SELECT r.id, r.account, c.account AS paid_account FROM qris_refunds r JOIN qris_credits c ON c.payment_id = r.payment_id
WHERE c.outcome = 'matched' AND c.account <> r.account;

-- refund_cases: A refund under way is asked about or has an open case, that of an ended one is closed; only of a failed one is one open.
SELECT r.id, r.state, r.due_at, v.state AS case_state
FROM qris_refunds r LEFT JOIN qris_reviews v ON v.id = r.review_id
WHERE (r.state IN ('requested', 'sent', 'unknown') AND r.due_at IS NULL AND COALESCE(v.state, '') <> 'open')
   OR (r.state IN ('done', 'failed') AND v.state = 'open')
UNION ALL
SELECT v.id, r.state, r.due_at, v.state
FROM qris_reviews v LEFT JOIN qris_refunds r ON r.payment_id = v.payment_id AND r.gateway_key = v.gateway_key
WHERE v.kind = 'refund_failed' AND v.state = 'open' AND COALESCE(r.state, '') <> 'failed';

-- refund_events: A refund that is done or failed has an event that says so, no other has one that it is done, and none has one twice.
SELECT r.id, r.state, 'none' AS type, 0 AS events FROM qris_refunds r
WHERE r.state IN ('done', 'failed') AND NOT EXISTS (SELECT 1 FROM qris_events e WHERE e.payment_id = r.payment_id
  AND e.type = CASE r.state WHEN 'done' THEN 'payment.refunded' ELSE 'payment.refund_failed' END AND INSTR(e.data, r.id) > 0)
UNION ALL
SELECT r.id, r.state, e.type, COUNT(e.id)
FROM qris_refunds r JOIN qris_events e ON e.payment_id = r.payment_id AND INSTR(e.data, r.id) > 0
WHERE e.type IN ('payment.refund_requested', 'payment.refunded', 'payment.refund_failed')
GROUP BY r.id, r.state, e.type
HAVING COUNT(e.id) > 1 OR (e.type = 'payment.refunded' AND r.state <> 'done');

-- calm waiting_credits: No credit waits for its number in the ledger.
SELECT c.id, c.created_at FROM qris_credits c WHERE c.in_ledger = 1 AND c.ledger_no IS NULL AND c.created_at < @overdue;

-- calm waiting_returns: No credit that was sent back waits for the number of that line.
SELECT c.id, c.returned_at FROM qris_credits c WHERE c.returned_at IS NOT NULL AND c.return_no IS NULL AND c.returned_at < @overdue;

-- calm stuck_attempts: No attempt is still being opened long after its opener's time.
SELECT a.id, a.lease_until FROM qris_attempts a WHERE a.state = 'creating' AND (a.lease_until IS NULL OR a.lease_until < @overdue);

-- calm unexpired_payments: No payment is pending long after its end.
SELECT p.id, p.expires_at FROM qris_payments p WHERE p.status = 'pending' AND p.expires_at < @overdue;

-- calm overdue_deliveries: No delivery is long overdue.
SELECT d.id, d.kind, d.target, d.tries, d.due_at FROM qris_deliveries d WHERE d.state = 'due' AND d.due_at < @overdue;

-- calm overdue_webhooks: No webhook is long overdue.
SELECT w.id, w.state, w.tries, w.due_at FROM qris_webhooks w WHERE w.state IN ('received', 'verified') AND w.due_at < @overdue;

-- calm forgotten_reservations: No total is held longer than by the hold of the attempt that has it.
SELECT r.account, r.total, r.attempt_id, r.held_until
FROM qris_reservations r LEFT JOIN qris_attempts a ON a.id = r.attempt_id
WHERE r.held_until > @now AND (a.id IS NULL OR r.held_until > a.held_until);

-- calm waiting_refunds: No refund that is done waits for its number in the ledger.
SELECT r.id, r.done_at FROM qris_refunds r WHERE r.state = 'done' AND r.ledger_no IS NULL AND r.done_at < @overdue;

-- calm overdue_refunds: No refund that its gateway is to be asked about is long overdue.
SELECT r.id, r.account, r.state, r.tries, r.due_at FROM qris_refunds r WHERE r.due_at < @overdue;
