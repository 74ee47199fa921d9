/**
 * A text with stretches of it marked, for a terminal: every line with its number, and under each that holds a marked
 * stretch a line of carets with what it was taken for. Works without colour.
 *
 * The mail's own lines stand behind a bar, ours behind none, so that no mail can write a mark or leave a line out.
 */
import pc from 'picocolors';
import { counted } from '../counted.js';
import { cellsIn, fitted } from './cells.js';
import { columnsOf, type Row, rowsOf } from './rows.js';

/** A stretch of the text: UTF-16 offsets, `end` exclusive. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  /** What it was taken for. Stretches of one name share a line of carets. */
  readonly name: string;
  /** Why, said once, where the first stretch of that name begins. */
  readonly reason: string;
}

/** Rows around a marked one that are printed, so that it can be understood. */
const CONTEXT = 2;
/** So many rows in a row are worth leaving out. */
const WORTH_LEAVING_OUT = 4;
const LEAST_WIDTH = 30;
/** Characters of those around the last marked row. */
const MAX_BEHIND = 2000;

interface Underline {
  readonly name: string;
  readonly reason: string;
  readonly stretches: { readonly from: number; readonly to: number }[];
}

/**
 * @param text - any text from a mail, LF line ends
 * @param marks - in any order; may overlap
 * @param width - cells a line may take
 * @returns lines safe to print
 */
export function markedText(text: string, marks: readonly Mark[], width: number): string[] {
  const whole = text.trimEnd();
  const shown = whole.slice(0, endOfContext(whole, marks));
  const rest = lineEndsIn(whole, shown.length) + (shown === '' && whole !== '' ? 1 : 0);
  const gutter = String(lineEndsIn(shown, 0) + 1).length;
  const area = Math.max(LEAST_WIDTH, width - gutter - 5);
  const rows = shown === '' ? [] : rowsOf(shown, area);
  const underlines = underlinesOf(rows, marks);
  const printed: string[] = [];
  for (let index = 0; index < rows.length; ) {
    const hidden = hiddenFrom(rows, underlines, index);
    if (hidden > 0) {
      const what = leftOut(rows.slice(index, index + hidden), underlines[index] ?? []);
      printed.push(`  ${' '.repeat(gutter)}   ${pc.dim(what)}`);
      index += hidden;
      continue;
    }
    const row = rows[index];
    if (row !== undefined) printed.push(rowText(row, gutter));
    for (const underline of underlines[index] ?? []) {
      const isContinued = underlines[index - 1]?.some(({ name }) => name === underline.name) ?? false;
      for (const line of underlineText(underline, area, isContinued))
        printed.push(`  ${' '.repeat(gutter)}   ${line}`);
    }
    index += 1;
  }
  if (rest > 0) printed.push(`  ${' '.repeat(gutter)}   ${pc.dim(`… ${counted(rest, 'line')} …`)}`);
  else if (shown.length < whole.length) printed.push(`  ${' '.repeat(gutter)}   ${pc.dim('…')}`);
  return printed;
}

/** Where what is behind the last mark tells nothing more: it may be a log of many megabytes. */
function endOfContext(text: string, marks: readonly Mark[]): number {
  const last = Math.max(0, ...marks.map(({ end }) => end));
  if (last === 0) return 0;
  let at = last;
  for (let lines = 0; lines <= CONTEXT && at < text.length; lines++) {
    const next = text.indexOf('\n', at + (lines === 0 ? 0 : 1));
    at = next < 0 ? text.length : next;
  }
  const end = Math.min(at, last + MAX_BEHIND, text.length);
  const isShort = text.length - last <= MAX_BEHIND && lineEndsIn(text, end) < WORTH_LEAVING_OUT;
  return isShort ? text.length : end;
}

function lineEndsIn(text: string, from: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

function rowText({ line, isFirst, pieces }: Row, gutter: number): string {
  const number = isFirst ? String(line) : '';
  const words = pieces.map(({ text }) => text).join('');
  return `  ${pc.dim(`${number.padStart(gutter)} |`)} ${words}`.trimEnd();
}

/** For each row what is to stand below it. */
function underlinesOf(rows: readonly Row[], marks: readonly Mark[]): Underline[][] {
  const underlines: Underline[][] = rows.map(() => []);
  const named = new Set<string>();
  const ordered = [...marks].sort((one, other) => one.start - other.start || other.end - one.end);
  for (const { start, end, name, reason } of ordered) {
    for (let index = firstRow(rows, start); index < rows.length; index++) {
      const row = rows[index];
      if (row === undefined || row.start >= end) break;
      const columns = columnsOf(row, start, end);
      if (columns === null) continue;
      const same = underlines[index]?.find(underline => underline.name === name);
      if (same === undefined) {
        underlines[index]?.push({ name, reason: named.has(name) ? '' : reason, stretches: [columns] });
      } else same.stretches.push(columns);
      named.add(name);
    }
  }
  return underlines;
}

/** The first row that ends behind an offset. */
function firstRow(rows: readonly Row[], offset: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.end ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** How many rows from here on are left out: those that tell nothing, with enough of them around what does. */
function hiddenFrom(rows: readonly Row[], underlines: readonly Underline[][], from: number): number {
  // What was printed just before is the context on this side.
  let before = 0;
  while (before < CONTEXT && from - before - 1 >= 0 && sameMarks(underlines, from - 1, from - before - 1)) {
    before += 1;
  }
  if (from > 0 && before < CONTEXT) return 0;
  let end = from;
  while (end < rows.length && sameMarks(underlines, from - 1, end)) end += 1;
  const after = end < rows.length ? CONTEXT : 0;
  const hidden = end - from - after;
  return hidden >= WORTH_LEAVING_OUT ? hidden : 0;
}

/** Whether a row is taken for the same as another; before the first row nothing is taken. */
function sameMarks(underlines: readonly Underline[][], one: number, other: number): boolean {
  const names = (index: number) => (underlines[index] ?? []).map(({ name }) => name).join('\n');
  return names(one) === names(other);
}

function leftOut(rows: readonly Row[], underlines: readonly Underline[]): string {
  const lines = rows.filter(({ isFirst }) => isFirst).length;
  const of = underlines.length === 0 ? '' : ` of ${underlines.map(({ name }) => name).join(' and ')}`;
  if (lines === 0) return `… more of line ${rows[0]?.line ?? 0} …`;
  return `… ${counted(lines, 'line')}${of} …`;
}

function underlineText({ name, reason, stretches }: Underline, area: number, isContinued: boolean): string[] {
  let carets = '';
  for (const { from, to } of [...stretches].sort((one, other) => one.from - other.from)) {
    // Stretches that overlap are one.
    const start = Math.max(from, carets.length);
    carets = carets.padEnd(start) + '^'.repeat(Math.max(0, to - start));
  }
  const label = fitted(reason === '' ? name : `${name} (${reason})`, area - 2);
  const isBeside = carets.length + 1 + cellsIn(label) <= area;
  // What goes on from the row above was named there.
  if (!isBeside && isContinued && reason === '') return [pc.yellow(carets)];
  return isBeside ? [`${pc.yellow(carets)} ${pc.bold(label)}`] : [pc.yellow(carets), `  ${pc.bold(label)}`];
}
