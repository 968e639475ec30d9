-- Webhooks as they arrived, and who is asking which account.
-- reader: 1

-- Stored before the gateway is answered. In headers, query and path_key, secrets of the account are replaced by their names.
-- The body stays as it came, since signatures are made over its bytes. reading: what the plugin read in a genuine one, once.
-- stranger_bytes: what it takes, where a stranger may have sent it; such a one may be cut (is_cut) and is kept for a day.
CREATE TABLE qris_webhooks (
  id          {id} NOT NULL PRIMARY KEY,
  account     {ascii 80} NOT NULL,
  attempt_id  {id} NULL,
  digest      {ascii 64} NOT NULL,
  headers     {long} NOT NULL,
  query       {long} NOT NULL,
  path_key    {text 200} NULL,
  body        {long} NOT NULL,
  is_cut      {flag} NOT NULL,
  stranger_bytes {int} NULL,
  times       {int} NOT NULL,
  verdict     {ascii 10} NULL,
  reading     {long} NULL,
  reason      {text 500} NULL,
  state       {ascii 10} NOT NULL,
  tries       {int} NOT NULL,
  due_at      {time} NOT NULL,
  lease_until {time} NULL,
  received_at {time} NOT NULL,
  replayed_at {time} NULL,
  asked_at    {time} NULL
) {table};

-- The same request once more is the same webhook.
CREATE UNIQUE INDEX ux_qris_webhooks_digest ON qris_webhooks (account, digest);
-- What is to be worked on; the console's lists of what was not genuine, of which there is little.
CREATE INDEX ix_qris_webhooks_due ON qris_webhooks (state, due_at);
CREATE INDEX ix_qris_webhooks_age ON qris_webhooks (received_at);
-- How much is kept of what strangers sent, and what of it is to be forgotten.
CREATE INDEX ix_qris_webhooks_stranger ON qris_webhooks (stranger_bytes, account);

-- One flight per account over all nodes (WIRE G12, Q16).
CREATE TABLE qris_flights (
  account     {ascii 80} NOT NULL,
  kind        {ascii 10} NOT NULL,
  due_at      {time} NOT NULL,
  failures    {int} NOT NULL,
  done_at     {time} NULL,
  asked_until {time} NULL,
  lease       {id} NULL,
  lease_until {time} NULL,
  error       {text 500} NULL,
  PRIMARY KEY (account, kind)
) {table};
