/**
 * Message: raw bytes → what the mail says.
 *
 * Takes a mail as received and our unlocked keys; gives its outer header, whether it may be answered, how it
 * was encrypted, and its words and files, each marked with its origin. Promises that text from inside an
 * encryption is never joined with text from outside it (EFAIL's way in), that nothing is fetched, and that no
 * clock, disk or network is touched. Runs in the reading thread, because what it reads is hostile.
 */
import type { PrivateKey } from 'openpgp';
import { release } from '../release.js';
import { decideAnswerability, type OwnMail } from './answerability.js';
import { readAuthentication } from './authentication-results.js';
import type { Recipients } from './decrypt.js';
import { readDeliveryReport } from './delivery-report.js';
import { differencesOf } from './differences.js';
import { readDocuments } from './documents.js';
import { type Entity, readEntity } from './entity.js';
import { weigh } from './evidence.js';
import { readHeader } from './header.js';
import { subjectsOf } from './header-fields.js';
import type { Keyring } from './keyring.js';
import { MAX_DECOMPRESSED_BYTES, MAX_FORWARDED, MAX_HTML_IN_MAIL, MAX_OPENPGP_MESSAGES } from './limits.js';
import type { Encryption, Message, ReadingNote } from './message.js';
import { splitParts } from './mime-tree.js';
import { cutForRecord } from './protected-header.js';

/** A message, and whom what is encrypted in it is for; null where nothing is. */
export interface ReadMessage {
  readonly message: Message;
  /** Every Subject field of the outer header, decoded: there should be one, and programs differ in which they show. */
  readonly subjects: readonly string[];
  readonly recipients: Recipients | null;
}

export interface ReadOptions {
  /** Whether the words of attached documents are drawn out; they are what is worth leaving out of a second try. */
  readonly documents: boolean;
  /** Whether the bytes may be overwritten, and given back, while they are read. */
  readonly mayOverwrite?: boolean;
}

/**
 * Reads a message.
 * @param raw - the message as received
 * @param keys - our private keys, unlocked
 * @param ring - the public keys known before this mail
 * @throws where the message breaks the parsers or their limits; the caller keeps it raw
 */
export async function readMessage(
  raw: Uint8Array,
  keys: readonly PrivateKey[],
  own: OwnMail,
  ring: Keyring = [],
  options: ReadOptions = { documents: true },
): Promise<ReadMessage> {
  const { envelope, fields } = await readHeader(raw);
  const root = await splitParts(raw);
  const plaintexts: Uint8Array[] = [];
  const entity = await readEntity(
    root,
    raw,
    { origin: 'cleartext', depth: 0, forwards: 0 },
    {
      keys,
      bytesLeft: MAX_DECOMPRESSED_BYTES,
      messagesLeft: MAX_OPENPGP_MESSAGES,
      forwardsLeft: MAX_FORWARDED,
      htmlLeft: MAX_HTML_IN_MAIL,
      plaintexts,
      mayOverwrite: options.mayOverwrite ?? false,
    },
  );
  const documents = await readDocuments(entity.attachments, options.documents);
  const read: ReadMessage = {
    recipients: nearest(entity.recipients),
    subjects: subjectsOf(fields),
    message: {
      envelope,
      answerability: decideAnswerability(fields, envelope, own),
      encryption: overall(entity.encryptions),
      protectedHeader: entity.header ? cutForRecord(entity.header.header) : null,
      differences: entity.header ? differencesOf(envelope, entity.header) : [],
      ...(await weigh({ ...entity, fields, envelope }, ring)),
      authentication: readAuthentication(fields, own.authservId),
      deliveryReport: readDeliveryReport(root, fields),
      notes: notesOn(entity, documents.someUnread),
      bodies: [...entity.bodies, ...documents.bodies],
      attachments: entity.attachments,
    },
  };
  giveBack(plaintexts, [raw, ...entity.attachments.map(({ content }) => content)]);
  return read;
}

/** Bytes of a plaintext from which on its memory is wanted for finding the report in its words. */
const LARGE_PLAINTEXT = 1_048_576;

/** What nothing lies in any more of plaintexts. @param kept - what may lie there */
function giveBack(plaintexts: readonly Uint8Array[], kept: readonly Uint8Array[]): void {
  for (const plaintext of plaintexts) {
    const { buffer } = plaintext;
    const inIt = kept.filter(bytes => bytes.buffer === buffer);
    const end = Math.max(...inIt.map(({ byteOffset, byteLength }) => byteOffset + byteLength));
    if (plaintext.byteLength < LARGE_PLAINTEXT) continue;
    if (inIt.length === 0) release(plaintext);
    else if (buffer instanceof ArrayBuffer && buffer.resizable) buffer.resize(end);
  }
}

function notesOn({ notes, encryptions, bodies }: Entity, unreadDocuments: boolean): ReadingNote[] {
  const found = new Set(notes);
  const opened = encryptions.filter(({ state }) => state === 'decrypted').length;
  if (unreadDocuments) found.add('document-not-read');
  if (opened > 0 && opened < encryptions.length) found.add('partly-undecryptable');
  if (opened > 0 && bodies.some(({ origin, kind }) => origin === 'cleartext' && kind !== 'attachment')) {
    found.add('words-outside-encryption');
  }
  return [...found];
}

/** One word for a mail that may hold several OpenPGP messages: open if any opened. */
function overall(encryptions: readonly Encryption[]): Encryption {
  return (
    encryptions.find(encryption => encryption.state === 'decrypted') ??
    encryptions[0] ?? { state: 'cleartext' }
  );
}

/** Several OpenPGP messages in one mail count as the one that is most likely for us. */
function nearest(recipients: readonly Recipients[]): Recipients | null {
  const order = ['ours', 'hidden', 'unknown', 'others'] as const;
  return order.find(one => recipients.includes(one)) ?? null;
}
