/** Every command that the pages for people show is run as they show it, against real servers and a store with reports. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { createMessage, encrypt } from 'openpgp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { commandsIn, helpOf, leaves, namedIn, optionsIn, PAGES, parsed } from '../documented.js';
import { formAt, freePort } from '../form/served.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { plainMail } from '../world/mails.js';
import { type Installation, install, SMTP_LOGIN } from '../world/program.js';

const FROM = 'Ada <ada@example.org>';
const REPORT = plainMail(
  { from: FROM, subject: 'Security Alert: the export' },
  'Summary\nThe export leaks.\n',
);
/** Held: the sender's hour holds one receipt. */
const SECOND = plainMail({ from: FROM, subject: 'Security Alert: the import' }, 'Summary\nIt leaks too.\n');
/** Encrypted to nobody that the installation knows. */
const closed = async () =>
  plainMail(
    { from: 'Eve <eve@example.net>', subject: 'Security Alert: see inside' },
    await encrypt({ message: await createMessage({ text: 'Secret' }), passwords: ['another'] }),
  );
const NEAR_MISS = plainMail(
  { from: 'Bob <bob@example.com>', subject: 'Vulnerability in your API' },
  'See.\n',
);

const number = (count: number) => `TS-${new Date().getUTCFullYear()}-000${count}`;

/** What the pages and the usage lines write for something of the reader's own. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  id: number(1),
  number: '1',
  name: 'Ada',
  status: 'accepted',
  level: 'high',
  date: '2099-12-01',
  text: 'a word',
  words: 'export',
  shell: 'bash',
  path: 'report.eml',
  file: 'report.eml',
};

/** The report that a command is about, where it is another than the first. */
const ABOUT: Readonly<Record<string, string>> = {
  'receipt release': number(2),
  'receipt drop': number(2),
  requeue: number(2),
  'quarantine show': number(3),
};

/** What has to come before a command, by its path; FILE is the one it names. */
const FIRST: Readonly<Record<string, readonly string[]>> = {
  requeue: ['receipt', 'drop', number(2)],
  restore: ['backup', 'FILE'],
  rekey: ['encrypt'],
  decrypt: ['encrypt'],
};

/** Those that want a key in the configuration, which the others would refuse the database for. */
const KEYED = new Set(['encrypt', 'rekey', 'decrypt']);

/** Options without which a command does not run; a page that names the command alone leaves them out. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  // Not where the machine's own service is.
  'install-service': ['--folder', '.'],
  extend: ['--reason', 'TEXT'],
  purge: ['--older-than', '2y'],
  publish: ['--out', 'out'],
};

/** What needs a person: at a provider, which 45-oauth-login plays, or at a terminal, as in 48-init and 49-init-asking. */
const NEEDS_A_PERSON = new Set(['oauth login', 'init']);

/** Those that go on until they are asked to end, and the event by which they say that they work. */
const READY: Readonly<Record<string, string>> = { watch: 'mailbox.connected', serve: 'form.listening' };

/** What the pages call new keys. */
const KEY_FILES = ['database.key', 'database-2.key'];

/** A new file in place of what was there. */
const MAKES_A_FILE = new Set(['backup', 'restore', 'encrypt']);

interface Shown {
  readonly words: string;
  readonly path: string;
  /** As a shell hands them over, where nothing of the reader's own has to be filled in. */
  readonly args?: readonly string[];
}

const shown: Shown[] = [...new Set(PAGES.flatMap(page => namedIn(page).map(({ words }) => words)))]
  .map(words => ({ words, path: parsed(words).path }))
  // The name of a group alone stands for its commands.
  .filter(({ path }) => commandsIn(helpOf(path)).length === 0 && !NEEDS_A_PERSON.has(path));

/** The examples of every `--help`. */
const inHelp: Shown[] = leaves()
  .filter(path => !NEEDS_A_PERSON.has(path))
  .flatMap(path =>
    [...helpOf(path).matchAll(/^ {2}security-inbox (.*)$/gm)].map(([, words = '']) => ({
      words: `--help of ${path}: ${words}`,
      path,
      // An example that names no folder means this machine's own.
      args: [...wordsOf(words.slice(path.length).replace(/ > .*$/, '')), ...missing(path, words)],
    })),
  );

function missing(path: string, words: string): readonly string[] {
  const needed = NEEDED[path] ?? [];
  return needed.some(word => words.includes(word)) ? [] : needed;
}

/** As a shell splits them, with the reports of this year. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, one, other, plain]) =>
    (one ?? other ?? plain ?? '').replace(/^TS-2026-/, number(0).slice(0, -4)),
  );
}

/** Arguments as a shell would hand them over, with the reader's own things filled in. */
function argumentsOf({ words, path }: Shown): string[] {
  const help = helpOf(path);
  const given = words
    .slice(path.length)
    .replace(/\$\(.*$/, 'today')
    .replace(/\\?\|.*$/, '')
    .replace(/ > .*$/, '')
    .replace(/\[[A-Z]+…?\]/g, '')
    .replace(/--config \S+/, '')
    .split(/[\s[\]…]+/)
    .filter(word => word !== '');
  const needed = [
    ...(/^Usage: (.*)$/m.exec(help)?.[1] ?? '').matchAll(/[<[]((?!options|command)[a-z-]+)(?:\.\.\.)?[>\]]/g),
  ].map(([, name]) => name ?? '');
  const hasOwn = given.some(word => !word.startsWith('-'));
  const all = hasOwn || needed.length === 0 ? given : [...needed.map(name => name.toUpperCase()), ...given];
  const rest = (NEEDED[path] ?? []).some(word => given.includes(word)) ? [] : (NEEDED[path] ?? []);
  return [...all, ...rest].flatMap((word, index, whole) => [
    filledIn(word, path),
    ...(isMissingValue(help, word, whole[index + 1]) ? ['out'] : []),
  ]);
}

function filledIn(word: string, path: string): string {
  const name = word.toLowerCase();
  if (word !== word.toUpperCase()) return word.startsWith('/') ? basename(word) : word;
  if (name === 'id') return ABOUT[path] ?? number(1);
  if (name === 'time') return new Date().toISOString();
  if (name === 'file' && MAKES_A_FILE.has(path)) return 'copy.sqlite';
  return PLACEHOLDERS[name] ?? word;
}

function isMissingValue(help: string, option: string, next: string | undefined): boolean {
  return (
    option.startsWith('--') && help.includes(`${option} <`) && (next === undefined || next.startsWith('-'))
  );
}

describe.skipIf(!dovecotInstalled())('as the pages show it, works', { timeout: 240_000 }, () => {
  let dovecot: Dovecot;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;
  /** The store as every command finds it. */
  let kept: string;

  beforeAll(async () => {
    dovecot = await startDovecot();
    await dovecot.deliver(REPORT, SECOND, await closed(), NEAR_MISS);
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    inbox = install({
      imap: { ...dovecot, sentFolder: null },
      smtp,
      overrides: {
        answering: { perSenderPerHour: 1 },
        ...formAt(await freePort()),
        publication: { url: 'https://security.example.test' },
      },
    });
    const { status, stdout } = await inbox.run('poll', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ recorded: [number(1), number(2), number(3)] });
    writeFileSync(join(inbox.folder, 'report.eml'), REPORT);
    const advisory = await inbox.run('advisory', number(1), '--json');
    writeFileSync(join(inbox.folder, 'advisory.json'), advisory.stdout);
    const config: object = JSON.parse(readFileSync(join(inbox.folder, 'config.json'), 'utf8'));
    const keyed = { ...config, databaseKey: randomBytes(32).toString('hex') };
    writeFileSync(join(inbox.folder, 'keyed.json'), JSON.stringify(keyed), { mode: 0o600 });
    kept = join(inbox.folder, 'kept');
    cpSync(join(inbox.folder, 'data'), kept, { recursive: true });
  });
  afterAll(async () => {
    inbox?.remove();
    await smtp?.stop();
    await dovecot?.stop();
  });

  const run = (words: readonly string[], path: string) =>
    new Promise<{ status: number; said: string }>(done => {
      const config = optionsIn(helpOf(path)).includes('--config')
        ? ['--config', `${KEYED.has(path) ? 'keyed' : 'config'}.json`]
        : [];
      execFile(
        process.execPath,
        [resolve('dist/main.js'), ...words, ...config],
        { cwd: inbox.folder, env: { ...process.env, NO_COLOR: '1' } },
        (error, stdout, stderr) => done({ status: Number(error?.code ?? 0), said: stdout + stderr }),
      ).stdin?.end();
    });

  it.each([...shown, ...inHelp].map(each => [each.words, each] as const))('%s', async (_, each) => {
    for (const file of [
      'data',
      'copy.sqlite',
      'replica.sqlite',
      'inbox-today',
      'out',
      'drafts',
      ...KEY_FILES,
    ]) {
      rmSync(join(inbox.folder, file), { recursive: true, force: true });
    }
    cpSync(kept, join(inbox.folder, 'data'), { recursive: true });
    const args = each.args ?? argumentsOf(each);
    const first = FIRST[each.path]?.map(word => (word === 'FILE' ? (args[0] ?? '') : word));
    if (first)
      expect(await run(first, first[0] === 'receipt' ? 'receipt drop' : (first[0] ?? ''))).toMatchObject({
        status: 0,
      });

    const sign = READY[each.path];
    if (sign !== undefined) {
      const { child, finished, logged } = inbox.start(each.path);
      await logged(sign);
      child.kill('SIGTERM');
      expect((await finished).status).toBe(0);
      return;
    }
    const { status, said } = await run([...each.path.split(' '), ...args], each.path);
    expect(status, said).toBe(0);
  });
});
