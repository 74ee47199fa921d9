/**
 * The messages that the mail server lists and does not give, with nothing of what is in them. Where each mail on record
 * lies in the mailbox, by what hash its header alone was on record before the rest came, and which mail a file is of;
 * nothing for those before.
 */
export const unread = `
CREATE TABLE unread (
  mailbox     TEXT NOT NULL,
  folder      TEXT NOT NULL,
  uid         INTEGER NOT NULL CHECK (uid > 0),
  uidvalidity TEXT NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('breaking', 'unread')),
  first_seen  TEXT NOT NULL,
  attempts    INTEGER NOT NULL CHECK (attempts > 0),
  last_tried  TEXT NOT NULL,
  last_words  TEXT NOT NULL,
  asked_for   INTEGER NOT NULL DEFAULT 0 CHECK (asked_for IN (0, 1)),
  PRIMARY KEY (mailbox, folder, uid)
) STRICT, WITHOUT ROWID;
ALTER TABLE messages ADD COLUMN mailbox TEXT;
ALTER TABLE messages ADD COLUMN folder TEXT;
ALTER TABLE messages ADD COLUMN uidvalidity TEXT;
ALTER TABLE messages ADD COLUMN uid INTEGER;
ALTER TABLE messages ADD COLUMN header_sha256 TEXT;
CREATE INDEX messages_by_header ON messages (header_sha256) WHERE header_sha256 IS NOT NULL;
ALTER TABLE attachments ADD COLUMN message_id INTEGER REFERENCES messages (id) ON DELETE SET NULL;
CREATE INDEX attachments_by_message ON attachments (message_id);
`;
