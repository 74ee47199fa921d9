/**
 * Message → document: the words of a mail as blocks, whatever they were written in.
 *
 * It takes the text of one body and gives its headings, paragraphs, list items, code and tables, and says of each whose
 * words they are: the reporter's, a mail quoted below, a signature, a disclaimer, the note of somebody who forwarded it.
 * Text, Markdown and HTML come out alike. It promises that every line knows where in the body's text it stands, that no
 * word is dropped (what is not the report is marked, not cut), and to end in time linear in the text.
 */
import type { Mailbox } from '../message/message.js';

/** A stretch of a body's text: UTF-16 offsets, `end` exclusive. */
export interface Span {
  /** Index among the message's bodies. */
  readonly body: number;
  readonly start: number;
  readonly end: number;
}

/** One line of a block, without the marks of its kind: no "> ", no list number, no bars. */
export interface Line {
  /** Exactly the body's text from `start` on. */
  readonly text: string;
  readonly body: number;
  /** UTF-16 offset in the body's text. */
  readonly start: number;
}

/** The number of a list item as written, "3.1" being [3, 1]; null for a bullet. */
export type ItemNumber = readonly number[] | null;

/** What every block has. */
interface Common {
  readonly lines: readonly Line[];
  /** How many marks of quotation stand before it. */
  readonly quoted: number;
  /** How deep in lists it stands; 0 outside of any. */
  readonly depth: number;
}

export type Block =
  /** `level` is 1 to 6 of Markdown and HTML; 7 where only its shape tells, such as a line that is underlined. */
  | (Common & { readonly kind: 'heading'; readonly level: number })
  | (Common & { readonly kind: 'paragraph' })
  /** The item's first paragraph; what else it holds follows as blocks of a greater `depth`. */
  | (Common & { readonly kind: 'item'; readonly number: ItemNumber })
  | (Common & { readonly kind: 'code'; readonly language: string | null })
  /** `rows` are its cells, the first row its titles; `lines` the rows as they stand. */
  | (Common & { readonly kind: 'table'; readonly rows: readonly (readonly Line[])[] });

/** Whose words a block holds, and what they are there for. */
export type Role =
  /** The reporter's own words between greeting and farewell: all that extraction reads. */
  | 'letter'
  | 'greeting'
  | 'farewell'
  | 'signature'
  /** What a company's server puts below every mail. */
  | 'disclaimer'
  /** An earlier mail, quoted. */
  | 'quotation'
  /** The words of somebody who passed the report on. */
  | 'covering-note'
  /** The header fields of a mail that was forwarded or answered, as its client writes them into the text. */
  | 'forwarded-header';

/** One body, read. */
export interface Document {
  /** In the order they stand. */
  readonly blocks: readonly (Block & { readonly role: Role })[];
  /** Who wrote the letter, where somebody else passed it on. */
  readonly original: Original | null;
}

/** The sender of a mail that was forwarded, by the header in its text. */
export interface Original {
  readonly from: Mailbox;
  readonly replyTo: Mailbox | null;
  readonly subject: string | null;
}
