/**
 * A large mail put into the database piece by piece as it comes, before it is read: reading it takes all the memory that it
 * is to take. It belongs to nothing until it is taken in; what a process leaves that ends before is let go of by the next.
 */
import { createHash } from 'node:crypto';
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
  /** @returns null where its header does not end in the first piece: nothing of it is held then */
  done(): HeldMail | null;
  /** Lets go of what was put there. */
  drop(): void;
}

/** Memory that whoever reads a mail in it may give back from its end on. */
const spendable = (bytes: number) => new ArrayBuffer(bytes, { maxByteLength: bytes });

/**
 * Begins to hold a mail.
 * @param mailbox - that it is in
 */
export function holdMail(connection: Connection, mailbox: string): MailHolder {
  const whole = createHash('sha256');
  const body = createHash('sha256');
  let beginning: Uint8Array | null = null;
  let id = 0;
  let position = 0;
  const begin = (piece: Uint8Array) => {
    beginning = Buffer.from(piece);
    id = newRemainder(connection, mailbox);
    body.update(piece.subarray(endOfHeader(piece) ?? 0));
  };
  const goOn = (piece: Uint8Array) => {
    position += 1;
    withSmallCache(connection, () => keepPiece(connection, id, position, piece));
    body.update(piece);
  };
  const drop = () => {
    if (beginning !== null) letGoOf(connection, id);
  };
  return {
    add(piece) {
      whole.update(piece);
      if (beginning === null) begin(piece);
      else goOn(piece);
    },
    done() {
      const raw = beginning;
      if (raw === null || endOfHeader(raw) === null) {
        drop();
        return null;
      }
      const held: HeldBytes = {
        remainder: id,
        sha256: whole.digest('hex'),
        bodySha256: body.digest('hex'),
        load: () => wholeOf(connection, raw, id, spendable),
      };
      return { raw, held };
    },
    drop,
  };
}
