/**
 * How long a receipt waits for its next try, which may have arrived, and what is needed to let one go a second time: the
 * bytes of a copy that was given up, the mail that a person dropped, and which delivery reports were counted.
 */
export const outboxWaits = `
ALTER TABLE receipts ADD COLUMN not_before TEXT;
ALTER TABLE receipts ADD COLUMN deferrals INTEGER NOT NULL DEFAULT 0 CHECK (deferrals >= 0);
ALTER TABLE receipts ADD COLUMN queued_again_at TEXT;
ALTER TABLE receipts ADD COLUMN may_have_arrived INTEGER NOT NULL DEFAULT 0 CHECK (may_have_arrived IN (0, 1));
ALTER TABLE receipts ADD COLUMN accepted_before INTEGER NOT NULL DEFAULT 0 CHECK (accepted_before IN (0, 1));
ALTER TABLE receipts ADD COLUMN dropped_mail TEXT CHECK (dropped_mail IS NULL OR json_valid(dropped_mail));
UPDATE receipts SET may_have_arrived = 1
  WHERE state = 'refused' AND last_answer LIKE '%, twice; it may have arrived';

CREATE TABLE new_sent_mails (
  receipt_id  INTEGER PRIMARY KEY REFERENCES receipts (id),
  state       TEXT NOT NULL CHECK (state IN ('in-doubt', 'due', 'filed', 'given-up')),
  bytes       BLOB,
  due_at      TEXT,
  last_answer TEXT,
  CHECK (state NOT IN ('in-doubt', 'due') OR bytes IS NOT NULL),
  CHECK (state <> 'filed' OR bytes IS NULL),
  CHECK ((state = 'due') = (due_at IS NOT NULL))
) STRICT;
INSERT INTO new_sent_mails SELECT receipt_id, state, bytes, due_at, last_answer FROM sent_mails;
DROP TABLE sent_mails;
ALTER TABLE new_sent_mails RENAME TO sent_mails;
CREATE INDEX sent_mails_by_state ON sent_mails (state, due_at);

CREATE TABLE bounces (
  receipt_id INTEGER NOT NULL REFERENCES receipts (id) ON DELETE CASCADE,
  sha256     TEXT NOT NULL,
  PRIMARY KEY (receipt_id, sha256)
) STRICT;
`;
