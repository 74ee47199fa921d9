/** Completion, by a real bash with the built program. */
import { spawnSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainMail } from '../world/mails.js';
import { type Installation, install } from '../world/program.js';

const PROGRAM = resolve('dist/main.js');
const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;

function script(shell: string): string {
  return spawnSync(process.execPath, [PROGRAM, 'completion', shell], { encoding: 'utf8' }).stdout;
}

describe.skipIf(!has('bash'))('completion in bash', () => {
  let inbox: Installation;

  beforeAll(async () => {
    inbox = install({
      imap: { host: '127.0.0.1', port: 1, user: 'u', password: 'p' },
      smtp: { host: '127.0.0.1', port: 1 },
    });
    writeFileSync(join(inbox.folder, 'one.eml'), plainMail({}, 'Description\nIt leaks.\n'));
    writeFileSync(join(inbox.folder, 'two words.eml'), plainMail({}, 'Description\nIt crashes.\n'));
    await inbox.run('ingest', '--no-send', 'one.eml', 'two words.eml');
    writeFileSync(join(inbox.folder, 'completion.bash'), script('bash'));
    symlinkSync(PROGRAM, join(inbox.folder, 'security-inbox'));
  });

  afterAll(() => inbox?.remove());

  /** What bash offers for the last word. */
  function offered(...words: readonly string[]): string[] {
    const run = `source completion.bash
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
      $(complete -p security-inbox | sed -E 's/.*-F ([^ ]+) .*/\\1/')
      printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', run, 'bash', 'security-inbox', ...words], {
      cwd: inbox.folder,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${inbox.folder}:${process.env.PATH}` },
    });
    expect(stderr).toBe('');
    return stdout.split('\n').filter(Boolean).sort();
  }

  it.each<[string, string[], string[]]>([
    ['commands', ['ac'], ['acknowledge']],
    ['commands of a command', ['receipt', ''], ['drop', 'help', 'preview', 'release']],
    ['options of a command', ['status', '--'], ['--by', '--config', '--help', '--json', '--of', '--reason']],
    ['report numbers', ['show', 'TS-2026-0'], ['TS-2026-0001', 'TS-2026-0002']],
    [
      'report numbers in another configuration',
      ['show', '-c', 'config.json', ''],
      ['TS-2026-0001', 'TS-2026-0002'],
    ],
    ['no report number where the configuration is not there', ['show', '-c', 'none.json', ''], []],
    [
      'report numbers as the value of an option',
      ['status', '1', 'duplicate', '--of', ''],
      ['TS-2026-0001', 'TS-2026-0002'],
    ],
    ['choices of an argument', ['status', 'TS-2026-0001', 'ac'], ['accepted', 'acknowledged']],
    ['choices behind an option with a value', ['status', '--by', 'poll', '1', 'dup'], ['duplicate']],
    ['choices of an option', ['poll', '--log-level', 'e'], ['error']],
    ['the first of several statuses', ['list', '--status', 'o'], ['open', 'out-of-scope']],
    ['files with spaces in their names', ['ingest', 'one.eml', 'two'], ['two words.eml']],
    ['nothing that is hidden', ['report-'], []],
    ['nothing where anything may stand', ['digest', '--since', ''], []],
  ])('offers %s', (_name, words, expected) => {
    expect(offered(...words)).toEqual(expected);
  });

  it('offers every command of the help', () => {
    const help = spawnSync(process.execPath, [PROGRAM, '--help'], { encoding: 'utf8' }).stdout;
    const commands = [...help.matchAll(/^ {2}([a-z][a-z-]*)(?: \[| <| )/gm)].map(match => match[1] ?? '');
    expect(commands.length).toBeGreaterThan(15);
    expect(offered('')).toEqual(commands.sort());
  });

  it('writes nothing for the numbers, and is silent without a database', async () => {
    const { stdout, stderr, status } = await inbox.run('report-ids');
    expect([status, stderr, stdout]).toEqual([0, '', 'TS-2026-0002\nTS-2026-0001\n']);
    const empty = spawnSync(process.execPath, [PROGRAM, 'report-ids'], { cwd: '/', encoding: 'utf8' });
    expect([empty.status, empty.stdout, empty.stderr]).toEqual([0, '', '']);
  });
});

it.each(['zsh', 'fish'])('the script for %s names every kind of completion', shell => {
  const text = script(shell);
  for (const word of ['acknowledge', 'duplicate', 'report-ids', 'log-level']) expect(text).toContain(word);
  if (has(shell)) expect(spawnSync(shell, ['-n'], { input: text }).status).toBe(0);
});

it('refuses a shell that it does not know', () => {
  expect(spawnSync(process.execPath, [PROGRAM, 'completion', 'ksh']).status).toBe(64);
});
