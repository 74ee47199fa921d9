/**
 * Where words stand, as a person finds them: which text of the mail, and which of its lines.
 */
import type { Span } from '../document/document.js';
import type { FieldSource } from '../report/schema.js';
import type { StoredWords } from '../store/words.js';
import { fitted } from './cells.js';

/** One text of a mail, on record or just read. */
export type ReadText = Pick<StoredWords, 'kind' | 'filename' | 'text'>;

/** Places that are told one by one. */
const MAX_PLACES = 4;

/** What a text is called: "text", "HTML", "attached steps.md". */
export function textName({ kind, filename }: Pick<ReadText, 'kind' | 'filename'>): string {
  switch (kind) {
    case 'plain':
      return 'text';
    case 'html':
      return 'HTML';
    case 'attachment':
      return `attached ${filename === null ? 'file' : fitted(filename, 60)}`;
  }
}

/**
 * Finds lines in the texts of one mail.
 * @param texts - by their index among the texts of the mail
 * @returns for where a field's words stand, and what named the source where they stand in no text
 */
export function placeFinder(texts: readonly (ReadText | undefined)[]) {
  const starts = texts.map(text => (text === undefined ? [] : lineStarts(text.text)));
  const lineOf = ({ body }: Span, offset: number) => linesUpTo(starts[body] ?? [], offset);
  return (spans: readonly Span[], source: FieldSource): string => {
    if (spans.length === 0) return NOWHERE[source];
    const lines = spans.map(span => {
      const from = lineOf(span, span.start);
      return { body: span.body, from, to: lineOf(span, Math.max(span.start, span.end - 1)) };
    });
    const places = joined(lines);
    const told = places.slice(0, MAX_PLACES).map(({ body, ranges }) => {
      const text = texts[body];
      const name = text === undefined ? 'a text that is not kept' : textName(text);
      return `${name}, ${rangesText(ranges)}`;
    });
    return [...told, ...(places.length > MAX_PLACES ? ['and more'] : [])].join('; ');
  };
}

/** What a field without a place was read from. */
export const NOWHERE: Readonly<Record<FieldSource, string>> = {
  subject: 'subject',
  header: 'header',
  section: 'text',
  label: 'text',
  prose: 'text',
  attachment: 'attached file',
};

interface Lines {
  from: number;
  to: number;
}

/** Lines that touch as one range, those of one text together. */
function joined(
  lines: readonly { readonly body: number; readonly from: number; readonly to: number }[],
): { body: number; ranges: Lines[] }[] {
  const places: { body: number; ranges: Lines[] }[] = [];
  for (const { body, from, to } of [...lines].sort((a, b) => a.body - b.body || a.from - b.from)) {
    const place = places.at(-1)?.body === body ? places.at(-1) : undefined;
    const last = place?.ranges.at(-1);
    if (last !== undefined && from <= last.to + 1) last.to = Math.max(last.to, to);
    else if (place !== undefined) place.ranges.push({ from, to });
    else places.push({ body, ranges: [{ from, to }] });
  }
  return places;
}

function rangesText(ranges: readonly Lines[]): string {
  const [first] = ranges;
  const word = ranges.length === 1 && first?.from === first?.to ? 'line' : 'lines';
  const told = ranges
    .slice(0, MAX_PLACES)
    .map(({ from, to }) => (from === to ? String(from) : `${from} to ${to}`));
  const more = ranges.length > MAX_PLACES ? ' and more' : '';
  return `${word} ${told.join(', ')}${more}`;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Counted from 1. */
function linesUpTo(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return Math.max(1, low);
}
