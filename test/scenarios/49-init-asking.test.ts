/** `init` as a person meets it: questions on a real terminal, answered by keys. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { runAtTerminal, terminalInstalled } from '../world/terminal.js';

const PROGRAM = resolve('dist/main.js');
const ENTER = '\r';
const CTRL_C = '\u0003';

describe.skipIf(!dovecotInstalled() || !terminalInstalled())('init asks', { timeout: 300_000 }, () => {
  let dovecot: Dovecot;
  let smtp: EmbeddedSmtp;
  let folder: string;

  beforeAll(async () => {
    dovecot = await startDovecot();
    smtp = await startEmbeddedSmtp({ user: dovecot.user, password: dovecot.password });
  });
  afterAll(async () => {
    await smtp?.stop();
    await dovecot?.stop();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'init-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const answers = (): [question: string, keys: string][] => [
    ['Address that reports are sent to', `support@example.test${ENTER}`],
    ['Name that receipts come from', `Example Security${ENTER}`],
    ['IMAP server of the mailbox', `${dovecot.host}${ENTER}`],
    ['Its protection', `none${ENTER}`],
    ['Its port', `${dovecot.port}${ENTER}`],
    ['SMTP server that takes receipts', `${smtp.host}${ENTER}`],
    ['Its protection', `none${ENTER}`],
    ['Its port', `${smtp.port}${ENTER}`],
    ["Name of the mailbox's login", ENTER],
    ['Its password', `${dovecot.password}${ENTER}`],
    ['How the mail server for receipts is logged in to', ENTER],
    ['The PGP key that reports are encrypted to', ENTER],
    ['Its version', ENTER],
    ['Years until it expires', ENTER],
    ['Its passphrase', ENTER],
    ['Phrase that your policy asks for', ENTER],
    ['Web address of your policy', `nowhere${ENTER}`],
    // What is no answer is said, and asked for again.
    ['must be a URL', `${'\b'.repeat(7)}https://example.test/policy${ENTER}`],
    ['Working days within which', `2${ENTER}`],
    ['Days after which a report is disclosed', ENTER],
    ['Day that your policy says it expires', ENTER],
    ['Letters that report numbers begin with', `EX${ENTER}`],
    ['Time zone of the people', ENTER],
    ['Country whose holidays are free', `de${ENTER}`],
    ['State of DE', `he${ENTER}`],
    ['Who is told of what is due', `Ada <ada@example.test>, bob@example.test${ENTER}`],
  ];
  const start = (plan: readonly (readonly [string, string])[]) =>
    runAtTerminal(plan, [process.execPath, PROGRAM, 'init', '--no-look-up'], folder);

  it('for all that it needs, writes it, tries it, and shows no secret', async () => {
    const { status, screen } = await start([...answers(), ['Write 6 files into', ENTER]]);
    expect(screen).not.toContain('NEVER ASKED');
    expect(screen).toContain('0 failures');
    expect(status).toBe(0);
    expect(JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'))).toMatchObject({
      mailbox: { host: dovecot.host, port: dovecot.port, security: 'none', user: 'support@example.test' },
      smtp: { host: smtp.host, port: smtp.port, user: 'support@example.test' },
      reportIdPrefix: 'EX',
      policy: { acknowledgeWorkingDays: 2, disclosureDays: 90 },
      calendar: { country: 'DE', state: 'HE' },
      engineers: [
        { name: 'Ada', address: 'ada@example.test' },
        { name: 'bob', address: 'bob@example.test' },
      ],
    });
    expect(readFileSync(join(folder, 'mailbox.password'), 'utf8')).toBe(`${dovecot.password}\n`);
    const passphrase = readFileSync(join(folder, 'key.passphrase'), 'utf8').trim();
    for (const secret of [dovecot.password, passphrase]) expect(screen).not.toContain(secret);
  });

  it('and writes nothing where a person gives up, at whatever question, or says no in the end', async () => {
    for (const asked of [1, 9, 25]) {
      const plan = answers();
      const [question = ''] = plan[asked] ?? [];
      const { status, screen } = await start([...plan.slice(0, asked), [question, CTRL_C]]);
      expect(screen).toContain('Given up. Nothing was written.');
      expect(status).toBe(130);
      expect(readdirSync(folder)).toEqual([]);
    }
    const { status, screen } = await start([...answers(), ['Write 6 files into', `n${ENTER}`]]);
    expect(screen).toContain('Nothing was written.');
    expect(status).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('nothing where a configuration is there already', async () => {
    writeFileSync(join(folder, 'config.json'), '{}');
    const { status, screen } = await start([]);
    expect(screen).toContain('--force');
    expect(status).toBe(73);
  });
});
