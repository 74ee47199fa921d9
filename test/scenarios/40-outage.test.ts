/** An outage of the mailbox, as the operator hears of it from polls that a timer starts. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { plainMail } from '../world/mails.js';
import { faketimeInstalled, type Installation, install, SMTP_LOGIN } from '../world/program.js';

const CANARY = 'kanarienvogel';
const REPORT = plainMail({ from: 'ada@example.org' }, `Description\nThe ${CANARY} leaks.\n`);

describe.skipIf(!dovecotInstalled() || !faketimeInstalled())('an outage', { timeout: 240_000 }, () => {
  let dovecot: Dovecot;
  let smtp: EmbeddedSmtp;
  let inbox: Installation | null;

  beforeEach(async () => {
    dovecot = await startDovecot();
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    inbox = null;
  });

  afterEach(async () => {
    inbox?.remove();
    await smtp.stop();
    await dovecot.stop();
  });

  /** @param phrase - of reports */
  function installed(operator: string, phrase = 'Security Alert') {
    const made = install({
      imap: { ...dovecot, sentFolder: null },
      smtp,
      overrides: { monitoring: { operator, warnAfterMinutes: 60 }, trigger: { subject: phrase } },
    });
    inbox = made;
    const file = join(made.folder, 'config.json');
    const config = JSON.parse(readFileSync(file, 'utf8'));
    return {
      ...made,
      /** Whether the mail server can be reached. */
      reach(isThere: boolean) {
        const mailbox = { ...config.mailbox, port: isThere ? dovecot.port : 1 };
        writeFileSync(file, JSON.stringify({ ...config, mailbox }));
      },
    };
  }

  const mailsTo = (address: string) =>
    smtp.received.filter(({ envelope }) => envelope.to.includes(address)).map(({ raw }) => raw.toString());
  const subjectOf = (raw: string | undefined) => /^Subject: (.*)\r$/m.exec(raw ?? '')?.[1];

  it('of more than an hour is told once, and once that it is over', async () => {
    const { run, runAt, reach } = installed('ops@example.net');
    await dovecot.deliver(REPORT);
    expect((await run('poll')).status).toBe(0);
    reach(false);
    for (const clock of ['+1m', '+60m']) expect((await runAt(clock, 'poll')).status).toBe(69);
    expect(mailsTo('ops@example.net')).toEqual([]);
    for (const clock of ['+70m', '+300m']) expect((await runAt(clock, 'poll')).status).toBe(69);
    expect(mailsTo('ops@example.net').map(subjectOf)).toEqual([
      'security-inbox: mailbox default is not being read',
    ]);
    reach(true);
    for (const clock of ['+301m', '+302m']) expect((await runAt(clock, 'poll')).status).toBe(0);
    const mails = mailsTo('ops@example.net');
    expect(mails.map(subjectOf)).toEqual([
      'security-inbox: mailbox default is not being read',
      'security-inbox: mailbox default is read again',
    ]);
    for (const mail of mails) {
      expect(mail).toMatch(/^Auto-Submitted: auto-generated\r$/m);
      expect(mail).not.toContain(CANARY);
    }
    expect(mailsTo('ada@example.org')).toHaveLength(1);
  });

  it.each([
    'Security Alert',
    // The subject of our own mail is then that of a report.
    'security-inbox: mailbox',
  ])('that is told to the mailbox itself comes to nothing there, with the phrase %j', async phrase => {
    const { run, runAt, query, reach } = installed('support@example.test', phrase);
    reach(false);
    await run('poll');
    await runAt('+70m', 'poll');
    reach(true);
    await runAt('+71m', 'poll');
    const own = smtp.received.map(({ raw }) => raw);
    expect(own).toHaveLength(2);
    await dovecot.deliver(...own);
    await runAt('+72m', 'poll');
    await runAt('+73m', 'poll');
    expect(smtp.received).toHaveLength(2);
    expect(query('SELECT number FROM reports')).toEqual([]);
    expect(query('SELECT id FROM near_misses')).toEqual([]);
    expect(query('SELECT looked_at FROM passes')).toEqual([{ looked_at: 2 }]);
  });
});
