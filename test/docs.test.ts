/** Every command and option that the pages for people name is one that the program has, and each says how it is used. */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXIT_STATUS } from '../src/commands/exit-status.js';
import { withTables } from '../src/monitoring/reference.js';
import { commandsIn, helpOf, leaves, namedIn, optionsIn, PAGES, parsed } from './documented.js';

describe.each(PAGES.filter(page => namedIn(page).length > 0))('%s', page => {
  const named = namedIn(page);

  it.each(named.map(({ words }) => words))('names what there is: %s', words => {
    const { path, options } = parsed(words);
    expect(path).not.toBe('');
    const group = commandsIn(helpOf(path)).filter(name => name !== 'help');
    const next =
      words
        .slice(path.length)
        .trim()
        .split(/[\s[]+/)[0] ?? '';
    if (group.length > 0) expect(['', '…'], `no command "${words}"`).toContain(next.replace(/^-.*/, ''));
    expect(optionsIn(helpOf(path))).toEqual(expect.arrayContaining(options));
  });
});

it('every command is in the table of the README', () => {
  const table = namedIn('README.md').map(({ words }) => parsed(words).path.split(' ')[0]);
  const missing = commandsIn(helpOf('')).filter(name => name !== 'help' && !table.includes(name));
  expect(missing).toEqual([]);
});

it('docs/monitoring.md has the tables of today ("npm run reference" writes them)', () => {
  const page = readFileSync('docs/monitoring.md', 'utf8');
  expect(page).toContain('| `receipt.sent` |');
  expect(page).toBe(withTables(page));
});

describe('--help', () => {
  it.each(leaves())('of "%s" says what it does, shows it in use, and what it exits with', path => {
    const help = helpOf(path);
    const [, description] = /^Usage: .*\n(?: .*\n)*\n(.+)/.exec(help) ?? [];
    expect(description, `"${path}" has no description: give it one with .description()`).toMatch(/^\w/);
    const [, examples = ''] = /^Examples:\n((?: .*\n)+)/m.exec(help) ?? [];
    expect(
      examples,
      `"security-inbox ${path}" has no example in its help: add an entry for it to USAGE in src/command-line/usage.ts`,
    ).toContain(`security-inbox ${path}`);
    expect(help).toMatch(/^Exit codes: 0 all well; 64 wrong usage;/m);
  });

  it('of what runs on says what a signal has it do, in the same words', () => {
    const signals = (path: string) =>
      /^Signals: ((?:.+\n)+)/m.exec(helpOf(path))?.[1]?.replace(/\s+/g, ' ') ?? null;
    expect(signals('watch')).toMatch(/SIGHUP .*configuration.*SIGTERM/);
    expect(signals('serve')).toBe(signals('watch'));
    expect(leaves().filter(path => signals(path) !== null)).toEqual(['watch', 'serve']);
  });

  it('of the program names every exit code', () => {
    const named = [
      ...helpOf('')
        .replace(/\n/g, ' ')
        .matchAll(/(?:: |; )(\d+) \w/g),
    ].map(([, code]) => Number(code));
    const missing = Object.entries(EXIT_STATUS).filter(([, code]) => !named.includes(code));
    expect(missing, 'give these codes a meaning in EXIT_MEANING of src/commands/exit-status.ts').toEqual([]);
  });
});

describe('the manual page', () => {
  const page = readFileSync('dist/security-inbox.1', 'utf8');
  /** What stands under a heading, without the marks of roff. */
  const section = (path: string) =>
    (
      page.split('\n.S').find(part => part.startsWith(`S "security\\-inbox ${path.replace(/-/g, '\\-')}`)) ??
      ''
    ).replace(/\\f[BIR]|\\e|\\(?=-)/g, '');

  it.each(leaves())('has "%s" with each of its options', path => {
    const options = optionsIn(helpOf(path)).filter(option => option && !['-h', '--help'].includes(option));
    expect(section(path), 'run "npm run build", which writes the page').not.toBe('');
    expect(options.filter(option => !section(path).includes(option ?? ''))).toEqual([]);
  });

  it.skipIf(spawnSync('groff', ['--version']).status !== 0)('is one that groff has nothing against', () => {
    const { status, stderr } = spawnSync('groff', ['-ww', '-man', '-Tutf8', '-z', 'dist/security-inbox.1'], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
  });
});
