/**
 * Message → document: the words of a mail as blocks, whatever they were written in.
 *
 * It takes the bodies of a message and gives, for each, its headings, paragraphs, list items, code, tables and what a
 * person would skip: quotations, signatures, disclaimers, the headers of forwarded mails. Text, Markdown and HTML come
 * out alike. It promises that every line knows where in its body's text it stands, and to end in time linear in the
 * input. It must never drop a word: what is not the report is marked, not cut.
 */

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
  /** How many marks of quotation stand before it; 0 for the sender's own words. */
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
  | (Common & { readonly kind: 'table'; readonly rows: readonly (readonly Line[])[] })
  | (Common & { readonly kind: 'signature' | 'disclaimer' | 'forwarded-header' });
