/**
 * How a mail was read, in an engineer's words: one sentence for every closed state that the report names.
 */
import type { Relation, Report } from '../report/schema.js';

type OwnKeyState = Extract<Report['encryption'], { state: 'decrypted' }>['keyState'];

/** What is to be said behind the fingerprint of the key of ours that opened a mail. */
export const OWN_KEY: Readonly<Record<OwnKeyState, string>> = {
  current: '',
  rotated: ', an earlier key of ours',
  expired: ', which has EXPIRED',
  revoked: ', which is REVOKED',
};

/** What a report has to do with another. */
export const RELATION: Readonly<Record<Relation['because'], string>> = {
  'quotes-it': 'quotes it, from another sender',
  similar: 'says much the same',
  'same-ciphertext': 'holds the same encrypted data, from another sender',
  'same-message-id': 'has the same Message-ID, from another sender',
};

/** What a person should know of how the mail was read. */
export const NOTE: Readonly<Record<Report['notes'][number], string>> = {
  'text-and-html-differ': 'its text and its HTML say different things (--words shows both)',
  'utf-7-refused': 'a part in UTF-7 was not read',
  'tnef-kept': 'winmail.dat was kept, not read',
  'document-not-read': 'an attached document could not be read',
  'words-outside-encryption':
    'words stand outside the encrypted part; anybody on the way could have put them there (--words shows them)',
  'partly-undecryptable': 'not every encrypted part could be opened',
  's-mime-kept': 'an S/MIME part was kept, not opened',
};

const PROVENANCE: Readonly<Record<NonNullable<Report['signature']['key']>, string>> = {
  configured: 'a key you configured',
  learned: 'the key this sender used before',
  'looked-up': "a key from the sender's Web Key Directory",
  claimed: 'CLAIMED: the key came with this very mail',
};

/** The signature in one line, so that nobody takes a claimed key for a verified one. */
export function signatureText({ signature }: Pick<Report, 'signature'>): string {
  const { outcome, fingerprint, key, userIdMatchesFrom, covers } = signature;
  switch (outcome) {
    case 'unsigned':
      return 'none';
    case 'unknown-key':
      return `by a key nobody gave us${fingerprint === null ? '' : ` (${fingerprint})`}`;
    case 'invalid':
      return `INVALID${fingerprint === null ? '' : `, by ${fingerprint}`}`;
    case 'valid':
      return [
        `valid, by ${fingerprint ?? 'an unnamed key'}`,
        key && PROVENANCE[key],
        userIdMatchesFrom === false && 'of ANOTHER address than the sender',
        covers === 'part' && 'over a part of the mail only',
      ]
        .filter(Boolean)
        .join('; ');
  }
}
