/** The outcome of a run as Markdown: goals first, then each part with its tables. */
import { isMet, type Outcome, type Ratio, type Table } from '../part.js';
import { digits } from '../world/figures.js';
import type { Machine } from './machine.js';

/** A part's outcome, or why there is none. */
export type Result =
  | { readonly part: string; readonly outcome: Outcome }
  | { readonly part: string; readonly failed: string };

export function goalsTable(results: readonly Result[]): string {
  const ratios = results.flatMap(result => ('outcome' in result ? result.outcome.ratios : []));
  const rows = ratios.filter(({ goal }) => goal !== null).map(goalRow);
  return table({ caption: '', columns: ['goal', 'measured', 'wanted', ''], rows });
}

function goalRow(ratio: Ratio): string[] {
  const unit = ratio.unit === 'ms' ? ' ms' : '';
  const wanted = `${ratio.better === 'less' ? 'at most' : 'at least'} ${ratio.goal}${unit}`;
  return [ratio.name, `${digits(ratio.value)}${unit}`, wanted, isMet(ratio) ? 'met' : '**not met**'];
}

export function machineTable(machine: Machine): string {
  return table({
    caption: '',
    columns: ['', ''],
    rows: Object.entries(machine).map(([name, value]) => [name, value]),
  });
}

export function partsText(results: readonly Result[]): string {
  return results.map(partText).join('\n');
}

function partText(result: Result): string {
  if ('failed' in result) return `## ${result.part}\n\nThis part failed: ${result.failed}\n`;
  const { title, method, tables } = result.outcome;
  return [`## ${title}`, method, ...tables.map(table)].join('\n\n').concat('\n');
}

/** The first column is set left, the others right. */
function table({ caption, columns, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = `| --- |${columns
    .slice(1)
    .map(() => ' ---: |')
    .join('')}`;
  return [...(caption === '' ? [] : [`**${caption}**`, '']), line(columns), rule, ...rows.map(line)].join(
    '\n',
  );
}
