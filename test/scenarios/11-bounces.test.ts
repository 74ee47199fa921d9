import { simpleParser } from 'mailparser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { mail, plainMail } from '../world/mails.js';
import { type Installation, install, SMTP_LOGIN } from '../world/program.js';

const DAEMON = 'Mail Delivery System <MAILER-DAEMON@mx.example.net>';

describe.skipIf(!dovecotInstalled())('a receipt that comes back', () => {
  let dovecot: Dovecot;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;
  let receipt: Buffer;

  beforeEach(async () => {
    dovecot = await startDovecot();
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    inbox = install({ imap: dovecot, smtp });
    await dovecot.deliver(plainMail({ from: 'gone@example.net' }, 'Description\nSomething.\n'));
    await inbox.run('poll');
    receipt = smtp.received[0]?.raw ?? Buffer.alloc(0);
  });

  afterEach(async () => {
    inbox.remove();
    await smtp.stop();
    await dovecot.stop();
  });

  /** As Postfix gives a mail back, RFC 3464. */
  const returned = (action: string, status: string) =>
    mail(
      {
        from: DAEMON,
        subject: 'Undelivered Mail: Security Alert',
        headers: ['Return-Path: <>', 'Auto-Submitted: auto-replied'],
      },
      ['Content-Type: multipart/report; report-type=delivery-status; boundary=b'],
      [
        '--b',
        'Content-Description: Notification',
        'Content-Type: text/plain; charset=us-ascii',
        '',
        'This is the mail system at host mx.example.net.',
        '--b',
        'Content-Type: message/delivery-status',
        '',
        'Reporting-MTA: dns; mx.example.net',
        '',
        'Final-Recipient: rfc822; gone@example.net',
        `Action: ${action}`,
        `Status: ${status}`,
        'Diagnostic-Code: smtp; 550 5.1.1 <gone@example.net>: User unknown',
        '',
        '--b',
        'Content-Type: message/rfc822',
        '',
        receipt.toString(),
        '--b--',
        '',
      ].join('\n'),
    );

  const states = () => inbox.query('SELECT state, reason FROM receipts');

  it('is marked, with the reason, and its delivery report is no report', async () => {
    await dovecot.deliver(returned('failed', '5.1.1'));
    const { status, stdout } = await inbox.run('poll');
    expect(status).toBe(0);
    expect(stdout).toBe('1 new message, no new reports, 0 receipts sent, 1 came back.\n');
    expect(states()).toEqual([
      { state: 'bounced', reason: '5.1.1 550 5.1.1 <gone@example.net>: User unknown' },
    ]);
    expect(inbox.query('SELECT number FROM reports')).toHaveLength(1);
    expect(smtp.received).toHaveLength(1);
  });

  it('is shown in the digest', async () => {
    await dovecot.deliver(returned('failed', '5.1.1'));
    await inbox.run('poll');
    const { stdout } = await inbox.run('digest');
    expect(stdout).toContain('Receipt bounced: to gone@example.net: 5.1.1 550 5.1.1');
    expect(JSON.parse((await inbox.run('digest', '--json')).stdout).toDo).toMatchObject([
      {
        report: { id: 'TS-2026-0001' },
        reasons: [{ kind: 'receipt-bounced', recipient: 'gone@example.net' }, { kind: 'incomplete' }],
      },
    ]);
  });

  it('late only is not', async () => {
    await dovecot.deliver(returned('delayed', '4.4.1'));
    const { stdout } = await inbox.run('poll', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ recorded: [], followUps: [], bounced: 0 });
    expect(states()).toMatchObject([{ state: 'sent' }]);
  });

  it('in words of the server’s own is marked all the same', async () => {
    const { messageId } = await simpleParser(receipt);
    const words = `Sorry, I wasn't able to deliver your message.\n\n<gone@example.net>:\nno mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy.\n\nSubject: [TS-2026-0001]\nMessage-ID: ${messageId}\n`;
    await dovecot.deliver(
      plainMail({ from: DAEMON, subject: 'failure notice', headers: ['Return-Path: <>'] }, words),
    );
    expect(JSON.parse((await inbox.run('poll', '--json')).stdout)).toMatchObject({
      bounced: 1,
      recorded: [],
    });
    expect(states()).toMatchObject([{ state: 'bounced', reason: '5.1.1' }]);
  });

  it('is not taken for one that did where the delivery report speaks of another mail', async () => {
    const other = returned('failed', '5.1.1').toString().replaceAll('<receipt.', '<another.');
    await dovecot.deliver(Buffer.from(other));
    expect(JSON.parse((await inbox.run('poll', '--json')).stdout)).toMatchObject({
      bounced: 0,
      recorded: ['TS-2026-0002'],
      receipts: { sent: 0 },
    });
    expect(states()).toMatchObject([{ state: 'sent' }, { state: 'withheld' }]);
  });
});
