-- What the operator decided about plugins and accounts, and the keys that guard their secrets.
-- reader: 1

-- A plugin without a row is on, at the end of the order.
CREATE TABLE qris_plugins (
  id         {ascii 40} NOT NULL PRIMARY KEY,
  enabled    {flag} NOT NULL,
  position   {int} NOT NULL,
  updated_at {time} NOT NULL
) {table};

-- Accounts of the console. One that configuration names needs no row; a row then adds to it, and configuration wins.
CREATE TABLE qris_accounts (
  id              {ascii 80} NOT NULL PRIMARY KEY,
  plugin          {ascii 40} NOT NULL,
  enabled         {flag} NOT NULL,
  position        {int} NOT NULL,
  min_amount      {money} NULL,
  max_amount      {money} NULL,
  max_fee_percent {int} NOT NULL,
  hours           {ascii 11} NULL,
  settings        {long} NULL,
  secrets         {long} NULL,
  version         {big} NOT NULL,
  updated_at      {time} NOT NULL
) {table};

-- The Data Protection key ring, wrapped by the master key; the canary is encrypted with it and read at every start.
CREATE TABLE qris_keys (
  id         {key 64} NOT NULL PRIMARY KEY,
  content    {long} NOT NULL,
  created_at {time} NOT NULL
) {table};

-- Every node looks here to learn that something was changed on another.
CREATE TABLE qris_changes (
  name    {ascii 40} NOT NULL PRIMARY KEY,
  version {big} NOT NULL
) {table};
