/**
 * The bytes of a receipt from the moment it is handed over until its copy lies in the Sent folder; nothing for those
 * sent before.
 */
export const sentMails = `
CREATE TABLE sent_mails (
  receipt_id  INTEGER PRIMARY KEY REFERENCES receipts (id),
  state       TEXT NOT NULL CHECK (state IN ('in-doubt', 'due', 'filed', 'given-up')),
  bytes       BLOB,
  due_at      TEXT,
  last_answer TEXT,
  CHECK ((state IN ('in-doubt', 'due')) = (bytes IS NOT NULL)),
  CHECK ((state = 'due') = (due_at IS NOT NULL))
) STRICT;
CREATE INDEX sent_mails_by_state ON sent_mails (state, due_at);
`;
