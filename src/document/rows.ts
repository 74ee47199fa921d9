/** The lines of a document one below the other, each with the role it has so far; and blocks made of them again. */
import type { Block, Line, Role } from './document.js';

/** One line, and the block it is of. */
export interface Row {
  readonly line: Line;
  readonly block: Block;
  /** Whether it opens its block. */
  readonly opens: boolean;
  role: Role;
}

/**
 * @param blocks - of one body
 * @returns a row for each line, all of the letter
 */
export function rowsOf(blocks: readonly Block[]): Row[] {
  return blocks.flatMap(block => {
    const lines = block.lines.length > 0 ? block.lines : [{ text: '', body: 0, start: 0 }];
    return lines.map((line, index) => ({ line, block, opens: index === 0, role: 'letter' as const }));
  });
}

/**
 * @param rows - with their final roles
 * @returns blocks in which all lines have one role
 */
export function blocksOfRows(rows: readonly Row[]): (Block & { role: Role })[] {
  const blocks: (Block & { role: Role })[] = [];
  for (let at = 0; at < rows.length; ) {
    const first = rows[at];
    if (first === undefined) break;
    let end = at + 1;
    while (end < rows.length && rows[end]?.block === first.block && rows[end]?.role === first.role) end++;
    blocks.push(partOf(first, rows.slice(at, end)));
    at = end;
  }
  return blocks;
}

function partOf(first: Row, rows: readonly Row[]): Block & { role: Role } {
  const { block, role } = first;
  const lines = rows.map(row => row.line).filter(line => line.text !== '' || block.kind === 'code');
  if (lines.length === block.lines.length && lines.every((line, at) => line === block.lines[at]))
    return { ...block, role, lines };
  if (block.kind === 'table') {
    const starts = new Set(rows.map(row => row.line.start));
    const cells = block.rows.filter((_cells, index) => starts.has(block.lines[index]?.start ?? -1));
    return { ...block, role, lines, rows: cells };
  }
  // What is left of an item when its first line is gone is no item.
  if (block.kind === 'item' && !first.opens) {
    return { kind: 'paragraph', role, lines, quoted: block.quoted, depth: block.depth };
  }
  return { ...block, role, lines };
}
