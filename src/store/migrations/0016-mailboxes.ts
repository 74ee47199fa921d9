/**
 * The mailboxes that reports came by and receipts go out from, kept in step with the configuration. What is of none
 * came before there could be several, and is taken over by the first that is configured.
 */
export const mailboxes = `
CREATE TABLE mailboxes (
  id      INTEGER PRIMARY KEY,
  name    TEXT NOT NULL,
  account TEXT NOT NULL,
  folder  TEXT NOT NULL,
  gone_at TEXT,
  UNIQUE (account, folder)
) STRICT;

ALTER TABLE reports ADD COLUMN mailbox_id INTEGER REFERENCES mailboxes (id);
ALTER TABLE receipts ADD COLUMN mailbox_id INTEGER REFERENCES mailboxes (id);
CREATE INDEX reports_by_mailbox ON reports (mailbox_id);
`;
