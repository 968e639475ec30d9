-- What the simulation demands beyond the module's own invariants (src/QrisPayments/Storage/Invariants.sql), in the same form: the name and
-- what it says above each statement, which finds the rows that break it; "calm" before a name: only once nothing is under way.

-- held_totals: A unique total is held by one attempt at a time.
SELECT a.id, b.id AS other, a.account, a.total_amount FROM qris_attempts a
JOIN qris_attempts b ON b.account = a.account AND b.total_amount = a.total_amount AND b.id > a.id
  AND b.created_at < a.held_until AND a.created_at < b.held_until
WHERE a.unique_code > 0 AND b.unique_code > 0 AND a.state <> 'rejected' AND b.state <> 'rejected';

-- one_event_a_version: No change of a payment has two events; what a gateway answers to a cancel is none.
SELECT payment_id, version FROM qris_events WHERE type <> 'attempt.cancel_answered' GROUP BY payment_id, version HAVING COUNT(*) > 1;

-- calm given_up: No delivery was given up.
SELECT d.id, d.kind, d.target, d.tries, d.last_error FROM qris_deliveries d WHERE d.state = 'dead';
