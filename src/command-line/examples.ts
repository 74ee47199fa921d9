/**
 * What `--help` says of a command beside its options: how it is used, what signals it hears, and what it exits with.
 */
import type { Command } from 'commander';
import { EXIT_MEANING } from '../commands/exit-status.js';
import { usageOf } from './usage.js';

/** Adds to the help of every command how it is used. Call when all commands are there. */
export function addExamples(program: Command): void {
  program.addHelpText('after', `\n${wrapped('Exit codes: ', allExits())}\nAll of it: man security-inbox`);
  for (const command of program.commands) addTo(command, command.name());
}

function addTo(command: Command, path: string): void {
  for (const each of command.commands) addTo(each, `${path} ${each.name()}`);
  const usage = usageOf(path);
  if (usage === null) return;
  const lines = usage.examples.flatMap(([words, meaning]) => [
    `  security-inbox ${words}`,
    `      ${meaning}`,
  ]);
  const signals = usage.signals === undefined ? [] : [wrapped('Signals: ', [usage.signals]), ''];
  command.addHelpText(
    'after',
    ['', 'Examples:', ...lines, '', ...signals, wrapped('Exit codes: ', usage.exits.map(exitText))].join(
      '\n',
    ),
  );
}

function allExits(): string[] {
  return Object.keys(EXIT_MEANING).map(Number).map(exitText);
}

function exitText(code: number): string {
  return `${code} ${EXIT_MEANING[code] ?? ''}`;
}

/** Columns of a terminal, as the rest of the help is laid out for. */
const WIDTH = 80;

function wrapped(start: string, parts: readonly string[]): string {
  const lines = [start];
  for (const [index, part] of parts.entries()) {
    for (const word of (index < parts.length - 1 ? `${part};` : part).split(' ')) {
      const line = lines.at(-1) ?? '';
      if (line.length + word.length > WIDTH - 1) lines.push(`${word} `);
      else lines[lines.length - 1] = `${line}${word} `;
    }
  }
  return lines.map(line => line.trimEnd()).join('\n');
}
