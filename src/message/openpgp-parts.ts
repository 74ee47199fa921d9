/**
 * Where in an entity OpenPGP messages stand: RFC 3156's two parts (also where a gateway renamed the multipart
 * around them), armored blocks in text, and files.
 */
import { mayHoldOpenPgp } from '../mailbox/openpgp-shape.js';
import { findArmor, isOpenPgpMessage, mayBeSignedMessage } from './armor.js';
import { packetsUnderArmor } from './armored-bytes.js';
import { MAX_OPENPGP_MESSAGES } from './limits.js';
import type { OpenPgpForm } from './message.js';
import { type Part, withoutBody } from './mime-tree.js';
import { type HtmlMeans, holdsWords, textOfPart } from './text-part.js';

/** One OpenPGP message found in a mail. */
export interface OpenPgpPart {
  readonly form: OpenPgpForm;
  /** Armored text, or binary packets. */
  readonly source: string | Uint8Array;
  /** The part that holds it. */
  readonly at: Part;
  /** The file's name for `attachment`. */
  readonly filename: string | null;
  /** The part is the whole entity: nothing unencrypted stands beside it. */
  readonly isWhole: boolean;
  /** Its first packet says that it is signed or compressed and not encrypted. */
  readonly isSignedOnly: boolean;
}

/**
 * Finds the OpenPGP messages of an entity.
 * @param root - from splitParts
 * @param means - of the whole mail; counts down
 * @param mayOverwrite - whether the bytes that it was split from are of no use beside the message that it is
 * @returns in the order they stand, at most `limits.ts` allows
 */
export function findOpenPgpParts(root: Part, means: HtmlMeans, mayOverwrite: boolean): OpenPgpPart[] {
  return withoutRepeats(search(root, true, means, mayOverwrite)).slice(0, MAX_OPENPGP_MESSAGES);
}

/** multipart/alternative holds one armored message as text and once more as HTML. */
function withoutRepeats(parts: readonly OpenPgpPart[]): OpenPgpPart[] {
  const identity = (part: OpenPgpPart) =>
    part.form === 'inline' && typeof part.source === 'string' ? part.source.replace(/\s+/g, '') : part;
  return [...new Map(parts.map(part => [identity(part), part])).values()];
}

function search(part: Part, isRoot: boolean, means: HtmlMeans, mayOverwrite: boolean): OpenPgpPart[] {
  if (part.children.length === 0) return inLeaf(part, isRoot, means);
  const payload = pgpMimePayload(part);
  if (!payload) return part.children.flatMap(child => search(child, false, means, false));
  const found: OpenPgpPart = {
    form: 'pgp-mime',
    source: mayOverwrite && isNothingBut(part, payload) ? spent(payload) : packetsOrArmor(payload.body),
    at: payload,
    filename: null,
    // RFC 3156 §4 has exactly two parts; what a gateway adds to them is words outside.
    isWhole: isRoot && part.type === 'multipart/encrypted' && part.children.length <= 2,
    isSignedOnly: false,
  };
  // A gateway's own text beside the two parts may itself hold files.
  const others = part.children.filter(
    child => child !== payload && child.type !== 'application/pgp-encrypted',
  );
  return [found, ...others.flatMap(child => search(child, false, means, false))];
}

/** The message in a part of which nothing else is wanted: it may lie where the part's body did. */
function spent(payload: Part): string | Uint8Array {
  const packets = packetsUnderArmor(payload.body, true);
  if (packets === null) return packetsOrArmor(payload.body);
  withoutBody(payload);
  return packets;
}

/** RFC 3156 §4, to the letter: a control part and the message. */
function isNothingBut(part: Part, payload: Part): boolean {
  const [control, message, ...others] = part.children;
  return (
    part.type === 'multipart/encrypted' &&
    control?.type === 'application/pgp-encrypted' &&
    control.children.length === 0 &&
    message === payload &&
    payload.type === 'application/octet-stream' &&
    payload.children.length === 0 &&
    others.length === 0
  );
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

function inLeaf(part: Part, isRoot: boolean, means: HtmlMeans): OpenPgpPart[] {
  if (holdsWords(part) && part.disposition !== 'attachment') return inWords(part, isRoot, means);
  const file = { form: 'attachment', at: part, filename: part.filename, isWhole: false } as const;
  if (!part.type.startsWith('text/') && !mayHoldOpenPgp(part.type, part.filename)) return [];
  if (isOpenPgpMessage(part.body)) {
    return [{ ...file, source: packetsOrArmor(part.body), isSignedOnly: false }];
  }
  // Without a name or a type of OpenPGP's own, the first byte says too little.
  const isNamed = part.filename !== null || part.type !== 'application/octet-stream';
  return isNamed && mayBeSignedMessage(part.body)
    ? [{ ...file, source: new Uint8Array(part.body), isSignedOnly: true }]
    : [];
}

function inWords(part: Part, isRoot: boolean, means: HtmlMeans): OpenPgpPart[] {
  // HTML may break the words of the BEGIN line up, but not a word.
  const armor = part.body.includes('BEGIN') ? findArmor(textOfPart(part, false, means).text) : null;
  if (!armor) return [];
  const isWhole = isRoot && armor.blocks.length === 1 && armor.outside === '';
  return armor.blocks.map(source => ({
    form: 'inline',
    source,
    at: part,
    filename: null,
    isWhole,
    isSignedOnly: false,
  }));
}

function packetsOrArmor(body: Buffer): string | Uint8Array {
  if ((body[0] ?? 0) >= 0x80) return new Uint8Array(body);
  const packets = packetsUnderArmor(body);
  if (packets !== null) return packets;
  const text = body.toString('utf8');
  return findArmor(text)?.blocks[0] ?? text;
}
