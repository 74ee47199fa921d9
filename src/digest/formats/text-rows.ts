/** Rows of the text digest: words fitted to a terminal, wrapped under a margin, in columns of cells. */
import { cellsIn, fitted } from '../cells.js';
import { rowsOf } from '../rows.js';
import { formatStamp } from '../stamp.js';
import { type Phrase, written } from './phrase.js';

/** More of one value would push the rest off the screen. */
const MAX_CELLS = 300;

/** A phrase on one line, safe to print. @param timeZone - IANA name */
export function phraseText(fragments: Phrase, timeZone: string): string {
  return written<string>(fragments, {
    own: text => text,
    foreign: text => fitted(text, MAX_CELLS),
    instant: iso => formatStamp(new Date(iso), timeZone),
  }).join('');
}

/**
 * A line broken into rows.
 * @param line - safe to print
 * @param width - cells of the screen
 * @param margin - cells before each row
 * @param hang - further cells before each row but the first
 */
export function wrapped(line: string, width: number, margin: number, hang = 0): string[] {
  const room = Math.max(20, width - margin - hang);
  return rowsOf(line, room).map(({ pieces }, index) => {
    const text = pieces.map(piece => piece.text).join('');
    return ' '.repeat(margin + (index === 0 ? 0 : hang)) + text.trimEnd();
  });
}

/** A text in exactly so many cells. @param text - any text from a mail */
export function columnOf(text: string, cells: number): string {
  const line = fitted(text, cells);
  return line + ' '.repeat(Math.max(0, cells - cellsIn(line)));
}
