/** Labels and what belongs to them, for a terminal; foreign words are made safe to print. */
import pc from 'picocolors';
import { forCell, forTerminal } from './terminal.js';

/** Characters of a value on one line. */
const WIDTH = 400;

/** A label and a value on one line. @returns null where there is no value */
export function field(label: string, value: string | null): string | null {
  return value ? `${pc.dim(label.padEnd(12))} ${forCell(value, WIDTH)}` : null;
}

/** A label with lines indented below it, set off from what stands before. @returns null where there are none */
export function block(label: string, value: string | null): string | null {
  if (!value) return null;
  const indented = forTerminal(value)
    .split('\n')
    .map(line => `  ${line}`);
  return `\n${pc.bold(label)}\n${indented.join('\n')}`;
}
