/**
 * The cells of an HTML table as text. One that holds data is a table of GitHub Flavored Markdown. One that lays out a
 * page has cells of many lines, or columns that are only there for their width, and is the lines in it.
 */

/** What stands in a cell. */
export interface Cell {
  /** Its lines as they would stand outside of a table. */
  readonly text: string;
  /** The same without marks for what is bold. */
  readonly words: string;
  /** It holds a heading, a list, code, a quotation or a table. */
  readonly hasBlocks: boolean;
}

export interface TableLines {
  readonly isData: boolean;
  readonly lines: readonly string[];
}

/**
 * @param rows - every cell, row by row
 * @returns its lines; a blank one stands beside a cell of blocks, which must not run into its neighbours
 */
export function linesOfTable(rows: readonly (readonly Cell[])[]): TableLines {
  const used = new Set<number>();
  for (const cells of rows) {
    for (const [column, cell] of cells.entries()) if (cell.text !== '') used.add(column);
  }
  const filled = rows
    .map(cells => cells.filter((_cell, column) => used.has(column)))
    .map(cells => cells.slice(0, cells.findLastIndex(({ text }) => text !== '') + 1))
    .filter(cells => cells.length > 0);
  if (isData(filled)) return { isData: true, lines: dataLines(filled, used.size) };
  const lines: string[] = [];
  for (const cells of filled) {
    for (const block of blocksOfRow(cells)) {
      const isBlank = lines.length === 0 || lines.at(-1) === '';
      if (block.isApart && !isBlank) lines.push('');
      for (const line of block.lines) lines.push(line);
      if (block.isApart) lines.push('');
    }
  }
  if (lines.at(-1) === '') lines.pop();
  return { isData: false, lines };
}

/**
 * The rows of a table that is a mail's header.
 * @param rows - name and value
 * @returns a field a line, as a text has them
 */
export function linesOfHeaders(rows: readonly (readonly Cell[])[]): TableLines {
  const lines = rows.map(cells =>
    cells
      .map(({ words }) => words.replaceAll('\n', ' '))
      .join(' ')
      .trim(),
  );
  return { isData: false, lines: lines.filter(line => line !== '') };
}

/** At least two rows whose cells are one line each and in two columns. */
function isData(rows: readonly (readonly Cell[])[]): boolean {
  let wide = 0;
  for (const cells of rows) {
    if (cells.some(({ text, hasBlocks }) => hasBlocks || text.includes('\n'))) return false;
    if (cells.filter(({ text }) => text !== '').length > 1) wide += 1;
  }
  return wide > 1;
}

/**
 * GFM 0.29 §4.10: the first row says how many columns there are; others may have fewer, so that no more is written than
 * the mail holds.
 */
function dataLines(rows: readonly (readonly Cell[])[], columns: number): string[] {
  const lines = rows.map((cells, at) => {
    const words = cells.map(cell => cell.words.replaceAll('|', '\\|'));
    while (at === 0 && words.length < columns) words.push('');
    return `| ${words.join(' | ')} |`;
  });
  return [lines[0] ?? '', `|${' --- |'.repeat(columns)}`, ...lines.slice(1)];
}

function blocksOfRow(cells: readonly Cell[]): { lines: readonly string[]; isApart: boolean }[] {
  const filled = cells.filter(({ text }) => text !== '');
  if (filled.length < 2 || filled.some(({ text, hasBlocks }) => hasBlocks || text.includes('\n'))) {
    return filled.map(({ text, hasBlocks }) => ({ lines: text.split('\n'), isApart: hasBlocks }));
  }
  return [{ lines: [cells.map(({ words }) => words).join(' | ')], isApart: false }];
}
