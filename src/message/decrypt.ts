/**
 * One OpenPGP message and our keys → its plaintext, or why not. Nothing here is told to the sender: the
 * difference between the reasons is for the engineer's eyes only.
 */
import {
  type AnyPacket,
  decryptSessionKeys,
  enums,
  type KeyID,
  type Message,
  type PrivateKey,
  readMessage,
  unarmor,
} from 'openpgp';
import { readFrames } from './ciphertext.js';
import { MAX_RECIPIENTS } from './limits.js';
import type { OwnKeyState, UndecryptableReason } from './message.js';
import { decryptionConfig, forDecryption, isWildcard, ownKeyState } from './private-keys.js';
import { rsaSessionKeys } from './rsa-session-keys.js';
import { type SealedData, sealedDataOf, unseal } from './sealed-data.js';

/**
 * Whom an OpenPGP message says it is for. Read off the message without any secret: whether a mail is answered
 * may depend on this, and never on whether it opened, or the answer would tell an attacker which guess was right.
 */
export type Recipients =
  /** One of our keys is named, or the message opened. */
  | 'ours'
  /** At least one recipient is hidden, and may be us. */
  | 'hidden'
  /** Named keys, none of them ours; or a password. */
  | 'others'
  /** Too broken to say. */
  | 'unknown';

export type Opened =
  | {
      readonly state: 'opened';
      readonly plaintext: Uint8Array;
      /** What stood under the encryption, with any signatures that came with it. */
      readonly content: OpenPgpMessage;
      readonly keyFingerprint: string;
      readonly keyState: OwnKeyState;
      readonly ciphertexts: readonly string[];
    }
  | {
      readonly state: 'closed';
      readonly reason: UndecryptableReason;
      readonly recipients: Recipients;
      readonly ciphertexts: readonly string[];
    }
  /** Signed or compressed only. */
  | { readonly state: 'not-encrypted'; readonly plaintext: Uint8Array; readonly content: OpenPgpMessage };

/** Bytes; what the library copies of a smaller message does not matter. */
const LARGE_MESSAGE = 1_048_576;

export type OpenPgpMessage = Message<Uint8Array>;

/**
 * Opens an OpenPGP message with the first of our keys that can.
 * @param source - armored text, or binary packets; large ones are overwritten
 * @param keys - unlocked
 * @param large - bytes of packets from which on it is opened where it lies
 */
export async function openMessage(
  source: string | Uint8Array,
  keys: readonly PrivateKey[],
  large = LARGE_MESSAGE,
): Promise<Opened> {
  const packets = await dearmored(source);
  const { tooMany, ciphertexts } = readFrames(packets ?? Buffer.from(source));
  const unread = (reason: UndecryptableReason): Opened => ({
    state: 'closed',
    reason,
    recipients: 'unknown',
    ciphertexts,
  });
  // Before the library sees it, which takes its time over every packet, also those that it drops.
  if (packets === null || tooMany) return unread('damaged');
  // By the library alone, a large message lies in memory six times over.
  const sealed = packets.byteLength >= large ? sealedDataOf(packets) : null;
  let message: OpenPgpMessage;
  try {
    message = await parse(sealed?.withoutData ?? packets);
    if (!isEncrypted(message)) {
      return { state: 'not-encrypted', plaintext: literalData(message), content: message };
    }
  } catch (error) {
    return unread(parseFailure(error));
  }
  const recipients = message.getEncryptionKeyIDs();
  const named = keys.filter(key => recipients.some(id => holds(key, id)));
  const hidden = recipients.some(isWildcard);
  const closed = (reason: UndecryptableReason): Opened => ({
    state: 'closed',
    reason,
    recipients: named.length > 0 ? 'ours' : hidden ? 'hidden' : 'others',
    ciphertexts,
  });
  if (recipients.length > MAX_RECIPIENTS) return closed('too-many-recipients');
  if (recipients.length === 0) return closed('password-only');
  const candidates = hidden ? [...named, ...keys.filter(key => !named.includes(key))] : named;
  let reason: UndecryptableReason = 'no-matching-key';
  for (const key of candidates) {
    try {
      const inPlace = sealed && (await unsealWith(key, sealed));
      const content = inPlace ?? (await decryptWith(key, await parse(packets)));
      return {
        state: 'opened',
        plaintext: literalData(content),
        content,
        keyFingerprint: key.getFingerprint().toUpperCase(),
        keyState: await ownKeyState(key, recipients, key === keys[0]),
        ciphertexts,
      };
    } catch (error) {
      // A wildcard recipient that none of our keys opens is most often somebody else.
      if (named.includes(key)) reason = decryptionFailure(error);
      // Its key was the true one, and there is nothing left for another.
      if (sealed?.isSpent) break;
    }
  }
  return closed(reason);
}

/** @returns null where it is to be opened by the library */
async function unsealWith(key: PrivateKey, sealed: SealedData): Promise<OpenPgpMessage | null> {
  const message = await parse(sealed.withoutData);
  const ours = forDecryption(key);
  const config = decryptionConfig();
  const sessionKeys =
    (await rsaSessionKeys(message, ours, config)) ??
    (await decryptSessionKeys({ message, decryptionKeys: [ours], config }));
  return unseal(sealed, sessionKeys, parse);
}

/**
 * Not by the library's decrypt(), which checks signatures at once: which keys came with the mail is known only when
 * all of it was read.
 */
async function decryptWith(key: PrivateKey, message: OpenPgpMessage): Promise<OpenPgpMessage> {
  const ours = forDecryption(key);
  const config = decryptionConfig();
  const sessionKeys = await rsaSessionKeys(message, ours, config);
  const decrypted = await message.decrypt([ours], undefined, sessionKeys ?? undefined, undefined, config);
  return toTheEnd(decrypted as OpenPgpMessage);
}

/**
 * The library parses up to the data and leaves what follows for later: signatures, and what the grammar of RFC 9580
 * §10.3 forbids. Both count before a word of the message does.
 * @throws where there is more than a message may hold
 */
async function toTheEnd(message: OpenPgpMessage): Promise<OpenPgpMessage> {
  for (const { packets } of new Set([message, message.unwrapCompressed()])) {
    const unread = (packets as { stream?: UnreadPackets | null }).stream;
    if (!unread) continue;
    packets.push(...(await unread.readToEnd(rest => [...rest])));
    Object.assign(packets, { stream: null });
  }
  return message;
}

/** What openpgp.js keeps on a list of packets, and leaves out of its types. */
interface UnreadPackets {
  readToEnd(join: (rest: AnyPacket[]) => AnyPacket[]): Promise<AnyPacket[]>;
}

/** CVE-2025-47934: what is shown and what is signed must be one and the same packet. @throws where there are several */
function literalData(message: OpenPgpMessage): Uint8Array {
  const literals = message.unwrapCompressed().packets.filter(packet => tagOf(packet) === LITERAL_DATA);
  const data = message.getLiteralData();
  if (literals.length !== 1 || data === null) throw new Error('not one literal data packet');
  return data;
}

/**
 * The packets under an armor, RFC 9580 §6.2, as the library takes it off. Taken off once, for the hash of what is
 * encrypted and for decryption alike: of blanks in a line or a header line in base64 two readers make different bytes,
 * and a captured ciphertext would pass for another one.
 * @returns null where there is no armored message
 */
async function dearmored(source: string | Uint8Array): Promise<Uint8Array | null> {
  if (typeof source !== 'string') return source;
  try {
    const { data, type } = await unarmor(source);
    return type === enums.armor.message ? (data as Uint8Array) : null;
  } catch {
    return null;
  }
}

async function parse(packets: Uint8Array): Promise<OpenPgpMessage> {
  return toTheEnd(await readMessage({ binaryMessage: packets }));
}

const LITERAL_DATA = 11;

/** RFC 9580 §10.3: an encrypted message holds encrypted data; §5.1 and §5.3 name who can open it. */
function isEncrypted(message: OpenPgpMessage): boolean {
  return message.packets.some(packet => [9, 18, 20].includes(tagOf(packet) ?? 0));
}

function tagOf(packet: object): number | undefined {
  return (packet.constructor as { tag?: number }).tag;
}

function holds(key: PrivateKey, id: KeyID): boolean {
  return !isWildcard(id) && key.getKeys(id).length > 0;
}

function parseFailure(error: unknown): UndecryptableReason {
  return messageOf(error).includes('Maximum decompressed message size') ? 'too-large' : 'damaged';
}

function decryptionFailure(error: unknown): UndecryptableReason {
  const text = messageOf(error);
  if (text.includes('not authenticated')) return 'not-integrity-protected';
  if (text.includes('Maximum decompressed message size')) return 'too-large';
  if (text.includes('Session key decryption failed')) return 'no-matching-key';
  if (UNFIT_KEY.test(text)) return 'key-not-for-encryption';
  return 'damaged';
}

/** openpgp.js, of a key of ours that is named and that it does not decrypt with. */
const UNFIT_KEY =
  /No decryption key packets found|Gnu-dummy|Could not find valid subkey binding|Could not find valid self-|Decryption key is not decrypted/;

/** With the words of what caused it, which the library wraps. */
function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.message} ${messageOf(error.cause)}` : '';
}
