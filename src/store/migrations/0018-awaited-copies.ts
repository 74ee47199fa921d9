/**
 * Receipts that were withheld because their mail came in bulk, by that mail's Message-ID and sender: a copy that comes
 * straight from the sender is answered in its place, with the number and the dates that this mail was given.
 */
export const awaitedCopies = `
CREATE TABLE awaited_copies (
  receipt_id     INTEGER PRIMARY KEY REFERENCES receipts (id) ON DELETE CASCADE,
  message_id     TEXT NOT NULL,
  sender         TEXT NOT NULL,
  number         TEXT NOT NULL,
  acknowledge_by TEXT NOT NULL,
  disclose_by    TEXT NOT NULL
) STRICT;
CREATE INDEX awaited_copies_by_mail ON awaited_copies (message_id, sender);
`;
