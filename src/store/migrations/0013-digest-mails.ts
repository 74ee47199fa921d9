/**
 * Digests by mail: each is a dispatch to one engineer that tells no notice. What it says is made when it is sent, so that
 * no word of a report is kept twice. `since` as it was typed: the same on the same local day is the same digest.
 */
export const digestMails = `
CREATE TABLE digest_mails (
  dispatch_id INTEGER PRIMARY KEY REFERENCES dispatches (id) ON DELETE CASCADE,
  day         TEXT NOT NULL,
  since       TEXT NOT NULL,
  since_at    TEXT NOT NULL
) STRICT;
CREATE INDEX digest_mails_by_day ON digest_mails (day, since);
`;
