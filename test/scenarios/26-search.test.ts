/** Finding reports again: by their words, also those that came encrypted, and by what they are. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Gnupg, gnupgInstalled, startGnupg } from '../world/gnupg.js';
import { pgpMimeMail, plainMail } from '../world/mails.js';
import { type Installation, install, SMTP_LOGIN } from '../world/program.js';

describe.skipIf(!gnupgInstalled())('reports on record', () => {
  let gnupg: Gnupg;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;

  beforeAll(async () => {
    gnupg = startGnupg();
    const own = gnupg.generateKey('support@example.test', 'future-default');
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    inbox = install({
      imap: { host: '127.0.0.1', port: 1, user: 'u', password: 'p' },
      smtp,
      keys: [own],
      overrides: { products: [{ name: 'ts-scan', aliases: ['Scanner CLI'] }] },
    });
    const secret = Buffer.from(
      'Content-Type: text/plain\r\n\r\nDescription\r\nThe export leaks the Quokka ledger, CVE-2026-4242.\r\n',
    );
    const mails = [
      plainMail(
        { from: 'Ada Quill <ada@quill.example>' },
        'Summary\nOverflow in parse_header\n\nDescription\nA header is too long \u001b[2J\u202e for the wombat.\n\nAffected\nScanner CLI 2.4\n\nSeverity\nHigh\n',
      ),
      pgpMimeMail({ from: 'bea@example.org' }, gnupg.encrypt(secret, { to: [own.fingerprint] })),
      plainMail({ from: 'cara@example.org' }, 'Summary\nWombat in the portal\n\nDescription\nIt bites.\n'),
    ];
    for (const raw of mails)
      expect((await inbox.runWithInput(raw, 'ingest', '-', '--no-send')).status).toBe(0);
  });

  afterAll(async () => {
    inbox?.remove();
    await smtp?.stop();
    gnupg?.stop();
  });

  const numbers = (stdout: string) =>
    stdout.match(/^TS-2\d{3}-\d{4}/gm)?.map(each => Number(each.slice(-4))) ?? [];
  const found = async (...words: string[]) => numbers((await inbox.run(...words)).stdout);

  it('are found by words, the best first, with the hits marked and no control character', async () => {
    const { stdout, stderr, status } = await inbox.run('search', 'wombat');
    expect([status, stderr, numbers(stdout)]).toEqual([0, '', [3, 1]]);
    expect(stdout).toContain('summary: »Wombat« in the portal');
    expect(stdout).toContain('\\u{202e}');
    expect(stdout).not.toMatch(/[\u001b\u202e]/);
    expect(stdout).toContain('2 reports.');
  });

  it('are found by identifiers as typed, also where they came encrypted', async () => {
    expect(await found('search', 'parse_header')).toEqual([1]);
    expect(await found('search', 'cve-2026-4242')).toEqual([2]);
    expect(await found('search', 'quokka', 'ledg*')).toEqual([2]);
    expect(await found('search', '"ledger quokka"')).toEqual([]);
    expect(await found('search', 'ts-2026-0003', 'quokka')).toEqual([]);
  });

  it('are found by what a follow-up says, from then on', async () => {
    expect(await found('search', 'numbat')).toEqual([]);
    const [number] = (await inbox.run('search', 'portal')).stdout.match(/^TS-\d+-\d+/) ?? [];
    const more = plainMail({ from: 'cara@example.org', subject: `Re: [${number}]` }, 'A numbat, too.\n');
    expect((await inbox.runWithInput(more, 'ingest', '-', '--no-send')).status).toBe(0);
    expect(await found('search', 'numbat')).toEqual([3]);
    expect(await found('search', 'numbat wombat')).toEqual([3]);
  });

  it('are a line of JSON each', async () => {
    const { stdout } = await inbox.run('search', 'wombat', '--json', '--limit', '1');
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({
      summary: 'Wombat in the portal',
      excerpt: { field: 'summary', pieces: [{ text: 'Wombat', hit: true }, { hit: false }] },
    });
  });

  it('are listed by what they are, all of it', async () => {
    expect(await found('list')).toEqual([1, 2, 3]);
    expect(await found('list', '--product', 'Scanner CLI')).toEqual([1]);
    expect(await found('list', '--product', 'TS-Scan', '--severity', 'medium+')).toEqual([1]);
    expect(await found('list', '--severity', 'unrated', '--reporter', 'CARA')).toEqual([3]);
    expect(await found('list', '--until', '2020-01-01')).toEqual([]);
    expect(await found('list', '--limit', '2')).toEqual([2, 3]);
    expect(await found('list', '--sort', 'severity', '--limit', '1')).toEqual([1]);
    expect(await found('search', 'wombat', '--severity', 'high')).toEqual([1]);
    expect((await inbox.run('list', '--limit', '1')).stdout).toContain('There are more');
    const documents = (await inbox.run('list', '--json', '--reporter', 'quill')).stdout.trim().split('\n');
    expect(documents.map(line => JSON.parse(line).reporter.email)).toEqual(['ada@quill.example']);
  });

  it.each([
    [['list', '--severity', 'grave'], 'none, low, medium, high, critical'],
    [['list', '--product', 'unheard'], 'ts-scan'],
    [['search', 'wombat', '--limit', 'x'], 'a number from 1, or all'],
    [['search', '"--"'], 'no letter and no digit'],
  ])('%j is refused, and what is possible named', async (words, possible) => {
    const { status, stdout, stderr } = await inbox.run(...words);
    expect([status, stdout]).toEqual([64, '']);
    expect(stderr).toContain(possible);
  });

  it.each(['a "b', "'; DROP TABLE reports NEAR("])(
    'are asked for with %s without an error of SQL',
    async typed => {
      expect([0, 64]).toContain((await inbox.run('search', '--', typed)).status);
    },
  );

  it('have an index that holds what they say, and is sound', () => {
    expect(inbox.query('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  });
});
