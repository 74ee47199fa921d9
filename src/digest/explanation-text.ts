/** An explanation as text for a terminal. */
import pc from 'picocolors';
import { SOURCED_FIELDS } from '../report/sourced-fields.js';
import { fitted } from './cells.js';
import type { ExplainedField, ExplainedValue, Explanation, FieldValue } from './explanation.js';
import { severityText } from './severity-text.js';
import { forTerminal } from './terminal.js';

/** Findings of one field that lost; `--json` lists all. */
const MAX_OTHERS = 6;
/** Rows of the value that was taken. */
const MAX_ROWS = 4;
const NAME_WIDTH = 14;
const LEAST_WIDTH = 40;

/**
 * @param explanation - of one mail
 * @param width - cells a line may take
 */
export function explanationText(explanation: Explanation, width: number): string {
  const { fields, ranges, missing } = explanation;
  const area = Math.max(LEAST_WIDTH, width - NAME_WIDTH - 3);
  const found = new Set(fields.filter(({ taken }) => taken !== null).map(({ field }) => field));
  const absent = SOURCED_FIELDS.filter(field => !found.has(field));
  const lines = [
    `${pc.bold(forTerminal(explanation.file).replaceAll('\n', ' '))}: ${standing(explanation)}`,
    ...fields.flatMap(field => [
      ...fieldLines(field, area),
      ...(field.field === 'affected' ? rangeLines(ranges, area) : []),
    ]),
    ...(fields.length > 0 ? entry('not found', [absent.join(', ') || 'nothing'], area, MAX_ROWS) : []),
    ...(fields.length > 0
      ? entry('missing', [missing.join(', ') || 'nothing that a policy asks for'], area)
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

function standing({ trigger, state, stateReason, encryption }: Explanation): string {
  const what =
    trigger === null
      ? 'NOT A REPORT by itself, and left alone unless it belongs to one; this is what would be read in it'
      : `a report (${trigger})`;
  const opened = encryption === 'decrypted' ? ', decrypted' : '';
  switch (state) {
    case 'received':
      return `${what}${opened}${stateReason === null ? '' : `; ${stateReason}`}`;
    case 'undecryptable':
      return `${what}; UNDECRYPTABLE: ${stateReason ?? ''}`;
    case 'quarantined':
      return `${what}; UNREADABLE: ${stateReason ?? ''}`;
  }
}

function fieldLines({ field, taken, others }: ExplainedField, area: number): string[] {
  const lost = others
    .slice(0, MAX_OTHERS)
    .map(
      other =>
        `${pc.dim('not')} ${fitted(`${valueText(other.value)}`, Math.floor(area / 2))} ${pc.dim(`(${how(other)})`)}`,
    );
  const more = others.length - lost.length;
  return [
    ...entry(field, [taken === null ? 'nothing' : valueText(taken.value)], area, MAX_ROWS),
    ...(taken === null ? [] : entry('', [how(taken)], area, MAX_ROWS, pc.dim)),
    ...lost.map(line => `  ${' '.repeat(NAME_WIDTH)} ${line}`),
    ...(more > 0 ? [`  ${' '.repeat(NAME_WIDTH)} ${pc.dim(`… ${more} more; --json lists all …`)}`] : []),
  ];
}

function how({ source, rule, place, spans }: ExplainedValue): string {
  const where = spans.length > 0 ? `; ${place}` : '';
  return `${source}: ${fitted(rule, 200)}${where}`;
}

function rangeLines(ranges: Explanation['ranges'], area: number): string[] {
  return ranges
    .filter(({ purl, ranges: each }) => purl !== null || each.length > 0)
    .slice(0, MAX_OTHERS)
    .flatMap(({ product, purl, ranges: each }) => {
      const known = each.map(range => range ?? 'a version that is not understood').join(', ');
      const text = `${product}${purl === null ? '' : ` (${purl})`} read as ${known || 'no version'}`;
      return entry('', [text], area, 2, pc.dim);
    });
}

/** Words behind a name, in rows. */
function entry(
  name: string,
  texts: readonly string[],
  area: number,
  rows = 2,
  paint: (text: string) => string = text => text,
): string[] {
  const lines = texts.flatMap(text => filled(text, area, rows));
  return lines.map((line, index) => {
    const label = (index === 0 ? name : '').padEnd(NAME_WIDTH);
    return `  ${pc.bold(label)} ${paint(line)}`;
  });
}

/** Broken at words; what does not fit in the last row is cut. */
function filled(text: string, area: number, rows: number): string[] {
  const words = fitted(text, area * rows).split(' ');
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && fitted(longer, area) === longer) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** A value in one line. */
function valueText(value: FieldValue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if ('stated' in value) return severityText(value.stated, value.scoring) ?? '';
  return value
    .map(item => (typeof item === 'string' ? item : [item.product, ...item.versions].join(' ')))
    .join('; ');
}
