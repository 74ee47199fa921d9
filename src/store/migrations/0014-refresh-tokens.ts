/**
 * Refresh tokens that a provider gave in place of the one that is configured: encrypted with a key that is made of that
 * one, and found by a name that is too, so that the database alone gives away neither.
 */
export const refreshTokens = `
CREATE TABLE refresh_tokens (
  name    TEXT PRIMARY KEY,
  sealed  BLOB NOT NULL,
  kept_at TEXT NOT NULL
) STRICT;
`;
