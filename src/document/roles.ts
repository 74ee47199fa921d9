/** Blocks → document: tells the reporter's own words from what else a mail carries. */
import { markClosing } from './closing.js';
import type { Block, Document } from './document.js';
import { markForwards } from './forwarded.js';
import { markQuotations } from './quotation.js';
import { blocksOfRows, rowsOf } from './rows.js';

/** What is known of a mail beside its words. */
export interface LetterOptions {
  /** Whether an address is ours. */
  readonly isOwn: (address: string) => boolean;
  /** The sender's display name. */
  readonly name: string | null;
  /** Whether the subject says that the mail is an answer. */
  readonly isReply: boolean;
  /** Whether the subject says that it was passed on. */
  readonly isForward: boolean;
}

/**
 * Gives every block its role; a block whose lines differ is parted.
 * @param blocks - of one body
 * @param options - what is known of the mail
 */
export function withRoles(blocks: readonly Block[], options: LetterOptions): Document {
  const rows = rowsOf(blocks);
  const original = markForwards(rows, options.isOwn, options.isForward);
  markQuotations(rows, options.isReply && original === null);
  markClosing(rows, original?.from.name ?? options.name);
  return { blocks: blocksOfRows(rows), original };
}
