/**
 * Whether a MIME part may hold an OpenPGP message, from its type and name alone: what BODYSTRUCTURE tells
 * before anything is downloaded. The message stage asks the same question of the same two facts.
 */

const MESSAGE_TYPES = new Set([
  'application/pgp-encrypted',
  'application/x-pgp-encrypted',
  'application/pgp',
]);
const OTHER_PGP_TYPES = new Set(['application/pgp-signature', 'application/pgp-keys']);

/** What Gmail and others call a file that came without a name. */
const NO_NAME = /^(?:noname|unnamed|attachment)?$/i;

/**
 * @param type - lower-case media type
 * @param filename - decoded, or null
 */
export function mayHoldOpenPgp(type: string, filename: string | null): boolean {
  if (MESSAGE_TYPES.has(type) || type === 'multipart/encrypted') return true;
  // RFC 3156 §5 and §7: signatures and keys, whatever their files are called.
  if (OTHER_PGP_TYPES.has(type)) return false;
  if (/\.(?:asc|pgp|gpg)$/i.test(filename ?? '')) return true;
  return type === 'application/octet-stream' && NO_NAME.test(filename ?? '');
}

/** Whether a file's name is that of a saved message, in which anything may stand. */
export function isMessageFile(filename: string | null): boolean {
  return /\.eml$/i.test(filename ?? '');
}
