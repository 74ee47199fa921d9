/**
 * One OpenPGP message and our keys → its plaintext, or why not. Nothing here is told to the sender: the
 * difference between the reasons is for the engineer's eyes only.
 */
import { decrypt, type KeyID, type Message, type PrivateKey, readMessage } from 'openpgp';
import { MAX_RECIPIENTS } from './limits.js';
import type { OwnKeyState, UndecryptableReason } from './message.js';

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
      readonly keyFingerprint: string;
      readonly keyState: OwnKeyState;
    }
  | {
      readonly state: 'closed';
      readonly reason: UndecryptableReason;
      readonly recipients: Recipients;
    }
  /** Signed or compressed only, or no message at all. */
  | { readonly state: 'not-encrypted' };

type EncryptedMessage = Message<Uint8Array>;

/**
 * Opens an OpenPGP message with the first of our keys that can.
 * @param source - armored text, or binary packets
 * @param keys - unlocked
 */
export async function openMessage(source: string | Uint8Array, keys: readonly PrivateKey[]): Promise<Opened> {
  let message: EncryptedMessage;
  try {
    message = await parse(source);
  } catch (error) {
    return { state: 'closed', reason: parseFailure(error), recipients: 'unknown' };
  }
  if (!isEncrypted(message)) return { state: 'not-encrypted' };
  const recipients = message.getEncryptionKeyIDs();
  const named = keys.filter(key => recipients.some(id => holds(key, id)));
  const hidden = recipients.some(isWildcard);
  const closed = (reason: UndecryptableReason): Opened => ({
    state: 'closed',
    reason,
    recipients: named.length > 0 ? 'ours' : hidden ? 'hidden' : 'others',
  });
  if (recipients.length > MAX_RECIPIENTS) return closed('too-many-recipients');
  if (recipients.length === 0) return closed('password-only');
  const candidates = hidden ? [...named, ...keys.filter(key => !named.includes(key))] : named;
  let reason: UndecryptableReason = 'no-matching-key';
  for (const key of candidates) {
    try {
      const { data, signatures } = await decrypt({
        message: await parse(source),
        decryptionKeys: key,
        format: 'binary',
      });
      for (const signature of signatures) signature.verified.catch(() => undefined);
      return {
        state: 'opened',
        plaintext: data,
        keyFingerprint: key.getFingerprint().toUpperCase(),
        keyState: key === keys[0] ? 'current' : 'rotated',
      };
    } catch (error) {
      // A wildcard recipient that none of our keys opens is most often somebody else.
      if (named.includes(key)) reason = decryptionFailure(error);
    }
  }
  return closed(reason);
}

function parse(source: string | Uint8Array): Promise<EncryptedMessage> {
  return typeof source === 'string'
    ? (readMessage({ armoredMessage: source }) as Promise<Message<never>> as Promise<EncryptedMessage>)
    : readMessage({ binaryMessage: source });
}

/** RFC 9580 §10.3: an encrypted message holds encrypted data; §5.1 and §5.3 name who can open it. */
function isEncrypted(message: EncryptedMessage): boolean {
  return message.packets.some(packet => {
    const tag = (packet.constructor as { tag?: number }).tag;
    return tag === 9 || tag === 18 || tag === 20;
  });
}

/** RFC 9580 §5.1.1: an all-zero key ID hides the recipient. */
function isWildcard(id: KeyID): boolean {
  return /^0+$/.test(id.toHex());
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
  return 'damaged';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}
