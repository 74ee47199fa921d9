/** The words of attached texts too, with the file's name; nothing for the mails before, whose other words stay. */
export const attachedWords = `
CREATE TABLE new_words (
  message_id INTEGER NOT NULL REFERENCES messages (id),
  position   INTEGER NOT NULL CHECK (position >= 0),
  origin     TEXT NOT NULL CHECK (origin IN ('decrypted', 'cleartext')),
  kind       TEXT NOT NULL CHECK (kind IN ('plain', 'html', 'attachment')),
  filename   TEXT,
  text       TEXT NOT NULL,
  PRIMARY KEY (message_id, position)
) STRICT, WITHOUT ROWID;
INSERT INTO new_words (message_id, position, origin, kind, text)
  SELECT message_id, position, origin, kind, text FROM words;
DROP TABLE words;
ALTER TABLE new_words RENAME TO words;
`;
