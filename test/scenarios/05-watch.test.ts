import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { plainMail } from '../world/mails.js';
import { type Installation, install, type Running, SMTP_LOGIN } from '../world/program.js';

const report = (name: string) => plainMail({ from: `${name}@example.org` }, 'Description\nSomething.\n');

describe.skipIf(!dovecotInstalled())('watch', () => {
  let dovecot: Dovecot;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;
  let watch: Running;

  beforeEach(async () => {
    dovecot = await startDovecot();
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    inbox = install({ imap: dovecot, smtp });
    watch = inbox.start('watch');
    await watch.logged('mailbox.connected');
  });

  afterEach(async () => {
    watch.child.kill('SIGKILL');
    await watch.finished;
    inbox.remove();
    await smtp.stop();
    await dovecot.stop();
  });

  const answered = () => smtp.received.flatMap(({ envelope }) => envelope.to);

  it('answers a report that arrives while it waits, and one after it', async () => {
    await dovecot.deliver(report('first'));
    await smtp.accepted(1);
    await dovecot.deliver(plainMail({ subject: 'Ordinary' }, 'x\n'), report('second'));
    await smtp.accepted(2);
    expect(answered()).toEqual(['first@example.org', 'second@example.org']);
  });

  it('stops cleanly on SIGTERM with nothing half done', async () => {
    await dovecot.deliver(report('first'));
    await smtp.accepted(1);
    watch.child.kill('SIGTERM');
    const { status, stderr } = await watch.finished;
    expect(status).toBe(0);
    expect(stderr).toContain('watch.stopped');
    expect(inbox.query('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(inbox.query('SELECT state FROM receipts')).toEqual([{ state: 'sent' }]);
  });

  it('comes back after the server was restarted', async () => {
    await dovecot.restart();
    await watch.logged('mailbox.failed');
    await watch.logged('mailbox.connected');
    await dovecot.deliver(report('afterwards'));
    await smtp.accepted(1);
    expect(answered()).toEqual(['afterwards@example.org']);
  });

  it('keeps other pollers of the same database away, who leave at once', async () => {
    const polled = await inbox.run('poll');
    expect(polled.status).toBe(75);
    expect(polled.stderr).toContain(`process ${watch.child.pid}`);
  });

  it('leaves no lock behind when it is killed', async () => {
    watch.child.kill('SIGKILL');
    await watch.finished;
    expect((await inbox.run('poll')).status).toBe(0);
  });
});

describe.skipIf(!dovecotInstalled())('watch with a wrong password', () => {
  it('ends at once with EX_NOPERM', async () => {
    const dovecot = await startDovecot();
    const inbox = install({ imap: { ...dovecot, password: 'wrong' }, smtp: { host: '127.0.0.1', port: 1 } });
    expect((await inbox.run('watch')).status).toBe(77);
    inbox.remove();
    await dovecot.stop();
  });
});
