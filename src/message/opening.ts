/**
 * The OpenPGP messages of one entity, opened, and what is left of the entity without them.
 */
import type { PrivateKey } from 'openpgp';
import { findArmor } from './armor.js';
import type { Content } from './content.js';
import { type Opened, openMessage } from './decrypt.js';
import type { OpenPgpPart } from './openpgp-parts.js';

/** What opening the OpenPGP messages of one mail has to go on. */
export interface Means {
  readonly keys: readonly PrivateKey[];
  /** Bytes of plaintext that may still come out, over all of them: twenty bombs must not add up. */
  bytesLeft: number;
}

export interface OpenedPart {
  readonly part: OpenPgpPart;
  readonly result: Opened;
}

/** Opens each in turn, as far as the means go. */
export async function openAll(parts: readonly OpenPgpPart[], means: Means): Promise<OpenedPart[]> {
  const opened: OpenedPart[] = [];
  for (const part of parts) opened.push({ part, result: await openWithin(part, means) });
  return opened;
}

async function openWithin(part: OpenPgpPart, means: Means): Promise<Opened> {
  const result = await openMessage(part.source, means.keys);
  if (result.state === 'closed') return result;
  if (result.plaintext.byteLength > means.bytesLeft) {
    const ciphertexts = result.state === 'opened' ? result.ciphertexts : [];
    return { state: 'closed', reason: 'too-large', recipients: 'ours', ciphertexts };
  }
  means.bytesLeft -= result.plaintext.byteLength;
  return result;
}

/** Drops from the unencrypted content what was encrypted: armored blocks, and the files that were opened. */
export function withoutOpened(content: Content, opened: readonly OpenedPart[]): Content {
  const files = new Set(
    opened
      .filter(({ part, result }) => part.form !== 'inline' && result.state !== 'closed')
      .map(({ part }) => fingerprintOf(part.source)),
  );
  return {
    bodies: content.bodies.flatMap(body => {
      const outside = findArmor(body.text)?.outside ?? body.text;
      return outside.trim() === '' ? [] : [{ ...body, text: outside }];
    }),
    attachments: content.attachments.filter(file => !files.has(fingerprintOf(file.content))),
  };
}

/** Enough to tell the OpenPGP files of one mail apart: their armor's or packets' own bytes. */
function fingerprintOf(source: string | Uint8Array): string {
  if (typeof source === 'string') return source.replace(/\s+/g, '');
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
  const text = (bytes[0] ?? 0) >= 0x80 ? null : findArmor(bytes.toString('utf8'))?.blocks[0];
  return text ? text.replace(/\s+/g, '') : bytes.toString('base64');
}
