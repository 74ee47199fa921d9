/**
 * A text as the rows of a terminal: its lines, the long ones broken, each row knowing where in the text it stands.
 */
import { type Piece, piecesOf } from './cells.js';

/** What fits on one line of the terminal. */
export interface Row {
  /** Of the text, from 1. */
  readonly line: number;
  /** Whether the line begins here, or is the rest of one that was broken. */
  readonly isFirst: boolean;
  readonly pieces: readonly Piece[];
  /** UTF-16 offsets in the text; the line end is in no row. */
  readonly start: number;
  readonly end: number;
}

/**
 * @param text - any text from a mail, LF line ends
 * @param width - cells a row may take
 */
export function rowsOf(text: string, width: number): Row[] {
  const rows: Row[] = [];
  let start = 0;
  for (const [index, line] of text.split('\n').entries()) {
    let isFirst = true;
    let at = start;
    for (const pieces of broken(piecesOf(line, start), width)) {
      const end = pieces.at(-1)?.end ?? at;
      rows.push({ line: index + 1, isFirst, pieces, start: at, end });
      isFirst = false;
      at = end;
    }
    start += line.length + 1;
  }
  return rows;
}

/** At a space where there is one near the end, and never between a character and what is drawn over it. */
function broken(pieces: readonly Piece[], width: number): Piece[][] {
  const rows: Piece[][] = [];
  let start = 0;
  let used = 0;
  // Behind the last space of the row.
  let breakable = 0;
  for (let index = 0; index < pieces.length; index++) {
    const piece = pieces[index];
    if (piece === undefined) continue;
    if (used + piece.width > width && index > start && piece.width > 0) {
      const end = breakable > start + (index - start) * NEAR_END ? breakable : index;
      rows.push(pieces.slice(start, end));
      start = end;
      used = pieces.slice(start, index).reduce((sum, each) => sum + each.width, 0);
    }
    used += piece.width;
    if (piece.text === ' ') breakable = index + 1;
  }
  return [...rows, pieces.slice(start)];
}

/** How much of a row there has to be before a space for it to end there. */
const NEAR_END = 0.6;

/**
 * The cells of a row that a stretch of the text takes.
 * @param start - UTF-16 offset in the text
 * @param end - exclusive
 * @returns null where the stretch has no character on the row
 */
export function columnsOf(row: Row, start: number, end: number): { from: number; to: number } | null {
  let column = 0;
  let from: number | null = null;
  let to = 0;
  for (const piece of row.pieces) {
    if (piece.start >= end) break;
    const isBlank = piece.text.trim() === '';
    // White space at either end of it is not worth a mark.
    if (piece.start >= start && !(from === null && isBlank)) {
      from ??= column;
      if (!isBlank) to = column + piece.width;
    }
    column += piece.width;
  }
  return from === null || to <= from ? null : { from, to };
}
