/** What a person lets go again, after an outage or for one report: the built program, and a real SMTP conversation. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, type Refusal, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { plainMail } from '../world/mails.js';
import { type Installation, install, SMTP_LOGIN } from '../world/program.js';

describe('a receipt', () => {
  let smtp: EmbeddedSmtp;
  let inbox: Installation;
  let refused: Refusal | undefined;

  beforeEach(async () => {
    refused = undefined;
    smtp = await startEmbeddedSmtp({ ...SMTP_LOGIN, refuseRecipient: () => refused });
    inbox = install({
      imap: { host: '127.0.0.1', port: 1, user: 'u', password: 'p', sentFolder: null },
      smtp,
    });
  });

  afterEach(async () => {
    inbox.remove();
    await smtp.stop();
  });

  let files = 0;
  const ingest = async (mail: Buffer) => {
    files += 1;
    const file = join(inbox.folder, `${files}.eml`);
    writeFileSync(file, mail);
    expect((await inbox.run('ingest', file)).status).toBe(0);
  };
  const report = (from: string) => plainMail({ from }, `Description\nIt breaks, says ${from}.\n`);
  /** Sends what is due: the IMAP server is not there. */
  const send = () => inbox.run('poll');
  const answered = () => smtp.received.flatMap(({ envelope }) => envelope.to);

  it('goes by retry that was put off or refused in an outage, and a second retry finds nothing', async () => {
    refused = { code: 451, message: '4.3.0 later' };
    await ingest(report('late@example.org'));
    const [{ report: waiting, reasons }] = JSON.parse((await inbox.run('digest', '--json')).stdout).toDo;
    expect(waiting).toMatchObject({ id: 'TS-2026-0001' });
    expect(reasons[0]).toMatchObject({ kind: 'receipt-waiting', attempts: 1, answer: '451 4.3.0 later' });
    expect(new Date(reasons[0].nextTry).getTime() - Date.now()).toBeLessThanOrEqual(60_000);
    refused = { code: 550, message: '5.7.1 relaying \u001b[31mdenied' };
    await ingest(report('no@example.org'));
    await ingest(plainMail({ from: 'noreply@example.org' }, 'Description\nFrom a machine.\n'));
    refused = undefined;
    await send();
    expect(answered()).toEqual([]);

    const first = await inbox.run('retry');
    expect(first).toMatchObject({
      status: 0,
      stdout: `The receipt for TS-2026-0001, put off (451 4.3.0 later), goes to late@example.org with the next poll.
The receipt for TS-2026-0002, refused (550 5.7.1 relaying  [31mdenied), goes to no@example.org with the next poll.
`,
    });
    expect(answered()).toEqual([]);
    expect(await inbox.run('retry')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(
        /^Nothing waits for a retry\.\n(?:The receipt for TS-2026-000\d is queued already.*\n){2}$/,
      ),
    });
    await send();
    await send();
    expect(answered()).toEqual(['late@example.org', 'no@example.org']);
    expect(await inbox.run('retry')).toMatchObject({ status: 0, stdout: 'Nothing waits for a retry.\n' });
    expect((await inbox.run('retry', 'TS-2026-0099')).status).toBe(65);
  });

  it('that was refused of a report that is closed goes only where the report is named', async () => {
    refused = { code: 550, message: '5.1.1 unknown' };
    await ingest(report('gone@example.org'));
    refused = undefined;
    await inbox.run('status', '1', 'rejected', '--reason', 'r');
    expect((await inbox.run('retry')).stdout).toBe(
      'Nothing waits for a retry.\nThe receipt for TS-2026-0001 was refused (550 5.1.1 unknown), and its report is closed: "security-inbox retry TS-2026-0001" sends it all the same.\n',
    );
    await send();
    expect(answered()).toEqual([]);
    await inbox.run('retry', '1');
    await send();
    expect(answered()).toEqual(['gone@example.org']);
  });

  it('that came back goes again by requeue, once, and not when it is on its way', async () => {
    await ingest(report('gone@example.org'));
    const [sent] = smtp.received;
    const { messageId } = await simpleParser(sent?.raw ?? '');
    expect(await inbox.run('requeue', 'TS-2026-0001')).toMatchObject({
      status: 65,
      stderr: expect.stringMatching(/was accepted by the mail server on 20.* and did not come back/),
    });
    const words = `Sorry.\n\n<gone@example.org>:\nno mailbox here by that name. (#5.1.1)\n\nMessage-ID: ${messageId}\n`;
    const bounce = plainMail(
      {
        from: 'Mail Delivery System <MAILER-DAEMON@mx.example.net>',
        subject: 'failure notice',
        headers: ['Return-Path: <>'],
      },
      words,
    );
    await ingest(bounce);
    expect((await inbox.run('retry')).stdout).toContain(
      '"security-inbox requeue TS-2026-0001" sends it again',
    );
    expect(await inbox.run('requeue', 'TS-2026-0001')).toMatchObject({
      status: 0,
      stdout:
        'The receipt for TS-2026-0001, given back (5.1.1), goes to gone@example.org with the next poll.\n',
    });
    expect(await inbox.run('requeue', 'ts-2026-0001')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('is queued already'),
    });
    await send();
    await ingest(bounce);
    expect(inbox.query('SELECT state FROM receipts')).toEqual([{ state: 'sent' }]);
    expect((await inbox.run('requeue', 'TS-2026-0001')).status).toBe(65);
    await send();
    const ids = await Promise.all(smtp.received.map(async ({ raw }) => (await simpleParser(raw)).messageId));
    expect(ids).toEqual([messageId, messageId]);
  });

  it('that a machine would get never goes, whoever asks', async () => {
    await ingest(plainMail({ from: 'noreply@example.org' }, 'Description\nFrom a machine.\n'));
    const requeued = await inbox.run('requeue', 'TS-2026-0001');
    expect(requeued.status).toBe(65);
    expect(requeued.stderr).toContain('is never sent: sent from an address that nobody reads');
    expect((await inbox.run('retry', 'TS-2026-0001')).stdout).toContain('is never sent');
    await send();
    expect(answered()).toEqual([]);
  });

  it('waits with all others while the server wants a login, and nobody is given up', async () => {
    refused = { code: 530, message: '5.7.0 authentication required' };
    await ingest(report('a@example.org'));
    await ingest(report('b@example.org'));
    expect(inbox.query('SELECT state, not_before FROM receipts')).toEqual(
      Array(2).fill({ state: 'queued', not_before: null }),
    );
    expect((await inbox.run('digest')).stdout).toContain('530 5.7.0');
    refused = undefined;
    await send();
    expect(answered().sort()).toEqual(['a@example.org', 'b@example.org']);
  });
});
