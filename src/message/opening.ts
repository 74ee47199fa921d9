/**
 * The OpenPGP messages of one entity, opened.
 */
import type { PrivateKey } from 'openpgp';
import { type Opened, openMessage } from './decrypt.js';
import type { OpenPgpPart } from './openpgp-parts.js';
import { unwrapSigned } from './signed-message.js';

/** What reading one mail has to go on. The numbers count down over the whole mail: twenty bombs must not add up. */
export interface Means {
  readonly keys: readonly PrivateKey[];
  /** Bytes of plaintext that may still come out. */
  bytesLeft: number;
  /** OpenPGP messages that may still be opened. */
  messagesLeft: number;
  /** Forwarded messages that may still be taken apart. */
  forwardsLeft: number;
}

export type Result =
  | Exclude<Opened, { readonly state: 'not-encrypted' }>
  /** Signed or compressed only: what stands in it, in the clear. */
  | { readonly state: 'unwrapped'; readonly plaintext: Uint8Array }
  /** No message that can be read at all. */
  | { readonly state: 'no-message' };

export interface OpenedPart {
  readonly part: OpenPgpPart;
  readonly result: Result;
}

/** Opens each in turn, as far as the means go. */
export async function openAll(parts: readonly OpenPgpPart[], means: Means): Promise<OpenedPart[]> {
  const opened: OpenedPart[] = [];
  for (const part of parts) {
    if (means.messagesLeft === 0) break;
    means.messagesLeft -= 1;
    opened.push({ part, result: await openWithin(part, means) });
  }
  return opened;
}

async function openWithin(part: OpenPgpPart, means: Means): Promise<Result> {
  const result = part.isSignedOnly
    ? { state: 'not-encrypted' as const }
    : await openMessage(part.source, means.keys);
  if (result.state === 'closed') return result;
  if (result.state === 'opened') {
    return spend(result.plaintext, means)
      ? result
      : { state: 'closed', reason: 'too-large', recipients: 'ours' };
  }
  const plaintext = await unwrapSigned(part.source);
  return plaintext !== null && spend(plaintext, means)
    ? { state: 'unwrapped', plaintext }
    : { state: 'no-message' };
}

function spend(plaintext: Uint8Array, means: Means): boolean {
  if (plaintext.byteLength > means.bytesLeft) return false;
  means.bytesLeft -= plaintext.byteLength;
  return true;
}
