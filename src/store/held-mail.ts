/**
 * A large mail put into the database piece by piece as it comes, before it is read: reading it takes all the memory that it
 * is to take. It belongs to nothing until it is taken in; what a process leaves that ends before is let go of by the next.
 */
import { createHash } from 'node:crypto';
import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { HeldBytes } from '../mailbox/arrival.js';
import type { Connection } from './database.js';
import { endOfHeader } from './messages.js';
import { keepPiece, letGoOf, newRemainder, wholeOf, withSmallCache } from './remainders.js';

/** A mail as it was put there. */
export interface HeldMail {
  /** How it begins, its whole header among it. */
  readonly raw: Uint8Array;
  readonly held: HeldBytes;
}

/** Takes the pieces of one mail in their order. */
export interface MailHolder {
  /** @throws what SQLite throws */
  add(piece: Uint8Array): void;
  /** @returns null where its header does not end in the first piece: what is held of it is of no use then */
  done(): HeldMail | null;
  /** Lets go of what was put there. */
  drop(): void;
}

/** Memory that whoever reads a mail in it may give back from its end on. */
const spendable = (bytes: number) => new ArrayBuffer(bytes, { maxByteLength: bytes });

/** Begins to hold a mail. @param onBegun - told of the remainder that is to be let go of unless the mail is taken in */
export function holdMail(connection: Connection, onBegun: (remainder: number) => void): MailHolder {
  const whole = createHash('sha256');
  const body = createHash('sha256');
  let beginning: Uint8Array | null = null;
  let id = 0;
  let position = 0;
  let size = 0;
  const begin = (piece: Uint8Array) => {
    id = newRemainder(connection);
    onBegun(id);
    beginning = Buffer.from(piece);
    body.update(piece.subarray(endOfHeader(piece) ?? 0));
  };
  const goOn = (piece: Uint8Array) => {
    position += 1;
    withSmallCache(connection, () => keepPiece(connection, id, position, piece));
    body.update(piece);
  };
  const load = (raw: Uint8Array): Uint8Array => {
    const bytes = wholeOf(connection, raw, id, spendable);
    if (bytes.byteLength !== size) throw new Error('the pieces of a mail are no longer all there');
    return bytes;
  };
  return {
    add(piece) {
      whole.update(piece);
      size += piece.byteLength;
      if (beginning === null) begin(piece);
      else goOn(piece);
    },
    done() {
      const raw = beginning;
      if (raw === null || endOfHeader(raw) === null) return null;
      const held: HeldBytes = {
        remainder: id,
        sha256: whole.digest('hex'),
        bodySha256: body.digest('hex'),
        load: () => load(raw),
      };
      return { raw, held };
    },
    drop() {
      if (beginning !== null) letGoOf(connection, id);
    },
  };
}

/** Bytes beyond a mail's own that have to be free: the files that come out of it, and what is in the write-ahead log. */
const MARGIN = 67_108_864;

/**
 * Whether there is room to hold a mail. Where there is none it is better read first: one that is no report needs none.
 * @param size - bytes
 */
export function hasRoomToHold({ name, memory }: Connection, size: number): boolean {
  if (memory) return true;
  try {
    const { bavail, bsize } = statfsSync(dirname(name));
    return bavail * bsize >= size * 2 + MARGIN;
  } catch {
    return true;
  }
}
