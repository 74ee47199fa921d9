/** Tables of two columns that are a list of labels: "| Product | ts-scan |". */
import type { Block, Line } from '../document/document.js';
import { headingOfBlock } from './headings.js';

/** So many of its first cells have to be labels we know. */
const MIN_SHARE = 0.5;

/**
 * The labels and values of a table whose first column holds labels, or null where it is a table of another kind.
 * @param block - a table
 */
export function labelRowsOf(block: Extract<Block, { kind: 'table' }>): [Line, Line][] | null {
  const pairs: [Line, Line][] = [];
  for (const [label, value, ...more] of block.rows) {
    if (label === undefined || value === undefined) return null;
    if (more.some(cell => cell.text !== '')) return null;
    pairs.push([label, value]);
  }
  const known = pairs.filter(([label]) => {
    const heading = headingOfBlock(label, 0);
    return heading.certain && heading.section !== null;
  });
  // "Package | Affected" are titles of columns, whatever stands below.
  const first = pairs[0];
  const isTitled = first !== undefined && known.includes(first) && headingOfBlock(first[1], 0).certain;
  return known.length >= 2 && known.length >= MIN_SHARE * pairs.length && !isTitled ? pairs : null;
}
