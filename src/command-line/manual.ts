/**
 * `security-inbox manual`: the manual page in roff (man(7)), made from the program's own commands, so that it can't say
 * anything else than they do. The build writes it, and npm installs it for `man security-inbox`.
 */
import type { Argument, Command, Option } from 'commander';
import { capitalised } from '../capitalised.js';
import { EXIT_MEANING } from '../commands/exit-status.js';
import { usageOf } from './usage.js';

/** Prints the page. */
export function manual(program: Command): void {
  process.stdout.write(manualPage(program));
}

/** @returns the page; without a date, so that the same program is always the same bytes */
export function manualPage(program: Command): string {
  const name = program.name();
  const lines = [
    `.TH ${name.toUpperCase()} 1 "" "${name} ${program.version() ?? ''}" "User Commands"`,
    '.SH NAME',
    `${name} \\- ${escaped(lowerFirst(program.description())).replace(/\.$/, '')}`,
    '.SH SYNOPSIS',
    `.B ${name}`,
    '.I command',
    '.RI [ options ]',
    '.SH DESCRIPTION',
    ...DESCRIPTION.flatMap(paragraph => ['.PP', escaped(paragraph)]).slice(1),
    '.SH COMMANDS',
    ...leaves(program, '').flatMap(({ command, path }) => section(name, command, path)),
    '.SH EXIT STATUS',
    ...Object.entries(EXIT_MEANING).flatMap(([code, meaning]) => ['.TP', `.B ${code}`, escaped(meaning)]),
    '.SH ENVIRONMENT',
    ...ENVIRONMENT.flatMap(([variable, meaning]) => ['.TP', `.B ${variable}`, escaped(meaning)]),
    '.SH FILES',
    '.TP',
    '.I config.json',
    escaped(
      'The configuration, unless --config names another. Each key is explained in docs/configuration.md.',
    ),
    '.SH SEE ALSO',
    escaped(
      'The pages in the folder docs of the package: operator.md for who runs it, engineer.md for who works on the reports, researcher.md for who reports.',
    ),
  ];
  return `${lines.join('\n')}\n`;
}

const DESCRIPTION = [
  'Finds security reports among the ordinary mail of a shared mailbox, decrypts and reads them, records each one in SQLite, sends the reporter a receipt with a number and two dates, and shows engineers what is due. Mail that is no report is not touched.',
  'A timer runs "security-inbox poll", or a service "security-inbox watch". All others may be run beside them, by people, but restore, encrypt, rekey and decrypt, which take turns with them.',
];

const ENVIRONMENT = [
  ['SECURITY_INBOX_USER', 'Who changes a report, for its history; --by goes first.'],
  ['NO_COLOR', 'Where it is set, nothing is printed in colour.'],
  ['CREDENTIALS_DIRECTORY', 'Where systemd put the secrets that the configuration takes as credentials.'],
] as const;

interface Leaf {
  readonly command: Command;
  readonly path: string;
}

/** Commands that do something, without what is hidden and `help`. */
export function leaves(command: Command, path: string): Leaf[] {
  const within = command.createHelp().visibleCommands(command);
  return within
    .filter(each => each.name() !== 'help')
    .flatMap(each => {
      const own = `${path} ${each.name()}`.trim();
      const inner = leaves(each, own);
      return inner.length > 0 ? inner : [{ command: each, path: own }];
    });
}

function section(name: string, command: Command, path: string): string[] {
  const usage = usageOf(path);
  const operands = command.registeredArguments.map(operand).join(' ');
  const options = command
    .createHelp()
    .visibleOptions(command)
    .filter(({ long }) => long !== '--help');
  return [
    `.SS "${escaped(`${name} ${path}`)}${operands === '' ? '' : ` ${operands}`}"`,
    `${escaped(capitalised(command.description()))}.`,
    ...options.flatMap(option => ['.TP', flags(option), `${escaped(capitalised(meaning(option)))}.`]),
    ...(usage?.examples ?? []).flatMap(([words, what]) => [
      '.PP',
      `${escaped(capitalised(what))}:`,
      '.PP',
      '.RS 4',
      '.EX',
      escaped(`${name} ${words}`),
      '.EE',
      '.RE',
    ]),
    ...(usage?.signals === undefined ? [] : ['.PP', escaped(usage.signals)]),
    ...(usage === null ? [] : ['.PP', `Exits with ${usage.exits.join(', ')}.`]),
  ];
}

function operand(argument: Argument): string {
  const name = `\\fI${escaped(argument.name())}\\fR${argument.variadic ? '...' : ''}`;
  return argument.required ? name : `[${name}]`;
}

function flags({ flags: written }: Option): string {
  const [, names = '', value] = /^([^<[]*?)(?: ([<[].*))?$/.exec(written) ?? [];
  const bold = names
    .split(', ')
    .map(each => `\\fB${escaped(each)}\\fR`)
    .join(', ');
  return value === undefined ? bold : `${bold} \\fI${escaped(value.replace(/[<>]/g, ''))}\\fR`;
}

function meaning(option: Option): string {
  const choices = option.argChoices === undefined ? '' : ` (${option.argChoices.join(', ')})`;
  const value: unknown = option.defaultValue;
  const initial = typeof value === 'string' ? `; ${value} without it` : '';
  return `${option.description}${choices}${initial}`;
}

/** A line of text as roff takes it: no line begins with its control characters, and a hyphen is one that can be copied. */
function escaped(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/\\/g, '\\e')
    .replace(/-/g, '\\-')
    .replace(/"/g, '\\(dq')
    .replace(
      /[^\x20-\x7e]/gu,
      sign => `\\[u${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
    )
    .replace(/^([.'])/, '\\&$1');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
