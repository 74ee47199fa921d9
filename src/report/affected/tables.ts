/** Tables of affected versions: a column each, a key and a value a row, or columns of plain text. */
import type { Block, Line } from '../../document/document.js';
import { foldWords } from '../../document/words.js';
import { TABLE_COLUMNS } from '../terms.js';

/** A table has no more columns than this; the rest of a row is not read. */
const MAX_COLUMNS = 20;
/** Rows beyond are not read. */
const MAX_ROWS = 1000;

const productColumns = new Set([...TABLE_COLUMNS.product, ...TABLE_COLUMNS.productRomance].map(foldWords));
const versionColumns = new Set(
  [...TABLE_COLUMNS.versions, ...TABLE_COLUMNS.versionsGerman, ...TABLE_COLUMNS.versionsRomance].map(
    foldWords,
  ),
);
const REMEDIED =
  /\b(?:fix|patch|behoben|gefixt|korrigiert|corrig|correg|soluc|remed|resolved|unaffected|not affected|nicht betroffen|no afectad|non affect|safe|sicher|clean|sauber|saine?\b|limpi)/;
const AFFECTED = /affect|betroffen|vulnerab|verwundbar|anfaellig|concern|afectad|impact/;
/** "Vulnérable", "Betroffen ab", "Afectadas": of what is affected, and no more. */
const IS_AFFECTED =
  /^(?:affected|vulnerables?|verwundbare?|anfaellige?|betroffene?|affectee?s?|concernee?s?|impactee?s?|touchee?s?|afectad[ao]s?|affects|betrifft)(?: (?:in|ab|seit|depuis|desde|from|since|range|bereich))?$/;
const IS_VERSION = /\b(?:versions?|versione[ns]|releases?|builds?|tags?|range|ausgaben?|stand|plage|rango)\b/;
const RESULT =
  /^(?:results?|resultats?|ergebnis(?:se)?|resultados?|status|state|zustand|statut|etat|estado|outcome|verdict|vulnerable|affected|betroffen|verwundbar|affectee?|concernee?|afectad[ao]|reproducible|reproduced|reproduzierbar|reproductible|reproducible)\??$/;
const YES =
  /^(?:yes|ja|oui|si|x|affected|vulnerab\w{0,6}|betroffen|verwundbar|anfaellig|afectad[ao]s?|affectee?s?|concernee?s?|touchee?s?|reprodu\w{0,8}|bad|exploitable|open|✓|✔|✅)\b|^[x✓✔✅]$/;
const NO =
  /^(?:no|nein|non|not|nicht|pas|unaffected|fixed|behoben|corrige|corregid[ao]|safe|sicher|clean|sauber|good|ok|gut|patched|gepatcht|saine?|limpi[ao]|-|–|—|✗|✘|❌)/;

/** A row of a table: its product's and its versions' cell. */
export interface TableRow {
  readonly product: Line | null;
  readonly versions: Line | null;
  /** Title of the column or row that the versions stand in, else the product; folded. */
  readonly title: string;
}

/**
 * The rows of a block whose columns name a product or versions, or null where it is no such table.
 * @param block - a table, or lines of bars or aligned columns
 * @param before - the block above, which may hold the titles where a rule parts them from the rows
 */
export function affectedRows(block: Block, before?: Block): TableRow[] | null {
  if (block.kind === 'table') {
    const rows = block.rows.slice(0, MAX_ROWS);
    return rowsIn(rows) ?? titledRows(rows, before);
  }
  if (block.kind !== 'paragraph' && block.kind !== 'code') return null;
  const lines = block.lines.slice(0, MAX_ROWS).filter(line => line.text.trim() !== '');
  const split = lines.some(line => line.text.includes('|')) ? barCells : spacedCells;
  const rows = lines.map(split);
  const head = rows[0];
  if (head === undefined || rows.length < 2 || head.length < 2) return null;
  return rowsIn(rows.map(row => (split === spacedCells ? aligned(row, head) : row)));
}

type Row = readonly Line[];

/** Titles, a line of hyphens, rows: what stands above the line may have become a block of its own. */
function titledRows(rows: readonly Row[], before: Block | undefined): TableRow[] | null {
  const last = before?.lines[before.lines.length - 1];
  if (last === undefined) return null;
  const head = spacedCells(last);
  return head.length > 1 && head.length === rows[0]?.length ? rowsIn([head, ...rows]) : null;
}

function rowsIn(all: readonly Row[]): TableRow[] | null {
  const rows = all.filter(row => row.some(cell => !/^[\s:+=|-]{0,400}$/.test(cell.text)));
  const head = rows[0];
  if (head === undefined) return null;
  const titles = head.slice(0, MAX_COLUMNS).map(titleOf);
  const product = titles.findIndex(isProductTitle);
  const told = titles.findIndex(title => isVersionTitle(title) && AFFECTED.test(title));
  const plain = titles.findIndex(title => isVersionTitle(title) && !AFFECTED.test(title));
  const pairs = rows.filter(row => row.length === 2);
  if (pairs.length === rows.length && !(product >= 0 && Math.max(told, plain) >= 0)) {
    const found = pairedRows(pairs);
    if (found.length > 0) return found;
  }
  if ((product < 0 && told < 0 && plain < 0) || rows.length < 2) return null;
  const body = rows.slice(1);
  const answers = told >= 0 && body.every(row => isAnswer(row[told]));
  const column = answers || told < 0 ? plain : told;
  const result = answers ? told : titles.findIndex((title, at) => at !== column && RESULT.test(title));
  const isTold = answers || (result >= 0 && body.every(row => isAnswer(row[result])));
  return body
    .filter(row => !isTold || !NO.test(titleOf(row[result])))
    .map(row => ({
      product: written(row[product]),
      versions: written(row[column]),
      title: titles[column] ?? titles[product] ?? '',
    }));
}

/** "Product | Foo", "Version | 4.2.1": a key and a value a row. */
function pairedRows(rows: readonly Row[]): TableRow[] {
  return rows.flatMap(([key, value]): TableRow[] => {
    const title = titleOf(key);
    const cell = written(value);
    if (cell === null) return [];
    if (isVersionTitle(title)) return [{ product: null, versions: cell, title }];
    return isProductTitle(title) ? [{ product: cell, versions: null, title }] : [];
  });
}

function titleOf(cell: Line | undefined): string {
  return foldWords(
    (cell?.text ?? '')
      .slice(0, 60)
      .replace(/[*_`]/g, '')
      .replace(/[:\s]{1,4}$/, ''),
  );
}

function isProductTitle(title: string): boolean {
  if (REMEDIED.test(title)) return false;
  return (
    productColumns.has(title) ||
    productColumns.has(
      title.replace(
        /^(?:affected|vulnerable|betroffene[srn]?|verwundbare[srn]?) | (?:affectee?s?|concernee?s?|afectad[ao]s?)$/,
        '',
      ),
    ) ||
    (title.endsWith('s') && productColumns.has(title.slice(0, -1)))
  );
}

function isVersionTitle(title: string): boolean {
  if (REMEDIED.test(title)) return false;
  return versionColumns.has(title) || IS_AFFECTED.test(title) || IS_VERSION.test(title);
}

function isAnswer(cell: Line | undefined): boolean {
  const text = titleOf(cell);
  return YES.test(text) || NO.test(text);
}

function written(cell: Line | undefined): Line | null {
  return cell === undefined || cell.text.trim() === '' ? null : cell;
}

function barCells(line: Line): Line[] {
  return cut(line, /[^|]+/g);
}

/** Cells that two spaces or a tab part. */
function spacedCells(line: Line): Line[] {
  return cut(line, /[^\s]+(?:[ \u00a0][^\s]+)*/g);
}

function cut(line: Line, cell: RegExp): Line[] {
  const cells: Line[] = [];
  for (const { 0: raw, index } of line.text.matchAll(cell)) {
    if (cells.length >= MAX_COLUMNS) break;
    const text = raw.trim();
    if (text === '' && cells.length === 0) continue;
    cells.push({ text, body: line.body, start: line.start + index + raw.length - raw.trimStart().length });
  }
  if (cells[cells.length - 1]?.text === '') cells.pop();
  return cells;
}

/** A row with a gap: each cell goes under the title it stands nearest to. */
function aligned(row: readonly Line[], head: readonly Line[]): Line[] {
  const first = row[0];
  const left = head[0];
  if (row.length >= head.length || first === undefined || left === undefined) return [...row];
  const empty = { text: '', body: first.body, start: first.start };
  const cells: Line[] = head.map(() => empty);
  for (const cell of row) {
    const distances = head.map(title => Math.abs(title.start - left.start - (cell.start - first.start)));
    cells[distances.indexOf(Math.min(...distances))] = cell;
  }
  return cells;
}
