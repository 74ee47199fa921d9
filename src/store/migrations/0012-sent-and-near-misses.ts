/**
 * How far the Sent folder was read for people's answers: its last UID, and the last report that was looked for in it,
 * because the answer to a later one may lie before that UID. And the mails that look like reports and lack the phrase,
 * with nothing of theirs but sender and subject, which go once such a mail is taken in.
 */
export const sentAndNearMisses = `
CREATE TABLE sent_positions (
  mailbox     TEXT NOT NULL,
  folder      TEXT NOT NULL,
  uidvalidity TEXT NOT NULL,
  uid         INTEGER NOT NULL CHECK (uid >= 0),
  last_report INTEGER NOT NULL,
  PRIMARY KEY (mailbox, folder)
) STRICT, WITHOUT ROWID;

CREATE TABLE near_misses (
  id          INTEGER PRIMARY KEY,
  mailbox     TEXT NOT NULL,
  folder      TEXT NOT NULL,
  uidvalidity TEXT NOT NULL,
  uid         INTEGER NOT NULL CHECK (uid > 0),
  received_at TEXT,
  sender      TEXT,
  subject     TEXT NOT NULL,
  noted_at    TEXT NOT NULL,
  state       TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'asked', 'taken', 'dismissed', 'lost')),
  decided_at  TEXT,
  decided_by  TEXT,
  attempts    INTEGER NOT NULL DEFAULT 0,
  answer      TEXT,
  report      TEXT,
  UNIQUE (mailbox, folder, uidvalidity, uid),
  CHECK ((decided_at IS NULL) = (decided_by IS NULL))
) STRICT;
CREATE INDEX near_misses_by_time ON near_misses (noted_at);
`;
