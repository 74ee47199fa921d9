/**
 * The cells of an HTML table as text: one row a line, its cells parted by bars. Tables that lay out a page rather than
 * hold data have cells of many lines, or columns that are only there for their width.
 */

/**
 * @param rows - the text of every cell, row by row
 * @returns lines
 */
export function rowsAsLines(rows: readonly (readonly string[])[]): string {
  const trimmed = rows.map(cells => cells.map(cell => cell.trim()));
  const used = new Set<number>();
  for (const cells of trimmed) {
    for (const [column, cell] of cells.entries()) if (cell !== '') used.add(column);
  }
  return trimmed
    .map(cells => rowAsLines(cells.filter((_cell, column) => used.has(column))))
    .filter(line => line !== '')
    .join('\n');
}

function rowAsLines(cells: readonly string[]): string {
  const filled = cells.filter(cell => cell !== '');
  if (filled.length < 2 || filled.some(cell => cell.includes('\n'))) return filled.join('\n');
  return cells.slice(0, cells.findLastIndex(cell => cell !== '') + 1).join(' | ');
}
