/**
 * What one entity holds, and everything encrypted or forwarded inside it. Text from inside an encryption is never
 * joined with text from outside it (EFAIL's way in): each body and file keeps the origin it came with.
 */
import { type Content, readContent } from './content.js';
import type { Opened, Recipients } from './decrypt.js';
import { type Evidence, gatherEvidence, NO_EVIDENCE } from './evidence.js';
import { namedType } from './file-type.js';
import { forwardedParts, forwardLines, splitForwarded } from './forwarded.js';
import { legacyDisplayPart } from './legacy-display.js';
import { MAX_FORWARD_DEPTH, MAX_OPENPGP_DEPTH } from './limits.js';
import type { Encryption, Origin, TextBody } from './message.js';
import type { Part } from './mime-tree.js';
import { type Means, type OpenedPart, openAll } from './opening.js';
import { findOpenPgpParts, type OpenPgpPart } from './openpgp-parts.js';
import { readPlaintext } from './plaintext.js';
import { type Protected, payloadOf, readProtected } from './protected-header.js';
import { inPart, signedMessage } from './signed-content.js';

/** What one entity and everything inside it hold. */
export interface Entity extends Content {
  /** Of the innermost payload that has one. */
  readonly header: Protected | null;
  readonly encryptions: readonly Encryption[];
  readonly recipients: readonly Recipients[];
  readonly evidence: Evidence;
}

/** Where an entity stands in the mail. */
export interface Place {
  readonly origin: Origin;
  /** OpenPGP messages around it. */
  readonly depth: number;
  /** Forwarded messages around it. */
  readonly forwards: number;
}

function isMail({ depth, forwards }: Place): boolean {
  return depth === 0 && forwards === 0;
}

const NOTHING: Content = { bodies: [], attachments: [], notes: [] };

/**
 * Reads an entity to the end.
 * @param root - from splitParts
 * @param bytes - that it was split from
 * @param means - what may still be spent on this mail; counts down
 */
export async function readEntity(root: Part, bytes: Uint8Array, place: Place, means: Means): Promise<Entity> {
  const parts =
    place.depth < MAX_OPENPGP_DEPTH ? findOpenPgpParts(root, means, isMail(place) && means.mayOverwrite) : [];
  const opened = await openAll(parts, means);
  const payload = payloadOf(root);
  const header = await readProtected(payload, root, place.origin);
  const outside = opened.some(({ part }) => part.isWhole && part.form === 'pgp-mime')
    ? NOTHING
    : readContent(root, {
        origin: place.origin,
        taken: takenFrom(payload, header, opened),
        mayRepeatHeader: header?.mayBeRepeated ?? false,
        means,
      });
  const inside: Entity[] = [];
  for (const each of opened) inside.push(await entityInside(each, place, means));
  const forwarded = await readForwarded(
    root,
    place,
    means,
    outside.bodies.length === 0 && inside.length === 0,
  );
  // A file beside other words is a mail of its own, whatever its header says.
  const nearest = inside.filter(
    (_entity, at) => opened[at]?.part.form !== 'attachment' || outside.bodies.length === 0,
  );
  const further = nearest.find(entity => entity.header !== null)?.header ?? null;
  return {
    header: further ?? header,
    bodies: [...inside, outside, forwarded].flatMap(entity => entity.bodies),
    attachments: [...inside, outside, forwarded].flatMap(entity => entity.attachments),
    notes: [...inside, outside, forwarded].flatMap(entity => entity.notes),
    encryptions: [...inside, forwarded].flatMap(entity => entity.encryptions),
    recipients: [...inside, forwarded].flatMap(entity => entity.recipients),
    evidence: gatherEvidence(
      root,
      bytes,
      opened,
      inside,
      outside,
      forwarded,
      further === null && header !== null,
    ),
  };
}

/** What is left out of the words around: the files that were opened, and what repeats the protected header. */
function takenFrom(
  payload: Part,
  header: Protected | null,
  opened: readonly OpenedPart[],
): ReadonlySet<Part> {
  const files = opened
    .filter(
      ({ part, result }) =>
        part.form !== 'inline' && (result.state === 'opened' || result.state === 'not-encrypted'),
    )
    .map(({ part }) => part.at);
  const repeated = header?.mayBeRepeated ? legacyDisplayPart(payload) : null;
  return new Set(repeated === null ? files : [...files, repeated]);
}

async function entityInside({ part, result }: OpenedPart, place: Place, means: Means): Promise<Entity> {
  switch (result.state) {
    case 'closed':
      return {
        ...NOTHING,
        header: null,
        encryptions: [{ state: 'undecryptable', form: part.form, reason: result.reason }],
        recipients: [result.recipients],
        evidence: NO_EVIDENCE,
      };
    case 'no-message':
      return { ...NOTHING, header: null, encryptions: [], recipients: [], evidence: NO_EVIDENCE };
    case 'not-encrypted':
      return readInside(part, result, place, means);
    case 'opened': {
      const inner = await readInside(part, result, { ...place, origin: 'decrypted' }, means);
      const encryption: Encryption = {
        state: 'decrypted',
        form: part.form,
        keyFingerprint: result.keyFingerprint,
        keyState: result.keyState,
      };
      return { ...inner, encryptions: [encryption, ...inner.encryptions], recipients: ['ours'] };
    }
  }
}

async function readInside(
  part: OpenPgpPart,
  { plaintext: bytes, content }: Pick<Extract<Opened, { plaintext: Uint8Array }>, 'plaintext' | 'content'>,
  place: Place,
  means: Means,
): Promise<Entity> {
  const { kind, root } = await readPlaintext(part, bytes, signedMessage(content).length === 0);
  const entity = await readEntity(root, bytes, { ...place, depth: place.depth + 1 }, means);
  if (kind !== 'words' || part.form !== 'attachment') return entity;
  const contentType = namedType(root.filename) ?? root.type;
  const file = { origin: place.origin, filename: root.filename, contentType, content: bytes };
  const named = (body: TextBody): TextBody => ({ ...body, filename: root.filename });
  return { ...entity, bodies: entity.bodies.map(named), attachments: [file, ...entity.attachments] };
}

/**
 * The forwarded messages of an entity. Their words are the sender's own where they stand alone or are shown in place,
 * and otherwise those of a file.
 */
async function readForwarded(root: Part, place: Place, means: Means, standAlone: boolean): Promise<Entity> {
  const read: Entity[] = [];
  for (const part of place.forwards < MAX_FORWARD_DEPTH ? forwardedParts(root) : []) {
    if (means.forwardsLeft === 0) break;
    means.forwardsLeft -= 1;
    const message = await splitForwarded(part);
    if (message === null) continue;
    const deeper = { ...place, forwards: place.forwards + 1 };
    const entity = await readEntity(message, part.body, deeper, means);
    const isShown = standAlone || part.disposition === 'inline';
    read.push(await asForwarded(part, message, entity, place, isShown));
  }
  return {
    header: null,
    bodies: read.flatMap(entity => entity.bodies),
    attachments: read.flatMap(entity => entity.attachments),
    notes: read.flatMap(entity => entity.notes),
    encryptions: read.flatMap(entity => entity.encryptions),
    recipients: read.flatMap(entity => entity.recipients),
    evidence: {
      // A forwarded mail's signature says who wrote that mail, and nothing of who sent this one.
      signed: inPart(read.flatMap(entity => entity.evidence.signed)),
      ciphertexts: read.flatMap(entity => entity.evidence.ciphertexts),
      ciphertextsInside: read.flatMap(entity => entity.evidence.ciphertextsInside),
    },
  };
}

async function asForwarded(
  part: Part,
  message: Part,
  entity: Entity,
  place: Place,
  isShown: boolean,
): Promise<Entity> {
  const lines = await forwardLines(message);
  let isFirst = true;
  const bodies = entity.bodies.map((body): TextBody => {
    // The header of the forwarded message is as open as the message itself: never joined with what it hides.
    if (body.origin !== place.origin || body.kind === 'attachment') return body;
    const text = isFirst && lines !== '' ? `${lines}\n\n${body.text}` : body.text;
    isFirst = false;
    return isShown ? { ...body, text } : { ...body, kind: 'attachment', text, filename: part.filename };
  });
  // What else stands in it is kept in the file that the forwarded message is.
  const attachments = entity.attachments.filter(file => isShown || file.origin !== place.origin);
  return { ...entity, bodies, attachments };
}
