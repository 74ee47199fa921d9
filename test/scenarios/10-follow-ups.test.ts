import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { type Gnupg, gnupgInstalled, startGnupg } from '../world/gnupg.js';
import { pgpMimeMail, plainMail, protectedEntity } from '../world/mails.js';
import { type Installation, install, SMTP_LOGIN } from '../world/program.js';

const ADA = 'Ada <ada@example.org>';

const FIRST = `Description
The wombat export leaks the names of every list to whoever asks for it, and does not even ask for a password.
`;

const SECOND = `Steps to reproduce
1. Ask the quokka service for a list.
2. Read the names.

Affected
quokka-service 1.2.3
`;

const ORDINARY = Array.from({ length: 20 }, (_, index) =>
  plainMail({ subject: `Re: order ${index}`, headers: ['References: <elsewhere@example.org>'] }, 'Thanks.\n'),
);

describe.skipIf(!dovecotInstalled() || !gnupgInstalled())('mails after a report', () => {
  let dovecot: Dovecot;
  let gnupg: Gnupg;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;
  let receiptId: string;
  let ours: string;

  const seal = (subject: string, text: string) =>
    gnupg.encrypt(protectedEntity(subject, text, { from: ADA }), { to: [ours] });
  const poll = async (...mails: Buffer[]) => {
    await dovecot.deliver(...mails);
    return JSON.parse((await inbox.run('poll', '--json')).stdout);
  };
  const shown = async (number: string) => JSON.parse((await inbox.run('show', number, '--json')).stdout);

  beforeAll(async () => {
    gnupg = startGnupg();
    const key = gnupg.generateKey('support@example.test', 'future-default');
    ours = key.fingerprint;
    dovecot = await startDovecot();
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    inbox = install({ imap: dovecot, smtp, keys: [key] });
    await poll(
      pgpMimeMail(
        { from: ADA, subject: '...', messageId: '<first@example.org>' },
        seal('Security Alert: wombat', FIRST),
      ),
    );
    receiptId = (await simpleParser(smtp.received[0]?.raw ?? '')).messageId ?? '';
  });

  afterAll(async () => {
    inbox?.remove();
    await smtp?.stop();
    await dovecot?.stop();
    gnupg?.stop();
  });

  it('by its author, answering the receipt, add what was missing', async () => {
    expect(await shown('TS-2026-0001')).toMatchObject({ missing: ['steps', 'affected'] });
    const reply = pgpMimeMail(
      {
        from: ADA,
        subject: '...',
        headers: [`In-Reply-To: ${receiptId}`, `References: <first@example.org> ${receiptId}`],
      },
      seal('Re: [TS-2026-0001] We have received your report', SECOND),
    );
    expect(await poll(...ORDINARY, reply)).toMatchObject({
      looked: 21,
      downloaded: 1,
      recorded: [],
      followUps: ['TS-2026-0001'],
      receipts: { sent: 1 },
    });
    expect(await shown('TS-2026-0001')).toMatchObject({
      missing: [],
      steps: ['Ask the quokka service for a list.', 'Read the names.'],
      affected: [{ product: 'quokka-service', versions: ['1.2.3'] }],
      followUps: [{ from: 'ada@example.org', filled: ['steps', 'affected'], state: 'received' }],
    });
  });

  it('are answered in a few words that hold nothing of them', async () => {
    const { subject, text, headers, inReplyTo } = await simpleParser(smtp.received[1]?.raw ?? '');
    expect(subject).toBe('[TS-2026-0001] We have added your mail');
    expect(text).toContain('Your mail was added to report TS-2026-0001');
    expect(text?.length).toBeLessThan(400);
    expect(headers.get('auto-submitted')).toBe('auto-replied');
    expect(inReplyTo).toMatch(/^<mail-\d+@example\.org>$/);
    for (const word of ['wombat', 'quokka', 'names']) {
      expect(String(smtp.received[1]?.raw).toLowerCase()).not.toContain(word);
    }
  });

  it('bring the report into the digest again', async () => {
    const { stdout } = await inbox.run('digest');
    expect(stdout).toMatch(/The reporter wrote again: at .*; now told: steps, affected/);
    expect(stdout).not.toContain('Incomplete');
  });

  it('in the clear, with nothing but the number, are downloaded and joined, and not answered again that day', async () => {
    const reply = plainMail({ from: ADA, subject: 'AW: [TS\u20112026\u20110001] Empfang' }, 'Any news?\n');
    expect(await poll(...ORDINARY, reply)).toMatchObject({
      downloaded: 1,
      followUps: ['TS-2026-0001'],
      receipts: { sent: 0 },
    });
  });

  it('are said in the summary', async () => {
    await dovecot.deliver(
      plainMail({ from: ADA, headers: [`References: ${receiptId}`], subject: 'Hm' }, 'And now?\n'),
    );
    expect((await inbox.run('poll')).stdout).toBe(
      '1 new message, no new reports, 1 follow-up (TS-2026-0001), 0 receipts sent.\n',
    );
  });

  it('that a machine sent in answer to the receipt become nothing', async () => {
    const away = plainMail(
      {
        from: ADA,
        subject: 'Automatic reply: [TS-2026-0001] We have received your report',
        headers: ['Auto-Submitted: auto-replied', `In-Reply-To: ${receiptId}`],
      },
      'I am away.\n',
    );
    const before = (await shown('TS-2026-0001')).followUps.length;
    expect(await poll(away)).toMatchObject({
      downloaded: 1,
      recorded: [],
      followUps: [],
      receipts: { sent: 0 },
    });
    expect((await shown('TS-2026-0001')).followUps).toHaveLength(before);
  });

  it('by somebody else who quotes the number make a report that points at it', async () => {
    const quote = plainMail(
      { from: 'mallory@example.net', subject: 'Status of TS-2026-0001?' },
      'Tell me.\n',
    );
    expect(await poll(quote)).toMatchObject({
      recorded: ['TS-2026-0002'],
      followUps: [],
      receipts: { sent: 1 },
    });
    expect(await shown('TS-2026-0002')).toMatchObject({
      trigger: 'quotes-report',
      related: [{ id: 'TS-2026-0001', because: 'quotes-it' }],
    });
    expect((await inbox.run('digest')).stdout).toContain('quotes TS-2026-0001');
  });

  it('with the number of a report that does not exist are ordinary mail', async () => {
    const quote = plainMail({ from: 'mallory@example.net', subject: 'TS-2026-0099, CVE-2026-12345' }, 'x\n');
    expect(await poll(quote)).toMatchObject({ looked: 1, downloaded: 0, recorded: [] });
  });

  it('that are the same in the clear, by another way or under a new Message-ID, make no second report', async () => {
    const fields = {
      from: 'Bob <bob@example.org>',
      subject: 'Security Alert: b',
      messageId: '<bob@example.org>',
    };
    const again = [
      plainMail(fields, FIRST),
      plainMail(
        { ...fields, headers: ['Received: by list.example.test; Tue, 24 Nov 2026 09:30:00 +0000'] },
        FIRST,
      ),
      plainMail({ ...fields, messageId: '<bob-again@example.org>' }, FIRST),
    ];
    expect(await poll(...again)).toMatchObject({
      recorded: ['TS-2026-0003'],
      known: 2,
      receipts: { sent: 1 },
    });
    expect(
      inbox.query('SELECT role FROM messages WHERE report_id = 3 ORDER BY id').map(({ role }) => role),
    ).toEqual(['report', 'copy', 'copy']);
  });

  it('that arrive together with the report they belong to join it', async () => {
    const from = 'Cy <cy@example.org>';
    const report = plainMail(
      { from, messageId: '<cy@example.org>' },
      'Description\nIt crashes on an empty list.\n',
    );
    const reply = plainMail(
      { from, subject: 'Sorry, more', headers: ['References: <cy@example.org>'] },
      SECOND,
    );
    expect(await poll(report, ...ORDINARY, reply)).toMatchObject({
      downloaded: 2,
      recorded: ['TS-2026-0004'],
      followUps: ['TS-2026-0004'],
      receipts: { sent: 2 },
    });
  });

  it('that say the same encrypted anew join its report, answered as any mail', async () => {
    const anew = pgpMimeMail({ from: ADA, subject: '...' }, seal('Security Alert: wombat', FIRST));
    expect(await poll(anew)).toMatchObject({ recorded: [], known: 1, receipts: { sent: 1 } });
    const receipt = await simpleParser(smtp.received.at(-1)?.raw ?? '');
    expect(receipt.subject).toBe('[TS-2026-0005] We have received your report');
    expect(await shown('TS-2026-0005')).toMatchObject({ id: 'TS-2026-0001' });
  });
});
