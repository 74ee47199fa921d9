import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { plainMail } from '../world/mails.js';
import { install, SMTP_LOGIN } from '../world/program.js';

describe.skipIf(!dovecotInstalled())('an encrypted connection to the mailbox', () => {
  let dovecot: Dovecot;
  let smtp: EmbeddedSmtp;

  beforeAll(async () => {
    dovecot = await startDovecot();
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    await dovecot.deliver(plainMail({}, 'Description\nSomething.\n'));
  });

  afterAll(async () => {
    await smtp?.stop();
    await dovecot?.stop();
  });

  const poll = async (security: 'tls' | 'starttls', trusted: boolean) => {
    const { host, port, tlsPort, user, password, caFile } = dovecot;
    const imap = { host, port: security === 'tls' ? tlsPort : port, user, password, security };
    const inbox = install({ imap: trusted ? { ...imap, caFile } : imap, smtp });
    const polled = await inbox.run('poll');
    inbox.remove();
    return polled;
  };

  it.each(['tls', 'starttls'] as const)('works by %s with a certificate that is trusted', async security => {
    const polled = await poll(security, true);
    expect(polled.stderr).not.toContain('security-inbox: ');
    expect(polled.stdout).toContain('1 new report');
  });

  it.each(['tls', 'starttls'] as const)('is refused by %s with a certificate that is not', async security => {
    const polled = await poll(security, false);
    expect(polled.status).toBe(69);
    expect(polled.stderr).toContain('mailbox.caFile');
  });
});
