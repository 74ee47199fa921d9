import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { plainMail } from '../world/mails.js';
import { type Installation, install, SMTP_LOGIN } from '../world/program.js';

describe.skipIf(!dovecotInstalled())('a mailbox of a thousand mails', () => {
  let dovecot: Dovecot;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;

  beforeAll(async () => {
    dovecot = await startDovecot();
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    inbox = install({ imap: dovecot, smtp });
    const ordinary = Array.from({ length: 1000 }, (_, index) =>
      plainMail({ subject: `Ordinary question ${index}` }, `Number ${index}.\n`),
    );
    await dovecot.deliver(...ordinary);
  });

  afterAll(async () => {
    inbox?.remove();
    await smtp?.stop();
    await dovecot?.stop();
  });

  const bodies = () => dovecot.commands().filter(line => line.includes('BODY.PEEK[]'));
  const commands = () => dovecot.commands().length;

  it('costs no download where none is a report', async () => {
    const { status, stdout } = await inbox.run('poll');
    expect(stdout).toContain('1000 new messages, no new reports');
    expect(status).toBe(0);
    expect(bodies()).toEqual([]);
    // Two batches of five hundred.
    expect(dovecot.commands().filter(line => line.includes(' UID FETCH '))).toHaveLength(2);
  });

  it('costs three downloads where three new ones are', async () => {
    const from = ['a', 'b', 'c'].map(name => `${name}@example.org`);
    await dovecot.deliver(
      ...from.map(address => plainMail({ from: address }, 'Description\nA.\n')),
      plainMail({ subject: 'One more question' }, 'Ordinary.\n'),
    );
    const { stdout } = await inbox.run('poll', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ looked: 4, downloaded: 3, receipts: { sent: 3 } });
    expect(bodies()).toHaveLength(3);
    expect(smtp.received.flatMap(({ envelope }) => envelope.to)).toEqual(from);
  });

  it('costs one search where nothing is new', async () => {
    const before = commands();
    await inbox.run('poll');
    const asked = dovecot.commands().slice(before).join('\n');
    expect(asked.match(/ UID SEARCH /g)).toHaveLength(1);
    expect(asked).not.toContain('FETCH');
  });
});

describe.skipIf(!dovecotInstalled())('a folder that was made anew', () => {
  it('is read again from its start, and nobody is answered twice', async () => {
    const dovecot = await startDovecot();
    const smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    const inbox = install({ imap: { ...dovecot, folder: 'Support' }, smtp });
    try {
      const mails = ['a', 'b', 'c'].map(name =>
        plainMail({ from: `${name}@example.org` }, 'Description\nA.\n'),
      );
      await dovecot.deliverTo('Support', mails);
      await inbox.run('poll');
      await dovecot.recreate('Support');
      await dovecot.deliverTo('Support', [
        ...mails,
        plainMail({ from: 'new@example.org' }, 'Description\nB.\n'),
      ]);
      const { stdout, stderr } = await inbox.run('poll', '--json');
      expect(stderr).toContain('mailbox.uidvalidity-changed');
      expect(JSON.parse(stdout)).toMatchObject({
        looked: 4,
        known: 3,
        recorded: ['TS-2026-0004'],
        receipts: { sent: 1 },
      });
      expect(smtp.received).toHaveLength(4);
    } finally {
      inbox.remove();
      await smtp.stop();
      await dovecot.stop();
    }
  });
});
