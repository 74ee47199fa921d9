/**
 * A report may have many messages (the report itself, copies, follow-ups) and many receipts; ciphertexts, learned
 * keys and the sketches of reports' words are looked up across reports.
 */
export const threads = `
CREATE TABLE messages (
  id             INTEGER PRIMARY KEY,
  report_id      INTEGER NOT NULL REFERENCES reports (id),
  role           TEXT NOT NULL CHECK (role IN ('report', 'follow-up', 'copy')),
  received_at    TEXT NOT NULL,
  message_id     TEXT,
  sender         TEXT,
  signer         TEXT,
  sha256         TEXT NOT NULL UNIQUE,
  content_sha256 TEXT,
  complete       INTEGER NOT NULL CHECK (complete IN (0, 1)),
  bytes          BLOB NOT NULL
) STRICT;
INSERT INTO messages (report_id, role, received_at, message_id, sender, sha256, complete, bytes)
  SELECT r.id, 'report', r.received_at, p.in_reply_to, lower(p.recipient), m.sha256, m.complete, m.bytes
  FROM raw_messages m JOIN reports r ON r.id = m.report_id LEFT JOIN receipts p ON p.report_id = r.id;
DROP TABLE raw_messages;
CREATE INDEX messages_by_report ON messages (report_id);
CREATE INDEX messages_by_message_id ON messages (message_id);
CREATE INDEX messages_by_content ON messages (content_sha256, sender);

CREATE TABLE new_receipts (
  id            INTEGER PRIMARY KEY,
  report_id     INTEGER NOT NULL REFERENCES reports (id),
  kind          TEXT NOT NULL CHECK (kind IN ('receipt', 'follow-up', 'question')),
  state         TEXT NOT NULL CHECK (state IN ('queued', 'held', 'sent', 'refused', 'bounced', 'withheld')),
  created_at    TEXT NOT NULL,
  reason        TEXT,
  recipient     TEXT,
  message_id    TEXT UNIQUE,
  in_reply_to   TEXT,
  reference_ids TEXT,
  subject       TEXT,
  text          TEXT,
  html          TEXT,
  encrypt_to    TEXT,
  attempts      INTEGER NOT NULL DEFAULT 0,
  last_attempt  TEXT,
  last_answer   TEXT,
  sent_at       TEXT,
  CHECK ((state = 'withheld') = (recipient IS NULL)),
  CHECK (state NOT IN ('withheld', 'held') OR reason IS NOT NULL),
  CHECK ((state IN ('sent', 'bounced')) = (sent_at IS NOT NULL))
) STRICT;
INSERT INTO new_receipts
  SELECT p.report_id, p.report_id, 'receipt', p.state, r.recorded_at, p.reason, p.recipient, p.message_id,
         p.in_reply_to, p.reference_ids, p.subject, p.text, p.html, NULL, p.attempts, p.last_attempt, p.last_answer,
         p.sent_at
  FROM receipts p JOIN reports r ON r.id = p.report_id;
DROP TABLE receipts;
ALTER TABLE new_receipts RENAME TO receipts;
CREATE INDEX receipts_by_state ON receipts (state);
CREATE INDEX receipts_by_report ON receipts (report_id);
CREATE INDEX receipts_by_time ON receipts (created_at);

CREATE TABLE further_numbers (
  number    TEXT PRIMARY KEY,
  report_id INTEGER NOT NULL REFERENCES reports (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX further_numbers_by_report ON further_numbers (report_id);

CREATE TABLE ciphertexts (
  sha256     TEXT NOT NULL,
  message_id INTEGER NOT NULL REFERENCES messages (id),
  PRIMARY KEY (sha256, message_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ciphertexts_by_message ON ciphertexts (message_id);

CREATE TABLE sender_keys (
  address     TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  armored     TEXT NOT NULL,
  learned_at  TEXT NOT NULL,
  report_id   INTEGER NOT NULL REFERENCES reports (id)
) STRICT;

CREATE TABLE word_sketches (
  report_id INTEGER PRIMARY KEY REFERENCES reports (id),
  sketch    BLOB NOT NULL
) STRICT;

CREATE TABLE word_bands (
  band      INTEGER NOT NULL,
  hash      INTEGER NOT NULL,
  report_id INTEGER NOT NULL REFERENCES reports (id),
  PRIMARY KEY (band, hash, report_id)
) STRICT, WITHOUT ROWID;
`;
