/**
 * How it stands with the reading of each mailbox, by the name that the configuration gives it: what those who watch over
 * the program are told, also when each pass is a process of its own. `failing_since` and the failure are of an outage that
 * goes on; `warned_of` is the beginning of the one that the operator was warned of, until they were told that it is over.
 * And what of the telling itself does not work, so that it is said once.
 */
export const passes = `
CREATE TABLE passes (
  mailbox         TEXT PRIMARY KEY,
  attempted_at    TEXT NOT NULL,
  good_at         TEXT,
  milliseconds    INTEGER,
  good            INTEGER NOT NULL DEFAULT 0,
  failed          INTEGER NOT NULL DEFAULT 0,
  looked_at       INTEGER NOT NULL DEFAULT 0,
  failing_since   TEXT,
  failure_code    TEXT,
  failure_message TEXT,
  warned_of       TEXT,
  CHECK ((good_at IS NULL) = (milliseconds IS NULL)),
  CHECK ((failing_since IS NULL) = (failure_code IS NULL)),
  CHECK ((failing_since IS NULL) = (failure_message IS NULL))
) STRICT;

CREATE TABLE troubles (
  name  TEXT PRIMARY KEY,
  since TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;
