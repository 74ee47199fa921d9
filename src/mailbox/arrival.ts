/**
 * Mail as it reaches the pipeline, from IMAP, from a file, or made of what somebody wrote into the web form.
 */
import type { FolderKey, Position } from './position.js';

export interface Arrival {
  /** The message as received; only its header where `isComplete` is false. */
  readonly raw: Uint8Array;
  readonly isComplete: boolean;
  readonly foundIn: 'inbox' | 'junk' | 'file' | 'form';
  /** When it reached the mailbox, if the source knows. */
  readonly receivedAt: Date | null;
  /** Whether a person wants it as a report, whatever its subject says. */
  readonly takenByHand?: boolean;
  /** Where it stands in the mailbox, or null for a file and for the form. */
  readonly place: { readonly folder: FolderKey; readonly position: Position } | null;
}
