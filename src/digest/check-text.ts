/**
 * Results of a check as text for a terminal.
 */
import pc from 'picocolors';
import { counted } from '../counted.js';
import { forTerminal } from './terminal.js';

/** A result as it is shown. */
export interface ShownResult {
  readonly id: string;
  readonly outcome: 'ok' | 'warning' | 'failure' | 'skipped';
  readonly message: string;
  readonly remedy?: string;
}

const COLOURS = { ok: pc.green, warning: pc.yellow, failure: pc.red, skipped: pc.dim };

/** Columns that outcome and id take. */
const OUTCOME_WIDTH = 8;
const ID_WIDTH = 21;

/**
 * One result: a line, and what to do below it.
 * @param whose - the mailbox that it is about, where there are several
 */
export function resultText({ id, outcome, message, remedy }: ShownResult, whose: string | null): string {
  const head = `${COLOURS[outcome](outcome.padEnd(OUTCOME_WIDTH))} ${pc.cyan(id.padEnd(ID_WIDTH))} `;
  const indent = ' '.repeat(OUTCOME_WIDTH + ID_WIDTH + 2);
  const lines = [
    ...forTerminal(whose === null ? message : `${whose}: ${message}`).split('\n'),
    ...(remedy === undefined ? [] : [`What to do: ${forTerminal(remedy)}`]),
  ];
  return `${head}${lines.join(`\n${indent}`)}\n`;
}

/** "1 failure, 2 warnings, 30 ok, 3 skipped." */
export function summaryText(counts: Readonly<Record<string, number>>): string {
  const { failure = 0, warning = 0, ok = 0, skipped = 0 } = counts;
  const parts = [counted(failure, 'failure'), counted(warning, 'warning'), `${ok} ok`, `${skipped} skipped`];
  const colour = failure > 0 ? pc.red : warning > 0 ? pc.yellow : pc.green;
  return `${colour(parts.join(', '))}.\n`;
}
