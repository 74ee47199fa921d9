/**
 * Text as the cells of a terminal: which piece is printed for each character of a mail, and how wide that is. The words
 * and the marks below them are two lines, which stand in line only if both are counted alike.
 */
import { forTerminal } from './terminal.js';

/** What one character comes to on a terminal. */
export interface Piece {
  /** Safe to print. */
  readonly text: string;
  /** Cells it takes: 0 for what is drawn over the piece before. */
  readonly width: number;
  /** UTF-16 offsets of the character in its text, `end` exclusive. */
  readonly start: number;
  readonly end: number;
}

/** Marks drawn over one character; more than any script needs would paint over the lines around. */
const MAX_MARKS = 8;

/** Drawn over what stands before: non-spacing and enclosing marks, and the vowels and finals of old Hangul. */
const OVERLAY = /^[\p{Mn}\p{Me}\u1160-\u11ff]$/u;

/** Two cells: what Unicode's EastAsianWidth.txt calls W and F. */
const WIDE =
  /^[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]$/u;

/** Pictures that are drawn wide; two of the letters that make a flag are as wide as one picture. */
const PICTURE = /^\p{Emoji_Presentation}$/u;
const FLAG_LETTER = /^[\u{1f1e6}-\u{1f1ff}]$/u;

/**
 * The pieces of one line.
 * @param line - without a line end; any text from a mail
 * @param offset - of the line's start in its text
 */
export function piecesOf(line: string, offset: number): Piece[] {
  const pieces: Piece[] = [];
  let start = offset;
  let marks = 0;
  for (const character of line) {
    const piece = pieceOf(character, pieces.length > 0 && marks < MAX_MARKS);
    marks = piece.width === 0 ? marks + 1 : 0;
    const end = start + character.length;
    pieces.push({ ...piece, start, end });
    start = end;
  }
  return pieces;
}

type Drawn = Pick<Piece, 'text' | 'width'>;

function pieceOf(character: string, mayOverlay: boolean): Drawn {
  if (character >= ' ' && character <= '~') return { text: character, width: 1 };
  // A line end of its own kind would begin a line that is none of ours.
  const text = character === '\r' ? '\\u{d}' : forTerminal(character);
  if (text !== character) return { text, width: text.length };
  if (OVERLAY.test(text)) return mayOverlay ? { text, width: 0 } : spelled(text);
  return { text, width: isWide(text) ? 2 : 1 };
}

/** A mark that has nothing to be drawn over, as what it is. */
function spelled(mark: string): Drawn {
  const text = `\\u{${(mark.codePointAt(0) ?? 0).toString(16)}}`;
  return { text, width: text.length };
}

function isWide(character: string): boolean {
  return WIDE.test(character) || (PICTURE.test(character) && !FLAG_LETTER.test(character));
}

/**
 * A text on one line and within a number of cells.
 * @param text - any text from a mail
 * @param width - cells, at least 1
 */
export function fitted(text: string, width: number): string {
  // No character takes less than a cell that is not drawn over another: what is beyond can't fit.
  const folded = text
    .slice(0, width * (MAX_MARKS + 1) * 2)
    .replace(/\s+/g, ' ')
    .trim();
  const pieces = piecesOf(folded, 0);
  const whole = pieces.reduce((sum, piece) => sum + piece.width, 0);
  if (whole <= width && text.length <= width * (MAX_MARKS + 1) * 2) return joined(pieces);
  let used = 0;
  const kept = pieces.filter(piece => {
    used += piece.width;
    return used < width;
  });
  return `${joined(kept)}…`;
}

function joined(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('');
}

/**
 * Cells that a text takes.
 * @param text - safe to print, one line
 */
export function cellsIn(text: string): number {
  return piecesOf(text, 0).reduce((sum, { width }) => sum + width, 0);
}
