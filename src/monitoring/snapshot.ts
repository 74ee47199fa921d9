/**
 * How the program is at one moment: what its numbers, its health and its warnings are made of.
 */
import type { Connection } from '../store/database.js';
import { type Figures, figuresOf } from '../store/figures.js';
import { type KeptPass, keptPass } from '../store/kept-passes.js';

/** A mailbox that is configured. */
export interface MailboxState {
  readonly name: string;
  /** Null where no pass over it has ended yet. */
  readonly kept: KeptPass | null;
}

export interface Snapshot {
  /** UTC instant. */
  readonly now: Date;
  readonly figures: Figures;
  readonly mailboxes: readonly MailboxState[];
}

/** How it stands with the mailboxes. @param names - of those that are configured */
export function mailboxStates(connection: Connection, names: readonly string[]): MailboxState[] {
  return names.map(name => ({ name, kept: keptPass(connection, name) }));
}

/**
 * All of it.
 * @param names - of the mailboxes that are configured
 * @param now - UTC instant
 * @throws what SQLite throws
 */
export function snapshotOf(connection: Connection, names: readonly string[], now: Date): Snapshot {
  return { now, figures: figuresOf(connection, now), mailboxes: mailboxStates(connection, names) };
}
