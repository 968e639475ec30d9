-- The ledger: every movement of money on the shop's accounts, with the balance after it. Written by Money/LedgerBook.cs.
-- reader: 1

-- Numbered after the money's own transaction has committed: no per account, serial over all accounts, both without gaps. A line never
-- changes, and a balance is read from the line with the highest number. kind and subject: the credit or refund that it is about;
-- a credit that was sent back has a line of kind return beside the one of its arrival.
-- amount: negative for money that went out. balance: of the account; total: of all accounts. at: when the money moved; created_at: when
-- it was numbered.
CREATE TABLE qris_ledger (
  account    {ascii 80} NOT NULL,
  no         {big} NOT NULL CHECK (no > 0),
  serial     {big} NOT NULL CHECK (serial > 0),
  kind       {ascii 20} NOT NULL,
  subject    {id} NOT NULL,
  amount     {money} NOT NULL CHECK (amount <> 0),
  balance    {money} NOT NULL,
  total      {money} NOT NULL,
  at         {time} NOT NULL,
  created_at {time} NOT NULL,
  PRIMARY KEY (account, no)
) {table};

-- The newest lines; the compare-and-set between nodes that number at the same moment.
CREATE UNIQUE INDEX ux_qris_ledger_serial ON qris_ledger (serial);
-- A subject's line. Nothing is entered twice.
CREATE UNIQUE INDEX ux_qris_ledger_subject ON qris_ledger (subject, kind);
