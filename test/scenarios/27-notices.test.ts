/** Engineers are told of what is new and due: by the built program, opened by GnuPG. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { simpleParser } from 'mailparser';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, type ReceivedMail, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { type Gnupg, type GnupgKey, gnupgInstalled, startGnupg } from '../world/gnupg.js';
import { pgpMimeMail, plainMail, protectedEntity } from '../world/mails.js';
import { type Installation, install, type Running, SMTP_LOGIN } from '../world/program.js';
import { sequoiaInstalled, startSequoia } from '../world/sequoia.js';

const ADA = 'ada@example.test';
const BEN = 'ben@example.test';
const TEXT = 'Description\nThe wombat export leaks every name.\n\nSteps\n1. Ask the quokka.\n';
const FROM = 'Nightjar <nightjar@example.org>';
const ORDINARY = plainMail({ subject: 'An order' }, 'Thanks.\n');

describe.skipIf(!gnupgInstalled())('engineers', () => {
  let gnupg: Gnupg;
  let own: GnupgKey;
  let ada: GnupgKey;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;
  let running: Running | null;
  let refuse: (mail: ReceivedMail) => { code: number; message: string } | undefined;

  beforeAll(() => {
    gnupg = startGnupg();
    own = gnupg.generateKey('Example Security <support@example.test>', 'future-default');
    ada = gnupg.generateKey(`Ada <${ADA}>`, 'future-default');
  });

  afterAll(() => gnupg?.stop());

  const installed = (overrides: Record<string, unknown>) => {
    const made = install({
      imap: { host: '127.0.0.1', port: 1, user: 'u', password: 'p' },
      smtp,
      keys: [own],
      overrides,
    });
    writeFileSync(join(made.folder, 'ada.asc'), ada.publicKey);
    return made;
  };

  beforeEach(async () => {
    running = null;
    refuse = () => undefined;
    smtp = await startEmbeddedSmtp({ ...SMTP_LOGIN, refuseData: mail => refuse(mail) });
    inbox = installed({
      engineers: [
        { name: 'Ada', address: ADA, key: 'ada.asc' },
        { name: 'Ben', address: BEN },
      ],
    });
  });

  afterEach(async () => {
    inbox.remove();
    await smtp.stop();
  });

  const to = (address: string) => smtp.received.filter(({ envelope }) => envelope.to.includes(address));
  const take = (mail: Buffer) => inbox.runWithInput(mail, 'ingest', '-');
  const pass = () => take(ORDINARY);
  const report = () => plainMail({ from: FROM, subject: 'Security Alert: wombat' }, TEXT);
  const change = (sql: string) => {
    const connection = new Database(inbox.database);
    connection.exec(sql);
    connection.close();
  };

  it('are told of new reports once, at once in one mail, and only with a key what they say', async () => {
    expect((await take(report())).status).toBe(0);
    writeFileSync(join(inbox.folder, 'a.eml'), plainMail({ from: FROM }, `${TEXT}More.\n`));
    writeFileSync(join(inbox.folder, 'b.eml'), plainMail({ from: FROM }, `${TEXT}Still more.\n`));
    await inbox.run('ingest', 'a.eml', 'b.eml');
    expect([to(ADA).length, to(BEN).length]).toEqual([2, 2]);
    const { subject } = await simpleParser(to(BEN)[1]?.raw ?? '');
    expect(subject).toBe('[TS-2026-0002] [TS-2026-0003]: 2 notices');

    const raw = to(ADA)[0]?.raw ?? Buffer.alloc(0);
    const outside = await simpleParser(raw);
    expect(outside.subject).toBe('[TS-2026-0001] new report');
    expect(outside.headers.get('auto-submitted')).toBe('auto-generated');
    expect(to(ADA)[0]?.envelope.from).toBe('support@example.test');
    expect(raw.toString()).not.toMatch(/wombat|nightjar/i);
    const armored = /-----BEGIN PGP MESSAGE-----[\s\S]*-----END PGP MESSAGE-----/.exec(raw.toString())?.[0];
    const { plaintext, signedBy } = gnupg.decrypt(Buffer.from(armored ?? ''));
    expect(signedBy).toBe(own.fingerprint);
    expect(plaintext.toString()).toMatch(/^Content-Type: .*;\r\n protected-headers="v1"; hp="cipher"/);
    const inside = await simpleParser(plaintext);
    expect(inside.subject).toBe('[TS-2026-0001] new report');
    expect(inside.text).toMatch(/Summary: .*wombat/i);
    expect(inside.text).toContain('nightjar@example.org');
    expect(inside.text).toContain('Missing: affected');

    const bens = to(BEN)[0]?.raw.toString() ?? '';
    expect(bens).toContain('multipart/signed');
    const { text } = await simpleParser(bens);
    expect(text).toMatch(/^TS-2026-0001: New report\. Its answer is due by /);
    expect(text).not.toMatch(/wombat|quokka|nightjar/i);
  });

  it.skipIf(!sequoiaInstalled())(
    'with an expired key are told no more, and the operator is warned',
    async () => {
      const sequoia = startSequoia();
      const expired = sequoia.generateKey([`Ada <${ADA}>`], { createdAt: '20200101', expiresAt: '20210101' });
      sequoia.stop();
      writeFileSync(join(inbox.folder, 'ada.asc'), expired.publicKey);
      const { stderr, status } = await take(report());
      expect(status).toBe(0);
      expect(stderr).toContain('engineer.key-unusable');
      expect(to(ADA)).toHaveLength(1);
      expect(to(ADA)[0]?.raw.toString()).not.toMatch(/wombat|nightjar/i);
    },
  );

  it('with a file that holds no key stop the program before anything is read', async () => {
    writeFileSync(join(inbox.folder, 'ada.asc'), 'no key');
    const { stderr, status } = await take(report());
    expect(status).toBe(78);
    expect(stderr).toMatch(/ada\.asc holds no OpenPGP public key/);
  });

  it('are told once that an answer is overdue, and of the last day alone that has come', async () => {
    await take(report());
    change(`UPDATE notice_targets SET since = '2000-01-01T00:00:00.000Z';
      UPDATE reports SET received_at = '2001-01-01T00:00:00.000Z', acknowledge_by = '2001-01-02T00:00:00.000Z'`);
    await pass();
    await pass();
    expect(to(BEN)).toHaveLength(2);
    const { text } = await simpleParser(to(BEN)[1]?.raw ?? '');
    expect(text?.match(/^TS-2026-0001: .*/gm)).toEqual([
      expect.stringContaining('The answer was due by Tuesday, 2 January 2001'),
      expect.stringContaining('90 days have passed'),
    ]);
  });

  it('who are configured over an old database are told of nothing old, and of what is new', async () => {
    inbox.remove();
    inbox = installed({});
    await take(report());
    change(
      "UPDATE reports SET received_at = '2001-01-01T00:00:00.000Z', acknowledge_by = '2001-01-02T00:00:00.000Z'",
    );
    const file = join(inbox.folder, 'config.json');
    const { default: config } = await import(file, { with: { type: 'json' } });
    writeFileSync(file, JSON.stringify({ ...config, engineers: [{ name: 'Ben', address: BEN }] }), {
      mode: 0o600,
    });
    await pass();
    expect(to(BEN)).toEqual([]);
    await take(plainMail({ from: FROM }, `${TEXT}More.\n`));
    expect((await simpleParser(to(BEN)[0]?.raw ?? '')).subject).toBe('[TS-2026-0002] new report');
  });

  it('whose address is refused do not keep the others from being told, nor the command from its work', async () => {
    refuse = ({ envelope }) =>
      envelope.to.includes(ADA) ? { code: 550, message: 'no such user' } : undefined;
    const { status, stderr } = await take(report());
    expect(status).toBe(0);
    expect(stderr).toContain('"event":"notice.refused"');
    expect(to(BEN)).toHaveLength(1);
    expect(inbox.query("SELECT state, attempts FROM dispatches WHERE target LIKE 'ada%'")).toEqual([
      { state: 'refused', attempts: 1 },
    ]);
  });

  it('get a mail a second time at most, and under its Message-ID, where the program is killed over it', async () => {
    refuse = ({ envelope }) => {
      if (envelope.to.includes(BEN)) running?.child.kill('SIGKILL');
      return undefined;
    };
    for (const mail of [report(), ORDINARY, ORDINARY]) {
      running = inbox.start('ingest', '-');
      running.child.stdin?.end(mail);
      await running.finished;
    }
    const ids = await Promise.all(to(BEN).map(async ({ raw }) => (await simpleParser(raw)).messageId));
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(inbox.query("SELECT state FROM dispatches WHERE target LIKE 'ben%'")).toEqual([
      { state: 'refused' },
    ]);
  });

  it('are told of what was recorded alone, also while the mailbox can not be reached', async () => {
    await inbox.runWithInput(report(), 'ingest', '--no-send', '-');
    expect(to(BEN)).toEqual([]);
    expect((await inbox.run('poll')).status).not.toBe(0);
    expect(to(BEN)).toHaveLength(1);
  });

  describe.skipIf(!dovecotInstalled())('at the shared mailbox itself', () => {
    let dovecot: Dovecot;

    beforeEach(async () => {
      dovecot = await startDovecot();
      inbox.remove();
      inbox = install({
        imap: dovecot,
        smtp,
        keys: [own],
        overrides: {
          engineers: [
            { name: 'Team', address: 'Support@example.test', key: 'own.asc' },
            { name: 'Ben', address: BEN },
          ],
        },
      });
      writeFileSync(join(inbox.folder, 'own.asc'), own.publicKey);
    });

    afterEach(() => dovecot.stop());

    const poll = async (...mails: Buffer[]) => {
      await dovecot.deliver(...mails);
      const { stdout } = await inbox.run('poll', '--json');
      return JSON.parse(stdout) as { recorded: string[]; followUps: string[]; known: number };
    };

    it('their notices and their answers to them become nothing, and are left as they lie', async () => {
      expect((await poll(report())).recorded).toEqual(['TS-2026-0001']);
      const own1 = to('Support@example.test')[0]?.raw ?? Buffer.alloc(0);
      const bens = to(BEN)[0]?.raw ?? Buffer.alloc(0);
      // Encrypted to our own key, as no notice to anybody else is.
      expect(own1.toString()).toContain('BEGIN PGP MESSAGE');
      const id = (await simpleParser(bens)).messageId ?? '';
      const answer = plainMail(
        { from: BEN, subject: 'Re: [TS-2026-0001] new report', headers: [`In-Reply-To: ${id}`] },
        'I am on it.\n',
      );
      const sealed = gnupg.encrypt(
        protectedEntity('Re: [TS-2026-0001] new report', 'On it.\n', { from: BEN }),
        {
          to: [own.fingerprint],
        },
      );
      const closed = pgpMimeMail({ from: BEN, subject: '...', headers: [`References: ${id}`] }, sealed);
      const before = smtp.received.length;
      expect(await poll(own1, bens, answer, closed)).toMatchObject({ recorded: [], followUps: [], known: 0 });
      expect(inbox.query('SELECT count(*) AS mails FROM messages')).toEqual([{ mails: 1 }]);
      expect(smtp.received).toHaveLength(before);
      expect((await dovecot.snapshot()).every(({ flags }) => flags.length === 0)).toBe(true);
    });
  });
});
