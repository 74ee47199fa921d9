/**
 * What engineers are told: who is told, of what, and the mails and posts that tell it. A target is told of nothing from
 * before it was first configured, so that neither an old database nor a new engineer is flooded. A dispatch is one mail
 * or one post; which notices it tells is settled when it is made and never changes.
 */
export const notices = `
CREATE TABLE notice_targets (
  channel TEXT NOT NULL CHECK (channel IN ('mail', 'webhook')),
  target  TEXT NOT NULL,
  since   TEXT NOT NULL,
  PRIMARY KEY (channel, target)
) STRICT, WITHOUT ROWID;

CREATE TABLE dispatches (
  id           INTEGER PRIMARY KEY,
  channel      TEXT NOT NULL CHECK (channel IN ('mail', 'webhook')),
  target       TEXT NOT NULL,
  token        TEXT NOT NULL UNIQUE,
  message_id   TEXT UNIQUE CHECK ((message_id IS NOT NULL) = (channel = 'mail')),
  state        TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'refused', 'dropped')),
  created_at   TEXT NOT NULL,
  attempts     INTEGER NOT NULL DEFAULT 0,
  in_flight    INTEGER NOT NULL DEFAULT 0 CHECK (in_flight IN (0, 1)),
  unanswered   INTEGER NOT NULL DEFAULT 0,
  not_before   TEXT,
  last_attempt TEXT,
  last_answer  TEXT,
  sent_at      TEXT,
  CHECK (sent_at IS NOT NULL OR state <> 'sent'),
  CHECK (in_flight = 0 OR state = 'queued')
) STRICT;
CREATE INDEX dispatches_by_state ON dispatches (state);

CREATE TABLE notices (
  id          INTEGER PRIMARY KEY,
  report_id   INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
  kind        TEXT NOT NULL CHECK (kind IN ('new-report', 'due-soon', 'overdue', 'days', 'disclosure')),
  occasion    TEXT NOT NULL,
  at          TEXT NOT NULL,
  channel     TEXT NOT NULL CHECK (channel IN ('mail', 'webhook')),
  target      TEXT NOT NULL,
  created_at  TEXT NOT NULL,
  dispatch_id INTEGER REFERENCES dispatches (id) ON DELETE SET NULL,
  UNIQUE (report_id, kind, occasion, channel, target)
) STRICT;
CREATE INDEX notices_by_dispatch ON notices (dispatch_id);
`;
