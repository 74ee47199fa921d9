import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { type Gnupg, gnupgInstalled, startGnupg } from '../world/gnupg.js';
import { attachmentMail, inlineMail, pgpMimeMail, protectedEntity } from '../world/mails.js';
import { type Installation, install, SMTP_LOGIN } from '../world/program.js';

const ADA = 'Ada <ada@example.org>';
const MALLORY = 'Mallory <mallory@example.net>';

const TEXT = 'Description\nThe wombat export leaks the names of every list to whoever asks for it.\n';

describe.skipIf(!dovecotInstalled() || !gnupgInstalled())('a captured ciphertext', () => {
  let dovecot: Dovecot;
  let gnupg: Gnupg;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;
  let ours: string;
  let captured: Buffer;

  const poll = async (...mails: Buffer[]) => {
    await dovecot.deliver(...mails);
    return JSON.parse((await inbox.run('poll', '--json')).stdout);
  };
  const answered = () => smtp.received.flatMap(({ envelope }) => envelope.to);
  const seal = (from: string) =>
    gnupg.encrypt(protectedEntity('Security Alert: wombat', TEXT, { from }), { to: [ours] });

  beforeAll(async () => {
    gnupg = startGnupg();
    const key = gnupg.generateKey('support@example.test', 'future-default');
    ours = key.fingerprint;
    dovecot = await startDovecot();
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    inbox = install({ imap: dovecot, smtp, keys: [key] });
    captured = gnupg.encrypt(Buffer.from(TEXT), { to: [ours] });
  });

  afterAll(async () => {
    inbox?.remove();
    await smtp?.stop();
    await dovecot?.stop();
    gnupg?.stop();
  });

  it('is answered to who sent it first', async () => {
    expect(await poll(inlineMail({ from: ADA, subject: 'Security Alert' }, captured))).toMatchObject({
      recorded: ['TS-2026-0001'],
      receipts: { sent: 1 },
    });
  });

  it('from another sender, in whatever form, is on record and never answered', async () => {
    const replays = [
      pgpMimeMail({ from: MALLORY, subject: 'Hello' }, captured),
      attachmentMail({ from: 'm@example.com', subject: 'Security Alert' }, 'See.', 'x.asc', captured),
      inlineMail({ from: 'o@example.com', subject: 'Security Alert' }, captured, { before: 'Look:\n\n' }),
    ];
    expect(await poll(...replays)).toMatchObject({
      recorded: ['TS-2026-0002', 'TS-2026-0003', 'TS-2026-0004'],
      receipts: { sent: 0 },
    });
    expect(answered()).toEqual(['ada@example.org']);
  });

  it('is shown as what it is', async () => {
    const { stdout } = await inbox.run('digest');
    expect(stdout.match(/Replay suspected: never answered/g)).toHaveLength(3);
    expect(stdout).toContain('holds the ciphertext of TS-2026-0001');
    expect(stdout).toContain('replay suspected: its ciphertext');
  });

  it('of the same sender makes no second report, and is answered no second time', async () => {
    const again = inlineMail({ from: ADA, subject: 'Re: Security Alert' }, captured);
    expect(await poll(again)).toMatchObject({ recorded: [], known: 1, receipts: { sent: 0 } });
  });

  it('that reached nobody before is caught by the sender it names inside', async () => {
    expect(await poll(pgpMimeMail({ from: MALLORY, subject: '...' }, seal(ADA)))).toMatchObject({
      recorded: ['TS-2026-0005'],
      receipts: { sent: 0 },
    });
    expect(answered()).toEqual(['ada@example.org']);
  });

  it('is no bar to a mail that names its own sender inside', async () => {
    const eve = 'Eve <eve@example.com>';
    expect(await poll(pgpMimeMail({ from: eve, subject: '...' }, seal(eve)))).toMatchObject({
      recorded: ['TS-2026-0006'],
      receipts: { sent: 1 },
    });
  });

  it('is not confirmed to who guesses what is in it: the guess is answered as any mail', async () => {
    const guess = pgpMimeMail({ from: MALLORY, subject: '...' }, seal(MALLORY));
    expect(await poll(guess)).toMatchObject({ recorded: [], known: 1, receipts: { sent: 1 } });
    const receipt = await simpleParser(smtp.received.at(-1)?.raw ?? '');
    expect(receipt.subject).toBe('[TS-2026-0007] We have received your report');
  });
});
