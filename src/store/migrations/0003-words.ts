/** What was read in each mail, so that a decrypted one can be read without its key; nothing for those before. */
export const words = `
CREATE TABLE words (
  message_id INTEGER NOT NULL REFERENCES messages (id),
  position   INTEGER NOT NULL CHECK (position >= 0),
  origin     TEXT NOT NULL CHECK (origin IN ('decrypted', 'cleartext')),
  kind       TEXT NOT NULL CHECK (kind IN ('plain', 'html')),
  text       TEXT NOT NULL,
  PRIMARY KEY (message_id, position)
) STRICT, WITHOUT ROWID;
`;
