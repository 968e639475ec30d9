-- Money that goes back for paid payments.
-- reader: 1

-- state: requested, sent, unknown, done, failed. way: hand, gateway, sandbox. reference: the transfer's number or the gateway's.
-- gateway_key: what the gateway knows it by; our id where we asked, its own key or number where it was made in its dashboard.
-- app, requested_by: who asked. decided_by: who entered the reference or refused. review_id: the case of one that waits for a person.
-- ledger_no: its number in qris_ledger, which one that is done gets after it was committed.
-- accepted_at: when the gateway said that it has taken the request and works on it; from then on it is asked and never sent again.
-- due_at: when the gateway is asked next; while a node asks, the end of its lease. NULL when there is nothing to ask.
CREATE TABLE qris_refunds (
  id           {id} NOT NULL PRIMARY KEY,
  payment_id   {id} NOT NULL,
  attempt_id   {id} NOT NULL,
  account      {ascii 80} NOT NULL,
  amount       {money} NOT NULL CHECK (amount > 0),
  state        {ascii 12} NOT NULL CHECK (state IN ('requested', 'sent', 'unknown', 'done', 'failed')),
  way          {ascii 12} NOT NULL CHECK (way IN ('hand', 'gateway', 'sandbox')),
  reason       {text 200} NOT NULL,
  reference    {key 128} NULL,
  gateway_key  {key 128} NULL,
  app          {ascii 40} NOT NULL,
  requested_by {text 100} NULL,
  decided_by   {text 100} NULL,
  review_id    {id} NULL,
  tries        {int} NOT NULL,
  accepted_at  {time} NULL,
  due_at       {time} NULL,
  error        {text 500} NULL,
  created_at   {time} NOT NULL,
  done_at      {time} NULL,
  failed_at    {time} NULL,
  ledger_no    {big} NULL
) {table};

-- A payment's refunds; one of a gateway's is one of ours, however often it is reported.
CREATE UNIQUE INDEX ux_qris_refunds_key ON qris_refunds (payment_id, gateway_key);
-- About which the gateway is to be asked.
CREATE INDEX ix_qris_refunds_due ON qris_refunds (due_at);
-- What a case is about.
CREATE UNIQUE INDEX ux_qris_refunds_review ON qris_refunds (review_id);
-- Those that wait for their number in the ledger, and all that are done.
CREATE INDEX ix_qris_refunds_ledger ON qris_refunds (state, ledger_no, done_at, id);
