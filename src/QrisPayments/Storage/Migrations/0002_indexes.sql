-- Found by EXPLAIN of every statement over 50,000 payments: these read whole tables.
-- reader: 1

-- Lists over all apps (scope payments:all, the console).
CREATE INDEX ix_qris_payments_time ON qris_payments (created_at, id);

-- A create that came to nothing gives its key back.
CREATE INDEX ix_qris_idempotency_payment ON qris_idempotency (payment_id);

-- Whether a credit's case is open already.
CREATE INDEX ix_qris_reviews_credit ON qris_reviews (credit_id);
