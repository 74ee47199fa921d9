/** The commands that the pages for people name, as the program's own help splits them. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const PAGES = [
  'README.md',
  'SECURITY.md',
  ...readdirSync('docs')
    .filter(name => name.endsWith('.md'))
    .map(name => join('docs', name)),
];

/** What `--help` of a command says, by its path: '' for the program. */
const helps = new Map<string, string>();

export function helpOf(path: string): string {
  const known = helps.get(path);
  if (known !== undefined) return known;
  const words = path.split(' ').filter(word => word !== '');
  const help = execFileSync(process.execPath, ['dist/main.js', ...words, '--help'], { encoding: 'utf8' });
  helps.set(path, help);
  return help;
}

export const commandsIn = (help: string) =>
  [...(help.split(/^Commands:$/m)[1] ?? '').matchAll(/^ {2}([a-z][a-z-]*)/gm)].map(([, name]) => name ?? '');
export const optionsIn = (help: string) =>
  [...help.matchAll(/^ {2}(?:(-\w), )?(--[a-z-]+)/gm)].flatMap(([, short, long]) => [short, long]);

/** Paths of the commands that do something, in the order of the help, without groups. */
export function leaves(path = ''): string[] {
  const within = commandsIn(helpOf(path)).filter(name => name !== 'help');
  return within.length === 0 ? [path] : within.flatMap(name => leaves(`${path} ${name}`.trim()));
}

export interface Named {
  readonly page: string;
  /** Of a command and what follows it, with placeholders. */
  readonly words: string;
}

/** Lines of shell blocks, and the code spans of the prose and of the command tables. */
export function namedIn(page: string): Named[] {
  const text = readFileSync(page, 'utf8');
  const blocks = [...text.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].map(([, code]) => code ?? '');
  const prose = text.replace(/^```[\s\S]*?^```/gm, '');
  const spans = [...prose.matchAll(/`([^`]+)`/g)].map(([, span]) => (span ?? '').replace(/\s+/g, ' '));
  const called = [...blocks.flatMap(block => block.split('\n')), ...spans].flatMap(line =>
    [...line.matchAll(/(?:^|[\s/(=])security-inbox ((?!security-inbox)[a-z][^#|;&)>]*)/g)].map(
      ([, rest]) => rest ?? '',
    ),
  );
  const top = commandsIn(helpOf(''));
  const short = spans.filter(span => top.includes(span.split(' ')[0] ?? '') && / /.test(span));
  const rows = [...prose.matchAll(/^\| (`[^|]*?(?:\\\|[^|]*?)*) \|/gm)].flatMap(([, cell]) =>
    cellOf(cell ?? '', top),
  );
  return [...new Set([...called, ...short, ...rows])].map(words => ({ page, words }));
}

/** "`receipt release`, `drop`": the second goes on from the first. */
function cellOf(cell: string, top: readonly string[]): string[] {
  const names = [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '');
  const group = names[0]?.split(' ')[0] ?? '';
  if (!top.includes(group)) return [];
  return names.map(name => (top.includes(name.split(' ')[0] ?? '') ? name : `${group} ${name}`));
}

/** Words of the command line up to the first that is none of its commands, and the options behind. */
export function parsed(words: string): { path: string; options: string[] } {
  let path = '';
  const rest = words.split(/[\s[\]]+/).filter(word => word !== '');
  while (commandsIn(helpOf(path)).includes(rest[0] ?? '')) path = `${path} ${rest.shift()}`.trim();
  return {
    path,
    options: rest.filter(word => /^--?[a-z]/.test(word)).map(word => word.replace(/[=,.].*$/, '')),
  };
}
