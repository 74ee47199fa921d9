/** security.txt as the world sees it (RFC 9116): whether it holds, names our key and address, and is signed with that key. */
import { type PublicKey, readCleartextMessage, verify } from 'openpgp';
import type { Answer } from '../directory/web-key-directory.js';
import { dayAndDistance, daysUntil } from './days.js';
import { type CheckResult, failure, ok, warning } from './result.js';

/** Days before it expires in which it should be renewed. */
const SOON = 30;

/** What it has to be of. */
export interface Expected {
  /** Where reports go. */
  readonly address: string;
  /** The key that signs it; null where we have none. */
  readonly own: PublicKey | null;
}

/**
 * @param place - its address
 * @param remedy - where it is another than what is published
 */
export async function judgeSecurityTxt(
  id: string,
  place: string,
  { bytes, contentType = '' }: Extract<Answer, { readonly kind: 'found' }>,
  { address, own }: Expected,
  now: Date,
  remedy: string,
): Promise<CheckResult> {
  const file = Buffer.from(bytes).toString('utf8');
  const signed = await signedText(file, own, now);
  const text = signed.kind === 'good' ? signed.text : file;
  const fields = [...text.matchAll(/^([A-Za-z-]+):[ \t]*(\S.*?)[ \t\r]*$/gm)];
  const valuesOf = (name: string) =>
    fields.filter(([, one]) => one?.toLowerCase() === name).map(([, , value]) => value ?? '');
  const expires = new Date(valuesOf('expires')[0] ?? '');
  const contacts = valuesOf('contact');
  if (Number.isNaN(expires.getTime()) || contacts.length === 0) {
    return warning(id, `${place} is no security.txt: RFC 9116 wants Contact and Expires.`, remedy);
  }
  const named = valuesOf('encryption').find(value => /^openpgp4fpr:/i.test(value));
  if (own !== null && named !== undefined && named.slice(12).toLowerCase() !== own.getFingerprint()) {
    return failure(id, 'config', `${place} names another key than the first of pgp.privateKeys.`, remedy);
  }
  if (signed.kind === 'bad') {
    return failure(
      id,
      'config',
      `${place} was changed, or another key signed it: its signature is not of the first of pgp.privateKeys.`,
      `Find out who changed it. ${remedy}`,
    );
  }
  if (own !== null && signed.kind === 'none') {
    return warning(id, `${place} is not signed, so that nobody can tell who wrote it.`, remedy);
  }
  if (!contacts.some(contact => decoded(contact).toLowerCase() === `mailto:${address.toLowerCase()}`)) {
    return warning(id, `${place} does not name ${address}, where reports are read.`, remedy);
  }
  const until = dayAndDistance(expires, now);
  const later = 'Write a later day to policy.expires, and run "security-inbox publish" again.';
  if (expires <= now) return failure(id, 'config', `${place} expired on ${until}.`, later);
  if (daysUntil(expires, now) < SOON) return warning(id, `${place} is valid until ${until}.`, later);
  // RFC 9116 §3
  if (!/^text\/plain\s*;\s*charset="?utf-8"?\s*$/i.test(contentType)) {
    return warning(
      id,
      `${place} is served as "${contentType.replace(/[^ -~]/g, '')}", and RFC 9116 wants text/plain; charset=utf-8.`,
      'Have the web server say so of that file (docs/publishing.md).',
    );
  }
  const signature = signed.kind === 'good' ? ', and is signed with it' : '';
  return ok(id, `${place} is valid until ${until}, and names your ${own ? `key${signature}` : 'address'}.`);
}

type Signed = { readonly kind: 'good'; readonly text: string } | { readonly kind: 'bad' | 'none' };

/** What a signature of our key covers: words around it are anybody's. */
async function signedText(file: string, own: PublicKey | null, now: Date): Promise<Signed> {
  if (own === null || !file.includes('-----BEGIN PGP SIGNED MESSAGE-----')) return { kind: 'none' };
  try {
    const message = await readCleartextMessage({ cleartextMessage: file });
    const { signatures } = await verify({ message, verificationKeys: own, date: now });
    await Promise.all(signatures.map(({ verified }) => verified));
    return signatures.length > 0 ? { kind: 'good', text: message.getText() } : { kind: 'bad' };
  } catch {
    return { kind: 'bad' };
  }
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
