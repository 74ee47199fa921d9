/** A text as lines that know where they stand, and the marks of quotation before them. */
import type { Line } from './document.js';

/** A line and the depth of quotation it stands in. */
export interface QuotedLine extends Line {
  readonly quoted: number;
}

/** RFC 3676 §4.5: the depth is the number of ">"; people put spaces between. ">= 1.0" is a version. */
const QUOTE_MARKS = /^ ?(?:>(?![=\d]) {0,2}){1,50}/;

/**
 * The lines of a text without their marks of quotation and the white space at their ends.
 * @param text - with LF line ends
 * @param body - index of the body the text is of
 */
export function linesOf(text: string, body: number): QuotedLine[] {
  const lines: QuotedLine[] = [];
  let start = 0;
  for (const raw of text.split('\n')) {
    const marks = QUOTE_MARKS.exec(raw)?.[0] ?? '';
    const quoted = marks === '' ? 0 : marks.split('>').length - 1;
    // One space after the marks belongs to them, more is indentation.
    const prefix = marks.trimEnd().length + (marks.endsWith(' ') && quoted > 0 ? 1 : 0);
    lines.push({ text: raw.slice(prefix).trimEnd(), body, start: start + prefix, quoted });
    start += raw.length + 1;
  }
  return lines;
}

/**
 * Whether nothing stands on a line.
 * @param line - the line
 */
export function isBlank(line: Line): boolean {
  return line.text.trim() === '';
}

/**
 * A line without the white space before and after it.
 * @param line - the line
 */
export function trimmed(line: Line): Line {
  const text = line.text.trimStart();
  return { text: text.trimEnd(), body: line.body, start: line.start + line.text.length - text.length };
}

/**
 * What follows on a line from a column on.
 * @param line - the line
 * @param column - UTF-16 offset in its text
 */
export function from(line: Line, column: number): Line {
  return trimmed({ text: line.text.slice(column), body: line.body, start: line.start + column });
}
