/** The digest of the built program: printed, in a file, and by mail to engineers; and whom to thank. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { type Gnupg, type GnupgKey, gnupgInstalled, startGnupg } from '../world/gnupg.js';
import { plainMail } from '../world/mails.js';
import { faketimeInstalled, type Installation, install, SMTP_LOGIN } from '../world/program.js';

const ADA = 'ada@example.test';
const BEN = 'ben@example.test';
const TEXT = 'Description\nThe wombat export leaks every name.\n\nSteps\n1. Ask the quokka.\n';
/** Words of the reports, and of their senders. */
const SECRET = /wombat|quokka|nightjar/i;
const BY = ['--by', 'grace'] as const;

describe.skipIf(!gnupgInstalled() || !dovecotInstalled())('the digest', () => {
  let gnupg: Gnupg;
  let own: GnupgKey;
  let ada: GnupgKey;
  let smtp: EmbeddedSmtp;
  let dovecot: Dovecot;
  let inbox: Installation;

  beforeAll(async () => {
    gnupg = startGnupg();
    own = gnupg.generateKey('Example Security <support@example.test>', 'future-default');
    ada = gnupg.generateKey(`Ada <${ADA}>`, 'future-default');
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    dovecot = await startDovecot();
    inbox = install({
      imap: dovecot,
      smtp,
      keys: [own],
      overrides: {
        // A digest goes also where no notices are wanted.
        notices: { mail: false },
        engineers: [
          { name: 'Ada', address: 'Ada@example.test', key: 'ada.asc' },
          { name: 'Ben', address: BEN },
        ],
      },
    });
    writeFileSync(join(inbox.folder, 'ada.asc'), ada.publicKey);
    const credit = (words: string) => `${TEXT}\nCredit\n${words}\n`;
    await dovecot.deliver(
      plainMail({ from: 'Nightjar <nightjar@example.org>' }, TEXT),
      plainMail({ from: 'one@example.org' }, credit('Please credit me as Juniper Vale.')),
      plainMail({ from: 'two@example.org' }, credit('I do not want to be credited.')),
    );
    expect((await inbox.run('poll')).status).toBe(0);
  });

  afterAll(async () => {
    inbox?.remove();
    gnupg?.stop();
    await dovecot?.stop();
    await smtp?.stop();
  });

  const to = (address: string) =>
    smtp.received.filter(({ envelope }) => envelope.to.some(one => one.toLowerCase() === address));
  const poll = () => inbox.run('poll', '--json');

  it.each([
    ['text', /^Security reports, .*\n3 to do, 0 overdue/],
    ['markdown', /^# Security reports\n/],
    ['html', /^<!DOCTYPE html>\n[\s\S]*<title>Security reports: 3 to do/],
    ['json', /^\{\n {2}"schema": "security-inbox\/digest@2"/],
    ['csv', /^id,status,to_do,/],
  ])(
    'is printed as %s, and written to a file for its owner alone in place of the last',
    async (format, begins) => {
      const printed = await inbox.run('digest', '--format', format);
      expect(printed).toMatchObject({ status: 0, stderr: '' });
      expect(printed.stdout).toMatch(begins);
      expect(printed.stdout).toMatch(/wombat/);
      const file = join(inbox.folder, 'digest');
      expect(await inbox.run('digest', '--format', format, '--out', file)).toMatchObject({
        status: 0,
        stdout: '',
      });
      expect(readFileSync(file, 'utf8')).toMatch(begins);
      expect(statSync(file).mode & 0o777).toBe(0o600);
    },
  );

  it('is written in the format that the ending of the file says, where none is named', async () => {
    const file = join(inbox.folder, 'week.csv');
    expect((await inbox.run('digest', '--out', file)).status).toBe(0);
    expect(readFileSync(file, 'utf8')).toMatch(/^id,status,to_do,/);
  });

  it.each([
    ['a format there is not', ['--format', 'pdf'], 64, 'Allowed choices'],
    ['two formats', ['--json', '--format', 'csv'], 64, 'two forms'],
    ['a file of something else', ['--out', 'config.json'], 73, 'is not a digest'],
    ['a mail in a format', ['--mail', '--format', 'html'], 64, '--mail takes neither'],
    ['the same again without a mail', ['--again'], 64, '--mail'],
  ])('refuses %s', async (_name, words, expected, said) => {
    const { status, stderr } = await inbox.run('digest', ...words);
    expect([status, stderr]).toEqual([expected, expect.stringContaining(said)]);
  });

  it('goes to each engineer with the next poll: all of it to Ada, counts and numbers to Ben', async () => {
    const { status, stdout } = await inbox.run('digest', '--mail');
    expect([status, stdout]).toEqual([
      0,
      `The digest goes to ${ADA}, ${BEN} with the next poll, or within minutes from a running watch.\n`,
    ]);
    expect([...to(ADA), ...to(BEN)]).toEqual([]);
    await poll();
    expect([to(ADA).length, to(BEN).length]).toEqual([1, 1]);

    const raw = to(ADA)[0]?.raw.toString() ?? '';
    const outside = await simpleParser(raw);
    expect(outside.subject).toMatch(/^Security reports, \d+ \w+ \d{4}$/);
    expect(outside.headers.get('auto-submitted')).toBe('auto-generated');
    expect(raw).not.toMatch(SECRET);
    const armored = /-----BEGIN PGP MESSAGE-----[\s\S]*-----END PGP MESSAGE-----/.exec(raw)?.[0] ?? '';
    const { plaintext, signedBy } = gnupg.decrypt(Buffer.from(armored));
    expect(signedBy).toBe(own.fingerprint);
    const inside = await simpleParser(plaintext);
    expect(inside.subject).toMatch(/^Security reports, \d+ \w+ \d{4}: 3 to do, 0 overdue$/);
    expect(inside.text).toMatch(/^Security reports, [\s\S]*TS-2026-0001 [\s\S]*wombat/);
    expect(inside.text).not.toContain('\u001b');
    expect(String(inside.html)).toMatch(/^<!DOCTYPE html>[\s\S]*wombat/);

    const bens = to(BEN)[0]?.raw.toString() ?? '';
    expect(bens).not.toMatch(SECRET);
    const { text, subject } = await simpleParser(bens);
    expect(`${subject} ${text}`).not.toMatch(SECRET);
    expect(text).toMatch(/^3 to do, 0 overdue, 3 new, 3 open, 0 closed\.\n\nTo do.*:\nTS-2026-000\d\n/);
  });

  it('goes once a day, also where it is asked for twice, and once more where that is said', async () => {
    const second = await inbox.run('digest', '--mail');
    expect([second.status, second.stdout]).toEqual([0, expect.stringContaining('was queued for ada@')]);
    await poll();
    expect([to(ADA).length, to(BEN).length]).toEqual([1, 1]);
    expect((await inbox.run('digest', '--mail', '--again')).stdout).toContain(`goes to ${ADA}`);
    await poll();
    expect([to(ADA).length, to(BEN).length]).toEqual([2, 2]);
    const ids = await Promise.all(to(BEN).map(async ({ raw }) => (await simpleParser(raw)).messageId));
    expect(new Set(ids).size).toBe(2);
  });

  it('that lands in the mailbox becomes nothing, and is left as it lies', async () => {
    const sent = smtp.received.length;
    await dovecot.deliver(to(ADA)[0]?.raw ?? Buffer.alloc(0), to(BEN)[0]?.raw ?? Buffer.alloc(0));
    const { stdout } = await poll();
    expect(JSON.parse(stdout)).toMatchObject({ recorded: [], followUps: [], known: 0 });
    expect(smtp.received).toHaveLength(sent);
    expect((await dovecot.snapshot()).every(({ flags }) => flags.length === 0)).toBe(true);
  });

  it('of reports that were disclosed, the hall of fame names who asked for it', async () => {
    for (const number of ['1', '2', '3']) await inbox.run('status', number, 'disclosed', ...BY);
    const { stdout, stderr } = await inbox.run('hall-of-fame');
    expect(stdout).toMatch(/\n- Juniper Vale \(\d{4}\)\n\nAnd 1 who asked not to be named\.\n$/);
    expect(stdout).not.toMatch(/nightjar|TS-2026/i);
    expect(stderr).toMatch(/did not say.*: TS-2026-0001\.\n$/);
    expect((await inbox.run('hall-of-fame', '--format', 'html')).stdout).toContain('Juniper Vale');
    expect(JSON.parse((await inbox.run('hall-of-fame', '--json')).stdout)).toMatchObject({
      credited: [{ name: 'Juniper Vale', reports: 1 }],
      notNamed: 1,
      toAsk: ['TS-2026-0001'],
    });
  });

  it.skipIf(!faketimeInstalled())('and a report whose words were purged keeps no name there', async () => {
    const { status } = await inbox.runAt('+2y', 'purge', '--older-than', '90d', '--yes', ...BY);
    expect(status).toBe(0);
    expect(JSON.parse((await inbox.run('hall-of-fame', '--json')).stdout)).toMatchObject({
      credited: [],
      notNamed: 0,
      toAsk: [],
    });
  });
});
