/**
 * Where in an entity OpenPGP messages stand: RFC 3156's two parts (also where a gateway renamed the multipart
 * around them), armored blocks in text, and files.
 */
import { mayHoldOpenPgp } from '../mailbox/openpgp-shape.js';
import { findArmor, isOpenPgpMessage } from './armor.js';
import { textOfHtml } from './html.js';
import { MAX_OPENPGP_MESSAGES } from './limits.js';
import type { OpenPgpForm } from './message.js';
import type { Part } from './mime-tree.js';

/** One OpenPGP message found in a mail. */
export interface OpenPgpPart {
  readonly form: OpenPgpForm;
  /** Armored text, or binary packets. */
  readonly source: string | Uint8Array;
  /** The file's name for `attachment`. */
  readonly filename: string | null;
  /** The part is the whole entity: nothing unencrypted stands beside it. */
  readonly isWhole: boolean;
}

/**
 * Finds the OpenPGP messages of an entity.
 * @param root - from splitParts
 * @returns in the order they stand, at most `limits.ts` allows
 */
export function findOpenPgpParts(root: Part): OpenPgpPart[] {
  return withoutRepeats(search(root, true)).slice(0, MAX_OPENPGP_MESSAGES);
}

/** multipart/alternative holds one armored message as text and once more as HTML. */
function withoutRepeats(parts: readonly OpenPgpPart[]): OpenPgpPart[] {
  const identity = (part: OpenPgpPart) =>
    part.form === 'inline' && typeof part.source === 'string' ? part.source.replace(/\s+/g, '') : part;
  return [...new Map(parts.map(part => [identity(part), part])).values()];
}

function search(part: Part, isRoot: boolean): OpenPgpPart[] {
  if (part.children.length === 0) return [...inLeaf(part, isRoot)];
  const payload = pgpMimePayload(part);
  if (!payload) return part.children.flatMap(child => search(child, false));
  const found: OpenPgpPart = {
    form: 'pgp-mime',
    source: packetsOrArmor(payload.body),
    filename: null,
    isWhole: isRoot && part.type === 'multipart/encrypted',
  };
  // A gateway's own text beside the two parts may itself hold files.
  const others = part.children.filter(
    child => child !== payload && child.type !== 'application/pgp-encrypted',
  );
  return [found, ...others.flatMap(child => search(child, false))];
}

/**
 * RFC 3156 §4: the control part application/pgp-encrypted, and the message in the octet-stream after it.
 * Exchange and others keep both and rename the multipart, so the control part alone is what is looked for.
 */
function pgpMimePayload(part: Part): Part | null {
  const control = part.children.findIndex(
    child => child.type === 'application/pgp-encrypted' && !isOpenPgpMessage(child.body),
  );
  if (control < 0)
    return part.type === 'multipart/encrypted' ? (part.children[1] ?? part.children[0] ?? null) : null;
  // A multipart/encrypted that broke off behind its control part is still an encrypted mail, and a damaged one.
  return (
    part.children[control + 1] ??
    (part.type === 'multipart/encrypted' ? (part.children[control] ?? null) : null)
  );
}

function* inLeaf(part: Part, isRoot: boolean): Generator<OpenPgpPart> {
  if (part.type.startsWith('text/') && !part.isAttachment) {
    const text = part.body.includes('-----BEGIN PGP MESSAGE-----') ? part.body.toString('utf8') : '';
    const readable = part.type === 'text/html' ? textOfHtml(text) : text;
    const armor = findArmor(readable);
    for (const source of armor?.blocks ?? []) {
      yield {
        form: 'inline',
        source,
        filename: null,
        isWhole: isRoot && armor?.blocks.length === 1 && armor.outside === '',
      };
    }
    return;
  }
  const isTextFile = part.type.startsWith('text/');
  if ((isTextFile || mayHoldOpenPgp(part.type, part.filename)) && isOpenPgpMessage(part.body)) {
    const source = packetsOrArmor(part.body);
    yield { form: 'attachment', source, filename: part.filename, isWhole: false };
  }
}

function packetsOrArmor(body: Buffer): string | Uint8Array {
  if ((body[0] ?? 0) >= 0x80) return new Uint8Array(body);
  const text = body.toString('utf8');
  return findArmor(text)?.blocks[0] ?? text;
}
