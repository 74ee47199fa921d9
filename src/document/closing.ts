/** The opening and closing of a letter, which are no part of the report: greeting, farewell, signature, disclaimer. */
import { greets, MAX_GREETING_LENGTH } from './greeting.js';
import { DISCLAIMER, FAREWELLS, LONG_FAREWELLS, WORDS_OF_FOOTERS } from './letter-terms.js';
import { from } from './lines.js';
import type { Row } from './rows.js';
import { foldWords } from './words.js';

/** A farewell is followed by a name, a title, an address: not by a report. */
const MAX_LINES_AFTER_FAREWELL = 12;
/** Characters of a paragraph that are searched for what disclaimers say. */
const MAX_DISCLAIMER_LENGTH = 4000;
const POSTSCRIPT = /^p\.? ?p?\.? ?s\.?\b ?[:.)-]?/i;

/**
 * Marks what stands around the words of a letter.
 * @param rows - changed in place; those of the letter only are looked at
 * @param name - the writer's name, to know it at the end of a mail; null where there is none
 */
export function markClosing(rows: Row[], name: string | null): void {
  markSignature(rows);
  markDisclaimers(rows);
  markFarewell(letterOf(rows));
  markBareName(letterOf(rows), name);
  partGreeting(rows);
  markGreeting(letterOf(rows));
}

function letterOf(rows: readonly Row[]): Row[] {
  return rows.filter(row => row.role === 'letter');
}

/** RFC 3676 §4.3: the signature begins below "-- "; trailing white space is already gone here. */
function markSignature(rows: readonly Row[]): void {
  const letter = letterOf(rows).filter(row => row.block.kind !== 'code');
  const mark = letter.findLastIndex(row => row.line.text === '--');
  if (mark < 0) return;
  for (const row of letter.slice(mark)) row.role = 'signature';
}

/** Those at the end; and where words that a report may hold too are all that tells one, only below a farewell. */
function markDisclaimers(rows: readonly Row[]): void {
  const open = rows.filter(row => row.role === 'letter' || row.role === 'signature');
  const tail = Math.max(0, open.length - 3 * MAX_LINES_AFTER_FAREWELL);
  const closing = open.findIndex(
    (row, index) => index >= tail && (row.role === 'signature' || isFarewell(row)),
  );
  for (let index = open.length - 1; index >= 0; ) {
    const block = open[index]?.block;
    let start = index;
    while (start > 0 && open[start - 1]?.block === block) start--;
    const text = open.slice(start, index + 1).map(row => row.line.text);
    const words = foldWords(text.join(' ').slice(0, MAX_DISCLAIMER_LENGTH));
    const isBelow = closing >= 0 && closing < start;
    const isFooter = DISCLAIMER.test(words) || (isBelow && WORDS_OF_FOOTERS.test(words));
    if (block?.kind === 'paragraph' && isFooter)
      for (const row of open.slice(start, index + 1)) row.role = 'disclaimer';
    else if (open.length - start > MAX_LINES_AFTER_FAREWELL + 4) return;
    index = start - 1;
  }
}

/** "Lowell," */
const ADDRESSES_SOMEBODY = /^\p{Lu}\p{Ll}{1,20}(?: \p{Lu}\p{Ll}{1,20}){0,2},$/u;

function markFarewell(letter: readonly Row[]): void {
  let start = letter.length;
  for (let index = letter.length - 1, seen = 0; index >= 0; index--) {
    const row = letter[index];
    if (row === undefined || row.block.kind === 'code' || row.block.kind === 'table') break;
    if (++seen > MAX_LINES_AFTER_FAREWELL) break;
    if (isFarewell(row)) start = index;
  }
  const postscript = letter.findIndex((row, index) => index > start && POSTSCRIPT.test(row.line.text));
  const end = postscript < 0 ? letter.length : postscript;
  for (const [index, row] of letter.entries()) if (index >= start && index < end) row.role = 'farewell';
}

function isFarewell({ line: { text } }: Row): boolean {
  if (text.length > 2 * MAX_GREETING_LENGTH) return false;
  const words = foldWords(text).replace(/[,.!:\- –]{1,5}$/, '');
  if (FAREWELLS.has(words) || LONG_FAREWELLS.test(words)) return true;
  // "Regards, Ottoline", "Viele Grüße aus Mainz", "Thanks! Bob"
  const end = text.search(/[,!.–-]|\s(?:aus|from|de|depuis|desde)\s/);
  return (
    end > 0 &&
    text.length - end < 40 &&
    text.length < MAX_GREETING_LENGTH &&
    FAREWELLS.has(foldWords(text.slice(0, end)))
  );
}

function markBareName(letter: readonly Row[], name: string | null): void {
  const last = letter.at(-1);
  // "– Ada" looks like an item.
  const isLine =
    last?.block.kind === 'paragraph' || (last?.block.kind === 'item' && last.block.number === null);
  if (last === undefined || !isLine) return;
  // "V."
  if (last.opens && /^[-–—]?\s?\p{Lu}\.?(?:\s?\p{Lu}\.?)?$/u.test(last.line.text)) last.role = 'farewell';
  const names = foldWords(name ?? '').split(/[ ,]+/);
  const words = foldWords(last.line.text.slice(0, 100))
    .replace(/^[-–— ]{1,4}/, '')
    .replace(/[,.!]$/, '');
  if (words !== '' && words.split(' ').every(word => names.includes(word))) last.role = 'farewell';
}

/** "Hi all, the docker image ...": the words after the greeting are the report's. */
function partGreeting(rows: Row[]): void {
  const at = rows.findIndex(row => row.role === 'letter');
  const row = rows[at];
  if (row === undefined || row.block.kind !== 'paragraph' || !greets(row.line.text)) return;
  const end = row.line.text.slice(0, MAX_GREETING_LENGTH).search(/[,!](?=\s+\S)|\s[–—-](?=\s)/);
  if (end < 0) return;
  const greeting = row.line.text.slice(0, end + 1);
  const rest = from(row.line, end + 1);
  // "Hello, dear team,"
  if (rest.text.length < MAX_GREETING_LENGTH && /[,!]$/.test(rest.text)) return;
  rows.splice(at, 1, { ...row, line: { ...row.line, text: greeting } }, { ...row, line: rest, opens: false });
  const first = rows[at];
  if (first !== undefined) first.role = 'greeting';
}

function markGreeting(letter: readonly Row[]): void {
  const first = letter[0];
  if (first === undefined || !first.opens || first.block.kind !== 'paragraph') return;
  const { text } = first.line;
  if (text.length > MAX_GREETING_LENGTH || !(greets(text) || ADDRESSES_SOMEBODY.test(text))) return;
  if (/[.:]$/.test(text) && text.split(' ').length > 6) return;
  first.role = 'greeting';
  // "Sehr geehrte Damen und Herren,\nliebes Team,"
  const second = letter[1];
  if (second?.block.kind !== 'paragraph' || second.line.text.length > MAX_GREETING_LENGTH) return;
  if (greets(second.line.text) && /[,!]$/.test(second.line.text)) second.role = 'greeting';
}
