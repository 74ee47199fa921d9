/** The first schema. Never edited again: what changes it is a migration of its own. */
export const first = `
CREATE TABLE positions (
  mailbox     TEXT NOT NULL,
  folder      TEXT NOT NULL,
  uidvalidity TEXT NOT NULL,
  uid         INTEGER NOT NULL CHECK (uid >= 0),
  PRIMARY KEY (mailbox, folder)
) STRICT;

CREATE TABLE report_numbers (
  year INTEGER PRIMARY KEY,
  last INTEGER NOT NULL CHECK (last > 0)
) STRICT;

CREATE TABLE reports (
  id             INTEGER PRIMARY KEY,
  number         TEXT NOT NULL UNIQUE,
  state          TEXT NOT NULL CHECK (state IN ('received', 'undecryptable', 'quarantined')),
  received_at    TEXT NOT NULL,
  recorded_at    TEXT NOT NULL,
  acknowledge_by TEXT NOT NULL,
  disclose_by    TEXT NOT NULL,
  content        TEXT NOT NULL CHECK (json_valid(content))
) STRICT;
CREATE INDEX reports_by_arrival ON reports (received_at);

CREATE TABLE raw_messages (
  report_id INTEGER PRIMARY KEY REFERENCES reports (id),
  sha256    TEXT NOT NULL UNIQUE,
  complete  INTEGER NOT NULL CHECK (complete IN (0, 1)),
  bytes     BLOB NOT NULL
) STRICT;

CREATE TABLE attachments (
  report_id    INTEGER NOT NULL REFERENCES reports (id),
  position     INTEGER NOT NULL CHECK (position >= 0),
  filename     TEXT,
  content_type TEXT NOT NULL,
  encrypted    INTEGER NOT NULL CHECK (encrypted IN (0, 1)),
  sha256       TEXT NOT NULL,
  bytes        BLOB NOT NULL,
  PRIMARY KEY (report_id, position)
) STRICT;

CREATE TABLE receipts (
  report_id     INTEGER PRIMARY KEY REFERENCES reports (id),
  state         TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'refused', 'withheld')),
  reason        TEXT,
  recipient     TEXT,
  message_id    TEXT UNIQUE,
  in_reply_to   TEXT,
  reference_ids TEXT,
  subject       TEXT,
  text          TEXT,
  html          TEXT,
  attempts      INTEGER NOT NULL DEFAULT 0,
  last_attempt  TEXT,
  last_answer   TEXT,
  sent_at       TEXT,
  CHECK ((state = 'withheld') = (recipient IS NULL)),
  CHECK ((state = 'withheld') = (reason IS NOT NULL)),
  CHECK ((state = 'sent') = (sent_at IS NOT NULL))
) STRICT;
CREATE INDEX receipts_by_state ON receipts (state);
`;
