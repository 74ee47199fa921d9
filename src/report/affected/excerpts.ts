/** A run of lines read as one text that still knows where in the mail each of its words stands. */
import type { Block, Line, Span } from '../../document/document.js';

/** Lines joined with a line feed each. */
export interface Excerpt {
  readonly text: string;
  readonly lines: readonly Line[];
}

/** A line of prose is wrapped near 72 characters; a shorter one ended because its writer ended it. */
const MIN_WRAPPED = 55;
/** A line that ends so is not at its end. */
const LEADS_ON =
  /(?:,|[<>=]|(?:^|\s)(?:and|or|to|through|before|until|versions?|und|oder|bis|vor|et|ou|à|jusqu'à|avant|y|o|a|hasta|de|-|–))$/i;

/**
 * Joins lines into an excerpt.
 * @param lines - of one block
 * @param limit - characters after which the rest is left out
 */
export function excerptOf(lines: readonly Line[], limit: number): Excerpt {
  const kept: Line[] = [];
  let length = 0;
  for (const line of lines) {
    if (length >= limit) break;
    const text = line.text.slice(0, limit - length);
    length += text.length + 1;
    kept.push(text.length === line.text.length ? line : { ...line, text });
  }
  return { text: kept.map(line => line.text).join('\n'), lines: kept };
}

/**
 * The statements of a block, for what is listed a line each: every line, save those that only go on where the
 * one before was wrapped.
 * @param block - a paragraph, item or code
 * @param limit - characters of one statement; what is beyond is left out
 */
export function statementsOf(block: Block, limit: number): Excerpt[] {
  const groups: Line[][] = [];
  let wrapped = false;
  for (const line of block.lines) {
    const last = groups[groups.length - 1];
    if (wrapped && last !== undefined) last.push(line);
    else groups.push([line]);
    const written = line.text.trimEnd();
    wrapped = block.kind !== 'code' && (written.length >= MIN_WRAPPED || LEADS_ON.test(written.slice(-12)));
  }
  return groups.map(lines => excerptOf(lines, limit)).filter(({ text }) => text.trim() !== '');
}

/**
 * Where a stretch of an excerpt stands: a span a line.
 * @param passage - the excerpt
 * @param start - UTF-16 offset in its text
 * @param end - exclusive
 */
export function spansIn(passage: Excerpt, start: number, end: number): Span[] {
  const spans: Span[] = [];
  let offset = 0;
  for (const line of passage.lines) {
    const from = Math.max(start, offset);
    const to = Math.min(end, offset + line.text.length);
    if (from < to) {
      spans.push({ body: line.body, start: line.start + from - offset, end: line.start + to - offset });
    }
    offset += line.text.length + 1;
    if (offset >= end) break;
  }
  return spans;
}
