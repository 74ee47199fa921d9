/** docs/performance.md and its chart: between two marks all of the page comes from a run. */
import { readFileSync, writeFileSync } from 'node:fs';
import { chart } from './chart.js';
import type { Machine } from './machine.js';
import { goalsTable, machineTable, partsText, type Result } from './markdown.js';

const PAGE = 'docs/performance.md';
const CHART = 'docs/performance.svg';
const BEGIN = '<!-- from here on `npm run bench -- --write` writes -->';
const END = '<!-- up to here -->';

/** @param date - of the run, as YYYY-MM-DD */
export function writePage(results: readonly Result[], machine: Machine, date: string): void {
  const page = readFileSync(PAGE, 'utf8');
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new Error(`${PAGE} lacks the lines "${BEGIN}" and "${END}"`);
  const measured = [
    `Measured on ${date}.`,
    goalsTable(results),
    '![The figures as bars](performance.svg)',
    '## The machine',
    machineTable(machine),
    partsText(results),
  ].join('\n\n');
  writeFileSync(PAGE, `${before}${BEGIN}\n\n${measured}\n${END}${after}`);
  const bars = results.flatMap(result => ('outcome' in result ? result.outcome.bars : []));
  writeFileSync(CHART, chart(`security-inbox, measured on ${date}`, bars));
}
