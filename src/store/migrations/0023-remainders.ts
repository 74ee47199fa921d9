/**
 * Large mails and files in pieces: `bytes` is how one begins, and the rest stands under its remainder. What is whole in
 * `bytes` has none. A remainder that belongs to nothing is that of a mail on its way into the record; its id is given to no
 * other ever after.
 */
export const remainders = `
CREATE TABLE remainders (
  id INTEGER PRIMARY KEY AUTOINCREMENT
) STRICT;

CREATE TABLE remainder_pieces (
  remainder_id INTEGER NOT NULL REFERENCES remainders (id) ON DELETE CASCADE,
  position     INTEGER NOT NULL CHECK (position >= 1),
  bytes        BLOB NOT NULL,
  PRIMARY KEY (remainder_id, position)
) STRICT;

ALTER TABLE messages ADD COLUMN remainder_id INTEGER REFERENCES remainders (id);
ALTER TABLE attachments ADD COLUMN remainder_id INTEGER REFERENCES remainders (id);
CREATE UNIQUE INDEX messages_by_remainder ON messages (remainder_id) WHERE remainder_id IS NOT NULL;
CREATE UNIQUE INDEX attachments_by_remainder ON attachments (remainder_id) WHERE remainder_id IS NOT NULL;

CREATE TRIGGER remainder_of_changed_mail AFTER UPDATE OF remainder_id ON messages
WHEN OLD.remainder_id IS NOT NULL AND NEW.remainder_id IS NOT OLD.remainder_id
BEGIN DELETE FROM remainders WHERE id = OLD.remainder_id; END;

CREATE TRIGGER remainder_of_deleted_mail AFTER DELETE ON messages WHEN OLD.remainder_id IS NOT NULL
BEGIN DELETE FROM remainders WHERE id = OLD.remainder_id; END;

CREATE TRIGGER remainder_of_deleted_file AFTER DELETE ON attachments WHEN OLD.remainder_id IS NOT NULL
BEGIN DELETE FROM remainders WHERE id = OLD.remainder_id; END;
`;
