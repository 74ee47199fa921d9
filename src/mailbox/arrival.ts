/**
 * Mail as it reaches the pipeline, from IMAP, from a file, or made of what somebody wrote into the web form.
 */
import type { FolderKey, Position } from './position.js';

/**
 * Bytes from which on a message is large, and so is what comes out of it: fetched and kept in pieces, and read by a thread that
 * ends with it. Below, what a thread takes to start weighs more.
 */
export const LARGE = 8_388_608;

/** A large message that was put into the database as it came: what reads it has all the memory then. */
export interface HeldBytes {
  /** The row of the database under which all stands but how it begins. */
  readonly remainder: number;
  /** Of the whole message, hexadecimal. */
  readonly sha256: string;
  /** Of the message without its header. */
  readonly bodySha256: string;
  /** The whole message, in memory that whoever asks for it may do with as they like. */
  load(): Uint8Array;
}

/** The bytes of a message. */
export interface ReceivedBytes {
  /** The message as received; how it begins, its whole header among it, where it is held. */
  readonly raw: Uint8Array;
  readonly held?: HeldBytes | null;
}

export interface Arrival extends ReceivedBytes {
  /** False where only the header of an over-long message was fetched, and is what `raw` is. */
  readonly isComplete: boolean;
  readonly foundIn: 'inbox' | 'junk' | 'file' | 'form';
  /** When it reached the mailbox, if the source knows. */
  readonly receivedAt: Date | null;
  /** Whether a person wants it as a report, whatever its subject says. */
  readonly takenByHand?: boolean;
  /** Where it stands in the mailbox, or null for a file and for the form. */
  readonly place: { readonly folder: FolderKey; readonly position: Position } | null;
}
