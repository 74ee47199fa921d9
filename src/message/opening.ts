/**
 * The OpenPGP messages of one entity, opened.
 */
import type { PrivateKey } from 'openpgp';
import { type Opened, openMessage } from './decrypt.js';
import type { OpenPgpPart } from './openpgp-parts.js';
import type { HtmlMeans } from './text-part.js';

/** What reading one mail has to go on. The numbers count down over the whole mail: twenty bombs must not add up. */
export interface Means extends HtmlMeans {
  readonly keys: readonly PrivateKey[];
  /** Bytes of plaintext that may still come out. */
  bytesLeft: number;
  /** OpenPGP messages that may still be opened. */
  messagesLeft: number;
  /** Forwarded messages that may still be taken apart. */
  forwardsLeft: number;
  /** Whether the bytes of the mail itself may be overwritten, where nothing is read in them any more. */
  readonly mayOverwrite: boolean;
  /** Every plaintext that came out; parts, files and what is signed may lie in them. */
  readonly plaintexts: Uint8Array[];
}

export type Result =
  | Opened
  /** Looked signed or compressed and not encrypted, and is no message that can be read at all. */
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
  const result = await openMessage(part.source, means.keys);
  if (result.state === 'closed') return part.isSignedOnly ? { state: 'no-message' } : result;
  if (spend(result.plaintext, means)) return result;
  const ciphertexts = result.state === 'opened' ? result.ciphertexts : [];
  return { state: 'closed', reason: 'too-large', recipients: 'ours', ciphertexts };
}

function spend(plaintext: Uint8Array, means: Means): boolean {
  if (plaintext.byteLength > means.bytesLeft) return false;
  means.bytesLeft -= plaintext.byteLength;
  means.plaintexts.push(plaintext);
  return true;
}
