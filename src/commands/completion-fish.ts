/**
 * The completion script for fish: one line for each command and option.
 */
import type { CompletableCommand, Values } from './completion.js';

/** @param commands - the program itself first */
export function fishCompletion(commands: readonly CompletableCommand[]): string {
  const names = commands.filter(({ path }) => path !== '' && !path.includes(' ')).map(({ path }) => path);
  const lines = commands.flatMap(({ path, commands: below, options, operands }) => {
    const when = condition(
      path,
      names,
      below.map(({ name }) => name),
    );
    return [
      ...below.map(({ name, description }) => line(when.before, `-a ${name}`, description)),
      ...options.map(({ names: flags, description, value }) => {
        const flag = flags.map(each =>
          each.startsWith('--') ? `-l ${each.slice(2)}` : `-s ${each.slice(1)}`,
        );
        return line(
          when.within,
          [...flag, ...(value === null ? [] : ['-r', ...filling(value)])].join(' '),
          description,
        );
      }),
      ...operands
        .map(value => filling(value).join(' '))
        .filter(Boolean)
        .map(words => line(when.within, words, '')),
    ];
  });
  return `# fish completion for security-inbox; made by "security-inbox completion fish".
complete -c security-inbox -f
${lines.join('\n')}
`;
}

/** Where a command's own words may stand: `before` one of its subcommands was typed, and anywhere `within` it. */
function condition(path: string, names: readonly string[], below: readonly string[]) {
  if (path === '') {
    const before = `not __fish_seen_subcommand_from ${names.join(' ')}`;
    return { before, within: before };
  }
  const within = path
    .split(' ')
    .map(word => `__fish_seen_subcommand_from ${word}`)
    .join('; and ');
  const before =
    below.length === 0 ? within : `${within}; and not __fish_seen_subcommand_from ${below.join(' ')}`;
  return { before, within };
}

function line(when: string, words: string, description: string): string {
  const said = description === '' ? '' : ` -d ${quoted(description)}`;
  return `complete -c security-inbox -n ${quoted(when)} ${words}${said}`;
}

function filling(values: Values): string[] {
  switch (values.kind) {
    case 'choices':
      return ['-a', quoted(values.choices.join(' '))];
    case 'report':
      return ['-a', quoted('(security-inbox report-ids 2>/dev/null)')];
    case 'file':
      return ['-F'];
    case 'free':
      return [];
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
