/**
 * The words of one text part, as a person reads them: charset, soft line ends, HTML and signatures' frames undone.
 */
import libmime from 'libmime';
import { decodeText, isRefusedCharset } from './charset.js';
import { withoutClearSigning } from './clear-signed.js';
import { textOfHtml } from './html.js';
import { withoutRepeatedFields } from './legacy-display.js';
import { MAX_FLOWED_LENGTH, MAX_HTML_LENGTH } from './limits.js';
import type { Part } from './mime-tree.js';
import { manyLines } from './printable.js';

/** Types whose bodies are words; a program's format, a calendar or a style sheet is none. */
const WORDS = new Set(['text/plain', 'text/html', 'text/markdown', 'text/x-markdown']);

/**
 * Whether a leaf holds words, going by its type. RFC 2045 §5.2 has what is no type at all be plain text, and so is a
 * multipart in which no boundary is to be found.
 * @param part - a leaf
 */
export function holdsWords(part: Part): boolean {
  return WORDS.has(part.type) || part.type.startsWith('multipart/') || !part.type.includes('/');
}

/**
 * Whether a part's charset is one that is never decoded.
 * @param part - a leaf
 */
export function isInRefusedCharset(part: Part): boolean {
  return part.type.startsWith('text/') && isRefusedCharset(part.parameters.get('charset') ?? null);
}

/** How much more HTML of a mail is turned into text; counts down. */
export interface HtmlMeans {
  /** Characters. */
  htmlLeft: number;
}

/** What a part says. */
export interface PartText {
  /** LF line ends and no other control characters than tabs. */
  readonly text: string;
  /** It is HTML with headings, lists, code or tables. */
  readonly isStructured: boolean;
  /** At least some of it was clear-signed. */
  readonly isSigned: boolean;
}

/**
 * The words of a part.
 * @param part - a leaf that holds words
 * @param means - of the whole mail
 * @param mayRepeatHeader - whether a protected header stands above it (RFC 9788 §5.2); anywhere else
 *   lines that look like header fields are the sender's words
 */
export function textOfPart(part: Part, mayRepeatHeader: boolean, means: HtmlMeans): PartText {
  const text = decodeText(part.body, part.parameters.get('charset') ?? null);
  const repeats = mayRepeatHeader && part.parameters.get('hp-legacy-display') === '1';
  if (part.type === 'text/html') {
    const html = text.slice(0, means.htmlLeft);
    means.htmlLeft -= Math.min(html.length, MAX_HTML_LENGTH);
    const read = textOfHtml(html, { legacyDisplay: repeats });
    const bare = withoutClearSigning(read.text);
    return { text: manyLines(bare), isStructured: read.isStructured, isSigned: bare !== read.text };
  }
  // RFC 3676 §4: flowed lines are for text/plain alone.
  const isFlowed =
    part.type === 'text/plain' && part.parameters.get('format')?.trim().toLowerCase() === 'flowed';
  const deletesSpace = part.parameters.get('delsp')?.trim().toLowerCase() === 'yes';
  const unfolded =
    isFlowed && text.length <= MAX_FLOWED_LENGTH ? libmime.decodeFlowed(text, deletesSpace) : text;
  const bare = withoutClearSigning(unfolded);
  const words = manyLines(bare);
  return {
    text: repeats ? withoutRepeatedFields(words) : words,
    isStructured: false,
    isSigned: bare !== unfolded,
  };
}
