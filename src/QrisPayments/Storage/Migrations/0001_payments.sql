-- Payments, attempts, reservations, credits, reviews, events, deliveries, idempotency.
-- A migration; each .sql here is embedded by itself. One statement is one step. {id}, {text n}, … are column types of the dialect
-- (MySqlDialect.Column, SqliteDialect.Column); "reader" is the lowest Migration.OurReader that can work with the step's result.
-- reader: 1

-- replaces, replaced_by: a changed order's payment and the one before it, each naming the other.
-- visitor: SHA-256 of what the shop calls the visitor who makes it, of a fixed length and no address in plain sight.
-- waits_for: why no attempt could be opened so far, for the page of a customer who waits (Payment.WaitsFor).
-- refunded_amount: the sum of the refunds that are done. refund_reserved: of those that are requested, sent or unknown (0004).
CREATE TABLE qris_payments (
  id              {id} NOT NULL PRIMARY KEY,
  app             {ascii 40} NOT NULL,
  order_id        {key 64} NOT NULL,
  open_order_id   {key 64} NULL,
  status          {ascii 12} NOT NULL,
  version         {big} NOT NULL,
  livemode        {flag} NOT NULL,
  amount          {money} NOT NULL CHECK (amount > 0),
  description     {text 200} NULL,
  customer_name   {text 100} NULL,
  customer_email  {text 254} NULL,
  customer_phone  {text 20} NULL,
  items           {long} NULL,
  metadata        {long} NULL,
  callback_url    {text 500} NULL,
  callback_shape  {ascii 40} NULL,
  redirect_url    {text 500} NULL,
  wanted_provider {ascii 80} NULL,
  wanted_method   {ascii 40} NULL,
  expires_in      {int} NOT NULL CHECK (expires_in > 0),
  attempt_id      {id} NULL,
  expires_at      {time} NULL,
  paid_at         {time} NULL,
  paid_amount     {money} NULL CHECK (paid_amount > 0),
  refunded_amount {money} NOT NULL DEFAULT 0 CHECK (refunded_amount >= 0),
  refund_reserved {money} NOT NULL DEFAULT 0 CHECK (refund_reserved >= 0),
  late            {flag} NOT NULL,
  review          {ascii 20} NULL,
  form_token      {id} NOT NULL,
  fee             {money} NOT NULL DEFAULT 0 CHECK (fee >= 0),
  replaces        {id} NULL,
  replaced_by     {id} NULL,
  visitor         {ascii 64} NULL,
  waits_for       {ascii 20} NULL,
  created_at      {time} NOT NULL,
  ended_at        {time} NULL,
  CHECK (refunded_amount + refund_reserved <= paid_amount)
) {table};

-- One open payment an order: NULL once it has ended, and NULLs never collide.
CREATE UNIQUE INDEX ux_qris_payments_open_order ON qris_payments (app, open_order_id);
-- Lists of one app, and of all (scope payments:all, the console).
CREATE INDEX ix_qris_payments_list ON qris_payments (app, created_at, id);
CREATE INDEX ix_qris_payments_time ON qris_payments (created_at, id);
-- An order's payments, of one app or of all; the console looks for the beginning of a number.
CREATE INDEX ix_qris_payments_order ON qris_payments (order_id, app, created_at);
-- What has to expire, and how many still wait.
CREATE INDEX ix_qris_payments_due ON qris_payments (status, expires_at);
-- What came in today.
CREATE INDEX ix_qris_payments_paid ON qris_payments (paid_at);
-- How many a visitor has open.
CREATE INDEX ix_qris_payments_visitor ON qris_payments (visitor, status);

-- A create of a visitor writes this row before it counts, so that of two at once the second counts what the first has made.
CREATE TABLE qris_visitors (
  visitor {ascii 64} NOT NULL PRIMARY KEY,
  seen_at {time} NOT NULL
) {table};

-- Who has not come for a day is forgotten.
CREATE INDEX ix_qris_visitors_seen ON qris_visitors (seen_at);

-- What facades know of the payments that were made through them, beside the payment. A reference that a client gave is its own
-- (owner = app), one that a facade made is everybody's (''). created_at: as the payment's, for lists.
CREATE TABLE qris_facade_payments (
  payment_id {id} NOT NULL PRIMARY KEY,
  facade     {ascii 40} NOT NULL,
  app        {ascii 40} NOT NULL,
  reference  {key 64} NULL,
  owner      {ascii 40} NULL,
  method     {ascii 40} NULL,
  created_at {time} NOT NULL
) {table};

CREATE UNIQUE INDEX ux_qris_facade_payments_ref ON qris_facade_payments (facade, reference, owner);
-- A client's lists and sums.
CREATE INDEX ix_qris_facade_payments_list ON qris_facade_payments (app, facade, created_at, payment_id);

-- hook_hash: the address for this attempt's own webhooks ends with a token; only its SHA-256 is kept (WIRE M1).
-- shown_at: when its QR, total or code first left the module; until then no payer can know what to pay.
-- poll_at, polls, waited_at: when the gateway is asked next, how often it was, when it last said "not paid yet".
CREATE TABLE qris_attempts (
  id                 {id} NOT NULL PRIMARY KEY,
  payment_id         {id} NOT NULL,
  provider           {ascii 40} NOT NULL,
  account            {ascii 80} NOT NULL,
  method             {ascii 40} NOT NULL,
  state              {ascii 12} NOT NULL,
  amount             {money} NOT NULL CHECK (amount > 0),
  unique_code        {int} NOT NULL CHECK (unique_code >= 0),
  total_amount       {money} NOT NULL CHECK (total_amount > 0),
  provider_ref       {key 128} NULL,
  qr_payload         {text 600} NULL,
  payer_types_amount {flag} NOT NULL,
  provider_url       {text 500} NULL,
  instructions       {text 1000} NULL,
  error              {text 500} NULL,
  lease_until        {time} NULL,
  shown_at           {time} NULL,
  hook_hash          {ascii 64} NULL,
  poll_at            {time} NULL,
  polls              {int} NOT NULL DEFAULT 0,
  waited_at          {time} NULL,
  unread             {text 300} NULL,
  unread_since       {time} NULL,
  created_at         {time} NOT NULL,
  expires_at         {time} NOT NULL,
  held_until         {time} NOT NULL,
  ended_at           {time} NULL
) {table};

-- Credits look here: who asks for exactly this total on this account, and holds it still? A total comes again and again, and those who
-- had it before need not be read.
CREATE INDEX ix_qris_attempts_total ON qris_attempts (account, total_amount, held_until);
CREATE INDEX ix_qris_attempts_payment ON qris_attempts (payment_id);
-- Attempts whose opener has died; how many of an account or a provider are under way.
CREATE INDEX ix_qris_attempts_lease ON qris_attempts (state, lease_until);
-- Webhooks look here; the console is asked for a gateway's reference, or for a total that somebody sees in a bank's app. One
-- reference is one attempt's, also when two creates get it in the same second (WIRE P4).
CREATE UNIQUE INDEX ux_qris_attempts_ref ON qris_attempts (provider_ref, account);
CREATE INDEX ix_qris_attempts_sum ON qris_attempts (total_amount);
CREATE UNIQUE INDEX ux_qris_attempts_hook ON qris_attempts (hook_hash);
-- Which attempts the gateway is asked about next: never asked yet, or due again.
CREATE INDEX ix_qris_attempts_poll ON qris_attempts (account, poll_at, created_at);
-- Whether a customer may be paying to an account, and which recent attempts asked for a total close to some money.
CREATE INDEX ix_qris_attempts_account ON qris_attempts (account, created_at);

-- The row that owns (account, total) until held_until; afterwards it remembers when the total was last used.
CREATE TABLE qris_reservations (
  account    {ascii 80} NOT NULL,
  total      {money} NOT NULL,
  attempt_id {id} NOT NULL,
  taken_at   {time} NOT NULL,
  held_until {time} NOT NULL,
  PRIMARY KEY (account, total)
) {table};

CREATE TABLE qris_credits (
  id           {id} NOT NULL PRIMARY KEY,
  account      {ascii 80} NOT NULL,
  external_ref {key 128} NOT NULL,
  told_ref     {key 128} NULL,
  source       {ascii 60} NOT NULL,
  amount       {money} NOT NULL CHECK (amount > 0),
  at           {time} NOT NULL,
  precision_s  {int} NOT NULL,
  description  {text 500} NULL,
  outcome      {ascii 10} NOT NULL CHECK (outcome IN ('matched', 'unmatched', 'review', 'ignored')),
  review       {ascii 20} NULL,
  payment_id   {id} NULL,
  attempt_id   {id} NULL,
  same_as      {id} NULL,
  in_ledger    {flag} NOT NULL,
  ledger_no    {big} NULL,
  returned_at  {time} NULL,
  return_no    {big} NULL,
  created_at   {time} NOT NULL,
  CHECK (returned_at IS NULL OR outcome <> 'matched')
) {table};

CREATE UNIQUE INDEX ux_qris_credits_ref ON qris_credits (account, external_ref);
-- The same money heard on several channels counts once: the first report counts, and each other source has at most one that names it.
CREATE UNIQUE INDEX ux_qris_credits_same_as ON qris_credits (same_as, source);
-- Has another source told of this money? told_ref: the reference by which a gateway's webhook told of it before the ledger showed it; one
-- credit confirms one such reference.
CREATE INDEX ix_qris_credits_amount ON qris_credits (account, amount, at);
-- Unmatched money, of which there is little.
CREATE INDEX ix_qris_credits_outcome ON qris_credits (outcome, created_at);
CREATE INDEX ix_qris_credits_attempt ON qris_credits (attempt_id);
-- Whether it is a movement of money of its own (in_ledger) is decided when a credit is stored and never again: a balance that was told
-- once is the sum of the same lines for ever. ledger_no: its number in qris_ledger, which it gets after it was committed. Those that wait
-- for theirs are found here, however late their transaction committed.
CREATE INDEX ix_qris_credits_ledger ON qris_credits (in_ledger, ledger_no, created_at, id);
-- returned_at: when a person decided that the money was sent back; it pays nothing from then on. return_no: the number of the line that
-- takes it out of the ledger, given after the commit like ledger_no. Those that wait for it are found here.
CREATE INDEX ix_qris_credits_return ON qris_credits (return_no, returned_at, id);

-- The first statement of every intake writes here, so that of two reports of one amount the second sees what the first has decided.
CREATE TABLE qris_intake (
  account {ascii 80} NOT NULL,
  amount  {money} NOT NULL,
  times   {big} NOT NULL,
  PRIMARY KEY (account, amount)
) {table};

-- amount, gateway_key: of the refund that a gateway reports and the books dispute; amount also of a credit's conflict.
CREATE TABLE qris_reviews (
  id          {id} NOT NULL PRIMARY KEY,
  kind        {ascii 20} NOT NULL,
  state       {ascii 10} NOT NULL,
  payment_id  {id} NULL,
  credit_id   {id} NULL,
  webhook_id  {id} NULL,
  amount      {money} NULL,
  gateway_key {key 128} NULL,
  digest      {ascii 64} NULL,
  note        {text 500} NULL,
  opened_at   {time} NOT NULL,
  resolved_at {time} NULL,
  resolution  {ascii 40} NULL,
  resolved_by {text 100} NULL,
  remark      {text 500} NULL
) {table};

CREATE INDEX ix_qris_reviews_open ON qris_reviews (state, opened_at);
CREATE INDEX ix_qris_reviews_payment ON qris_reviews (payment_id, state);
CREATE INDEX ix_qris_reviews_webhook ON qris_reviews (webhook_id);
-- What a gateway shows again and again is one case.
CREATE UNIQUE INDEX ux_qris_reviews_digest ON qris_reviews (digest);
-- A credit's cases; one for each amount that was reported under one reference.
CREATE UNIQUE INDEX ux_qris_reviews_credit ON qris_reviews (credit_id, kind, amount);

CREATE TABLE qris_events (
  id         {id} NOT NULL PRIMARY KEY,
  payment_id {id} NOT NULL,
  version    {big} NOT NULL,
  type       {ascii 40} NOT NULL,
  data       {long} NULL,
  at         {time} NOT NULL
) {table};

CREATE INDEX ix_qris_events_payment ON qris_events (payment_id, version);

-- subject: the payment or credit that it is about. needs: what a node must have to make it. args: what its kind wants to know.
CREATE TABLE qris_deliveries (
  id          {id} NOT NULL PRIMARY KEY,
  kind        {ascii 20} NOT NULL,
  subject     {id} NOT NULL,
  event_id    {id} NULL,
  target      {text 500} NOT NULL,
  receiver    {key 500} NOT NULL,
  needs       {ascii 40} NULL,
  args        {long} NULL,
  state       {ascii 10} NOT NULL,
  tries       {int} NOT NULL,
  due_at      {time} NOT NULL,
  give_up_at  {time} NULL,
  lease       {id} NULL,
  lease_until {time} NULL,
  done_at     {time} NULL,
  last_error  {text 500} NULL,
  created_at  {time} NOT NULL
) {table};

-- The next receiver of a kind, and what is due for it.
CREATE INDEX ix_qris_deliveries_due ON qris_deliveries (kind, state, receiver, due_at);
CREATE INDEX ix_qris_deliveries_subject ON qris_deliveries (subject);
-- What has waited too long, of every kind.
CREATE INDEX ix_qris_deliveries_give_up ON qris_deliveries (state, give_up_at);

-- The log of every sending.
CREATE TABLE qris_delivery_tries (
  delivery_id {id} NOT NULL,
  no          {int} NOT NULL,
  at          {time} NOT NULL,
  ok          {flag} NOT NULL,
  status_code {int} NULL,
  duration_ms {int} NOT NULL,
  error       {text 500} NULL,
  PRIMARY KEY (delivery_id, no)
) {table};

CREATE TABLE qris_idempotency (
  app        {ascii 40} NOT NULL,
  route      {ascii 40} NOT NULL,
  idem_key   {ascii 255} NOT NULL,
  body_hash  {ascii 64} NOT NULL,
  payment_id {id} NOT NULL,
  response   {long} NULL,
  created_at {time} NOT NULL,
  PRIMARY KEY (app, route, idem_key)
) {table};

-- A create that came to nothing gives its key back.
CREATE INDEX ix_qris_idempotency_payment ON qris_idempotency (payment_id);
CREATE INDEX ix_qris_idempotency_age ON qris_idempotency (created_at);
