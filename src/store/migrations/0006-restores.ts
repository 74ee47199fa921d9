/** When a backup was put in place: what was answered between the backup and then is not on record. */
export const restores = `
CREATE TABLE restores (
  at TEXT NOT NULL
) STRICT;
`;
