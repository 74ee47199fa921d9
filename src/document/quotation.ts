/** Which quoted lines are an earlier mail, and which are the report's own: an error message, a passage of a manual. */
import { ATTRIBUTION } from './letter-terms.js';
import type { Row } from './rows.js';
import { foldWords } from './words.js';

/** How the first of two such lines begins. */
const ATTRIBUTION_START = /^(?:on|am|le|el|den|il) /;

/** A cover note is short; what stands above a longer quotation and is longer than this is the report itself. */
const MAX_NOTE_LENGTH = 400;

/**
 * Marks the quotations of earlier mails.
 * @param rows - changed in place; those of the letter only are looked at
 * @param isReply - whether the subject says that the mail is an answer
 */
export function markQuotations(rows: readonly Row[], isReply: boolean): void {
  const letter = rows.filter(row => row.role === 'letter');
  const own = letter.reduce((least, row) => Math.min(least, row.block.quoted), Number.POSITIVE_INFINITY);
  const isQuoted = (row: Row) => row.block.quoted > own;
  if (!letter.some(isQuoted)) return;
  const attributions = letter.filter((_row, index) => isAttribution(letter, index, isQuoted));
  if (attributions.length === 0 && !isReply) {
    markUnannounced(letter, isQuoted);
    return;
  }
  const written = letter.filter(row => !isQuoted(row) && !attributions.includes(row));
  const lengthOf = (some: readonly Row[]) => some.reduce((sum, row) => sum + row.line.text.length, 0);
  const quoted = letter.filter(isQuoted);
  // Somebody who quotes a whole report and adds a line passes it on.
  if (!isReply && lengthOf(written) <= MAX_NOTE_LENGTH && lengthOf(quoted) > 3 * lengthOf(written)) {
    for (const row of written) row.role = 'covering-note';
    for (const row of attributions) row.role = 'forwarded-header';
    return;
  }
  for (const row of [...quoted, ...attributions]) row.role = 'quotation';
}

/** Own words of so many characters make a quotation beside them somebody else's. */
const MIN_OWN_LENGTH = 40;

/** Where nothing says whose words they are, those are the report's that the line above announces: "It prints:". */
function markUnannounced(letter: readonly Row[], isQuoted: (row: Row) => boolean): void {
  const own = letter.filter(row => !isQuoted(row)).reduce((sum, { line }) => sum + line.text.length, 0);
  if (own < MIN_OWN_LENGTH) return;
  let isAnnounced = false;
  for (const row of letter) {
    if (!isQuoted(row)) isAnnounced = /[:：]$/.test(row.line.text);
    else if (!isAnnounced) row.role = 'quotation';
  }
}

function isAttribution(rows: readonly Row[], index: number, isQuoted: (row: Row) => boolean): boolean {
  const row = rows[index];
  const below = rows[index + 1];
  if (row === undefined || below === undefined || isQuoted(row) || row.block.kind === 'code') return false;
  const isEnd = (text: string) => text.length <= 300 && ATTRIBUTION.test(foldWords(text));
  if (isEnd(row.line.text)) return isQuoted(below);
  // "On Monday, 5 October 2026 at 21:14, somebody <a@b.example>\nwrote:", and never the words before it.
  if (row.block !== below.block || !ATTRIBUTION_START.test(foldWords(row.line.text.slice(0, 40))))
    return false;
  const after = rows[index + 2];
  return (
    after !== undefined &&
    isQuoted(after) &&
    row.line.text.length + below.line.text.length <= 300 &&
    isEnd(`${row.line.text} ${below.line.text}`) &&
    /@|\d/.test(row.line.text)
  );
}
