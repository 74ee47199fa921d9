/** What plain mail shows by shape alone: items with marks of their own, tables drawn with bars or spaces. */
import type { Block, ItemNumber, Line } from './document.js';
import { MAX_COLUMNS } from './limits.js';
import { trimmed } from './lines.js';
import { bulletOn, follows, numberOn } from './list-marks.js';
import { cellsOf, isDelimiterRow } from './markdown.js';

/** A cell is short; what is longer are sentences beside a bar. */
const MAX_CELL_LENGTH = 120;

/**
 * Blocks with the shapes in their paragraphs told apart.
 * @param blocks - of one depth of quotation, as Markdown has them
 */
export function withShapes(blocks: readonly Block[]): Block[] {
  let previous: ItemNumber = null;
  const shaped: Block[] = [];
  for (const block of blocks) {
    if (block.kind === 'item' && block.number !== null && block.depth === 1) previous = block.number;
    if (block.kind !== 'paragraph' && block.kind !== 'item') {
      shaped.push(block);
      continue;
    }
    const table = block.kind === 'paragraph' ? tableIn(block.lines) : null;
    if (table !== null) {
      shaped.push({ ...block, kind: 'table', rows: table });
      continue;
    }
    for (const part of itemsIn(block, previous)) {
      if (part.kind === 'item' && part.number !== null) previous = part.number;
      shaped.push(part);
    }
  }
  return shaped;
}

/** A paragraph parted where a line opens an item; the lines below belong to the item. */
function itemsIn(block: Extract<Block, { kind: 'paragraph' | 'item' }>, before: ItemNumber): Block[] {
  const parts: Block[] = [];
  let previous = before;
  let lines: Line[] = [];
  const whole: Block = { ...block, lines };
  let open = whole;
  for (const [index, line] of block.lines.entries()) {
    const isItemsOwn = block.kind === 'item' && index === 0;
    const mark = isItemsOwn ? null : markOn(line, previous, () => startsHere(block.lines, index, open));
    if (mark === null) {
      lines.push(line);
      continue;
    }
    if (lines.length > 0) parts.push(open);
    previous = mark.number ?? previous;
    lines = mark.rest.text === '' ? [] : [mark.rest];
    open = {
      kind: 'item',
      number: mark.number,
      lines,
      quoted: block.quoted,
      depth: Math.max(block.depth, 1),
    };
  }
  // By its lines others know the block again.
  if (open === whole && lines.length > 0) return [block];
  if (lines.length > 0 || open.kind === 'item') parts.push(open);
  return parts;
}

function markOn(line: Line, previous: ItemNumber, starts: () => boolean) {
  const numbered = numberOn(line);
  const goesOn = previous !== null && numbered?.number && follows(previous, numbered.number);
  return goesOn || (numbered !== null && starts()) ? numbered : bulletOn(line);
}

/** Lines that are looked at for the second item of a list. */
const MAX_ITEM_LINES = 12;

/**
 * Whether a list begins on a line. "2.4.1 of it" and "10.0.0.1 is up" below other words are a version and an address
 * where the line was wrapped, unless a line further down counts on from them.
 */
function startsHere(lines: readonly Line[], index: number, open: Block): boolean {
  const line = lines[index];
  const number = line === undefined ? undefined : numberOn(line)?.number;
  if (!number || !follows(null, number) || number.slice(0, -1).includes(0)) return false;
  if (number.length === 1 || (index === 0 && open.kind !== 'item')) return true;
  return lines.slice(index + 1, index + 1 + MAX_ITEM_LINES).some(below => {
    const next = numberOn(below)?.number;
    return next && follows(number, next);
  });
}

/** The cells of a paragraph that is a table, or null. */
function tableIn(lines: readonly Line[]): Line[][] | null {
  const rows = lines.filter(line => !isDelimiterRow(line.text));
  if (rows.length < 2) return null;
  return sameColumns(rows, row => (row.text.includes('|') ? cellsOf(row) : [])) ?? columnsIn(rows);
}

function columnsIn(rows: readonly Line[]): Line[][] | null {
  const columns = sameColumns(rows, cellsBySpace);
  if (columns === null) return null;
  // "Product:   ts-scan" is a label whose values are aligned.
  if (rows.some(row => /^[^\t]{1,40}?:(?:\s|$)/.test(row.text.slice(0, 60)))) return null;
  // Some put two spaces after a sentence.
  return rows.some(row => /[.!?:;,] {2}(?! )/.test(row.text.slice(0, MAX_CELL_LENGTH))) ? null : columns;
}

function cellsBySpace(row: Line): Line[] {
  const cells: Line[] = [];
  let start = 0;
  for (const gap of row.text.matchAll(/\t+| {2,}/g)) {
    if (cells.length >= MAX_COLUMNS) break;
    cells.push(trimmed({ text: row.text.slice(start, gap.index), body: row.body, start: row.start + start }));
    start = gap.index + gap[0].length;
  }
  cells.push(trimmed({ text: row.text.slice(start), body: row.body, start: row.start + start }));
  return cells;
}

function sameColumns(rows: readonly Line[], cellsIn: (row: Line) => Line[]): Line[][] | null {
  const table: Line[][] = [];
  for (const row of rows) {
    const cells = cellsIn(row);
    if (cells.length < 2 || cells.length !== (table[0] ?? cells).length) return null;
    if (cells.some(({ text }) => text.length > MAX_CELL_LENGTH)) return null;
    table.push(cells);
  }
  return table;
}
