/** Every command and option that the pages for people name is one that the program has. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withTables } from '../src/monitoring/reference.js';
import { commandsIn, helpOf, namedIn, optionsIn, PAGES, parsed } from './documented.js';

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
