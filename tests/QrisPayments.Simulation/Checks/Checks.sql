-- What always holds in the module's tables. Each statement finds the rows that break it; its name and what it says stand above it.
-- "calm" before a name: only once nothing is under way.

-- held_totals: A unique total is held by one attempt at a time.
SELECT a.id, b.id AS other, a.account, a.total_amount FROM qris_attempts a
JOIN qris_attempts b ON b.account = a.account AND b.total_amount = a.total_amount AND b.id > a.id
  AND b.created_at < a.held_until AND a.created_at < b.held_until
WHERE a.unique_code > 0 AND b.unique_code > 0 AND a.state <> 'rejected' AND b.state <> 'rejected';

-- paid_once: A paid payment has exactly one matched credit, of the amount that it shows.
SELECT p.id, p.paid_amount, COUNT(c.id) AS credits FROM qris_payments p
LEFT JOIN qris_credits c ON c.payment_id = p.id AND c.outcome = 'matched' AND c.amount = p.paid_amount
WHERE p.status = 'paid' GROUP BY p.id, p.paid_amount HAVING COUNT(c.id) <> 1;

-- matched_pays: A matched credit pays a payment that is paid.
SELECT c.id, c.payment_id, p.status FROM qris_credits c LEFT JOIN qris_payments p ON p.id = c.payment_id
WHERE c.outcome = 'matched' AND (p.status IS NULL OR p.status <> 'paid');

-- twins: A credit that repeats another names one of the same money and of another source, which repeats none.
SELECT c.id, c.same_as FROM qris_credits c LEFT JOIN qris_credits f ON f.id = c.same_as
WHERE c.same_as IS NOT NULL
  AND (f.id IS NULL OR f.same_as IS NOT NULL OR f.account <> c.account OR f.amount <> c.amount OR f.source = c.source);

-- paid_event: A payment has one payment.paid event if it is paid, and none if not.
SELECT p.id, p.status, COUNT(e.id) AS events FROM qris_payments p
LEFT JOIN qris_events e ON e.payment_id = p.id AND e.type = 'payment.paid'
GROUP BY p.id, p.status HAVING COUNT(e.id) <> CASE WHEN p.status = 'paid' THEN 1 ELSE 0 END;

-- one_event_a_version: No change of a payment has two events; what a gateway answers to a cancel is none.
SELECT payment_id, version FROM qris_events WHERE type <> 'attempt.cancel_answered' GROUP BY payment_id, version HAVING COUNT(*) > 1;

-- ended_event: A payment that has ended unpaid has an event that says so.
SELECT p.id, p.status FROM qris_payments p
WHERE p.status IN ('expired', 'cancelled', 'failed')
  AND NOT EXISTS (SELECT 1 FROM qris_events e WHERE e.payment_id = p.id AND e.type = CONCAT('payment.', p.status));

-- open_orders: An order has at most one open payment.
SELECT app, order_id FROM qris_payments WHERE status = 'pending' GROUP BY app, order_id HAVING COUNT(*) > 1;

-- outcome_callbacks: An outcome of a payment with a callback address has a delivery to it.
SELECT e.id, e.type, e.payment_id FROM qris_events e JOIN qris_payments p ON p.id = e.payment_id
WHERE p.callback_url IS NOT NULL AND e.type IN ('payment.paid', 'payment.expired', 'payment.cancelled', 'payment.failed')
  AND NOT EXISTS (SELECT 1 FROM qris_deliveries d WHERE d.event_id = e.id AND d.kind = 'callback');

-- deliveries_once: An event is delivered once to each target.
SELECT event_id, kind, target FROM qris_deliveries WHERE event_id IS NOT NULL GROUP BY event_id, kind, target HAVING COUNT(*) > 1;

-- shown_cases: A payment shows a case exactly while one is open.
SELECT p.id, p.review FROM qris_payments p
WHERE (p.review IS NOT NULL) <> EXISTS (SELECT 1 FROM qris_reviews r WHERE r.payment_id = p.id AND r.state = 'open');

-- credit_cases: A credit in review has an open case.
SELECT c.id FROM qris_credits c WHERE c.outcome = 'review'
  AND NOT EXISTS (SELECT 1 FROM qris_reviews r WHERE r.credit_id = c.id AND r.state = 'open');

-- calm given_up: No delivery was given up.
SELECT d.id, d.kind, d.target, d.tries, d.last_error FROM qris_deliveries d WHERE d.state = 'dead';
