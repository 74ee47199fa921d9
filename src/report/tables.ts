/** Markdown tables of affected versions. */
import type { Line } from './lines.js';
import { TABLE_COLUMNS } from './terms.js';
import { foldSpace, foldWords } from './text.js';

/** A table has no more columns than this; the rest of a row is not read. */
const MAX_COLUMNS = 20;

const productColumns = new Set([...TABLE_COLUMNS.product, ...TABLE_COLUMNS.productRomance].map(foldWords));
const versionColumns = new Set(
  [...TABLE_COLUMNS.versions, ...TABLE_COLUMNS.versionsGerman, ...TABLE_COLUMNS.versionsRomance].map(
    foldWords,
  ),
);

/** A row of a table: its product's and its versions' cell. */
export interface TableRow {
  readonly product: string;
  readonly versions: string;
}

/**
 * The rows of a table whose columns name a product and versions, or null where lines hold none.
 * @param lines - a section
 */
export function tableIn(lines: readonly Line[]): TableRow[] | null {
  const rows = lines.filter(line => line.text.includes('|')).map(line => cellsOf(line.text));
  const head = rows[0];
  if (head === undefined || rows.length < 2) return null;
  const titles = head.map(cell => foldWords(cell.slice(0, 60)));
  const product = titles.findIndex(title => productColumns.has(title));
  const versions = titles.findIndex(title => versionColumns.has(title));
  if (product < 0 && versions < 0) return null;
  return rows
    .slice(1)
    .filter(cells => cells.some(cell => !/^:?-{0,200}:?$/.test(cell)))
    .map(cells => ({ product: cells[product] ?? '', versions: cells[versions] ?? '' }));
}

function cellsOf(row: string): string[] {
  const bare = row.trim().replace(/^\|/, '').replace(/\|$/, '');
  return bare.split('|', MAX_COLUMNS).map(cell => foldSpace(cell).replace(/^[`*]{1,2}|[`*]{1,2}$/g, ''));
}
