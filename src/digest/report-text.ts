/**
 * One report in full, as `show` prints it.
 */
import pc from 'picocolors';
import { block, field } from './labelled.js';
import { type KnownReport, reportSheet } from './report-sheet.js';
import { forCell } from './terminal.js';

/** One report in full, every word from the mail made safe to print. */
export function reportText(known: KnownReport, timeZone: string): string {
  const { number, summary, fields, blocks } = reportSheet(known, timeZone);
  const lines = [
    pc.bold(`${number}  ${forCell(summary, 200)}`),
    '',
    ...fields.map(([label, value]) => field(label, value)),
    ...blocks.map(([label, value]) => block(label, value)),
  ];
  return `${lines.filter(line => line !== null).join('\n')}\n`;
}
