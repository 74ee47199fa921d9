/**
 * `security-inbox completion`: what a shell needs to complete commands, options, choices and report numbers. Made from
 * the program's own commands, so that it can't say anything else than they do.
 */
import type { Argument, Command, Option } from 'commander';
import { bashCompletion, zshCompletion } from './completion-bash.js';
import { fishCompletion } from './completion-fish.js';

export type Shell = 'bash' | 'zsh' | 'fish';

/** What may stand in a place. */
export type Values =
  | { readonly kind: 'choices'; readonly choices: readonly string[] }
  | { readonly kind: 'report' }
  | { readonly kind: 'file' }
  | { readonly kind: 'free' };

export interface CompletableOption {
  /** `-c` and `--config`, as far as there are. */
  readonly names: readonly string[];
  readonly description: string;
  /** null where it takes none. */
  readonly value: Values | null;
}

export interface CompletableCommand {
  /** Its words after the program's name: `receipt release`; empty for the program itself. */
  readonly path: string;
  readonly description: string;
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly CompletableOption[];
  /** By place; the last repeats where it is variadic. */
  readonly operands: readonly Values[];
  readonly isVariadic: boolean;
}

/** Prints the script. */
export function completion(program: Command, shell: Shell): void {
  const commands = completable(program);
  switch (shell) {
    case 'bash':
      process.stdout.write(bashCompletion(commands));
      break;
    case 'zsh':
      process.stdout.write(zshCompletion(commands));
      break;
    case 'fish':
      process.stdout.write(fishCompletion(commands));
      break;
  }
}

/** Every command that is shown in the help, the program itself first. */
function completable(program: Command): CompletableCommand[] {
  return walk(program, '');
}

function walk(command: Command, path: string): CompletableCommand[] {
  const help = command.createHelp();
  const subcommands = help.visibleCommands(command);
  const operands = command.registeredArguments.map(operandValues);
  const own = {
    path,
    description: command.description(),
    commands: subcommands.map(each => ({ name: each.name(), description: each.description() })),
    options: help.visibleOptions(command).map(toOption),
    operands,
    isVariadic: command.registeredArguments.at(-1)?.variadic ?? false,
  };
  return [
    own,
    ...subcommands
      .filter(each => each.name() !== 'help')
      .flatMap(each => walk(each, `${path} ${each.name()}`.trim())),
  ];
}

function toOption(option: Option): CompletableOption {
  const names = [option.short, option.long].filter(name => name !== undefined && name !== null);
  const takesValue = option.required || option.optional;
  const name = /<(\w+)/.exec(option.flags)?.[1] ?? '';
  return {
    names,
    description: option.description,
    value: takesValue ? valuesOf(name, option.argChoices) : null,
  };
}

function operandValues(argument: Argument): Values {
  return valuesOf(argument.name(), argument.argChoices);
}

/** Arguments are named for what they are. */
function valuesOf(name: string, choices: readonly string[] | undefined): Values {
  if (choices !== undefined) return { kind: 'choices', choices };
  if (name === 'id') return { kind: 'report' };
  return { kind: name === 'file' || name === 'folder' || name === 'path' ? 'file' : 'free' };
}
