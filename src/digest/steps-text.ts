/**
 * Steps in their original lines: the report folds white space, which makes code unreadable, and says where each step
 * stands.
 */
import type { Span } from '../document/document.js';
import type { Report } from '../report/schema.js';
import type { StoredWords } from '../store/words.js';

/**
 * The steps of a report, each in the lines it was written in where its words are kept, else as the report has it.
 * @param words - of all mails of the report
 */
export function stepLines(
  { steps, where }: Pick<Report, 'steps' | 'where'>,
  words: readonly StoredWords[],
): string[] {
  const found = where.steps;
  if (found === undefined) return [...steps];
  const texts = new Map(
    words.filter(({ mail }) => mail === found.mail).map(({ body, text }) => [body, text] as const),
  );
  let next = 0;
  return steps.map(step => {
    const taken = spansOf(step, found.spans, next, texts);
    if (taken === 0) return step;
    const spans = found.spans.slice(next, next + taken);
    next += taken;
    return spans.map(span => dedented(span, texts.get(span.body) ?? '')).join('\n');
  });
}

/**
 * How many spans from one on are those of a step; 0 where they don't say what the step says: the list of spans has an
 * end, and so has a step's text. Signs don't count, because between two lines of a span there may be a mark of
 * quotation that is no part of the step.
 */
function spansOf(
  step: string,
  spans: readonly Span[],
  from: number,
  texts: ReadonlyMap<number, string>,
): number {
  const wanted = lettersOf(step);
  let said = '';
  let count = 0;
  for (let index = from; index < spans.length; index++) {
    const span = spans[index];
    const text = span === undefined ? undefined : texts.get(span.body);
    if (span === undefined || text === undefined) return 0;
    const more = lettersOf(text.slice(span.start, span.end));
    if (said === wanted && (more !== '' || wanted === '')) break;
    said += more;
    count += 1;
    if (!wanted.startsWith(said)) return 0;
  }
  return said === wanted ? count : 0;
}

function lettersOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '');
}

/** A span's lines without what indents them all; a mark of a list before the first is no indent. */
function dedented({ start, end }: Span, text: string): string {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const [first = '', ...others] = text.slice(start, end).split('\n');
  const column = before.length + indentOf(first);
  const shared = others
    .filter(line => line.trim() !== '')
    .reduce((least, line) => Math.min(least, indentOf(line)), column);
  const indent = before.trim() === '' ? ' '.repeat(column - shared) : '';
  return [indent + first.trimStart(), ...others.map(line => line.slice(shared).trimEnd())].join('\n');
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
