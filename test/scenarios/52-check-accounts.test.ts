/** `check` with logins by token, with several mailboxes, and under a phrase that its own trial mail holds. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { NamedResult } from '../../src/checks/checks.js';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { plainMail } from '../world/mails.js';
import { CLIENT, FIRST_REFRESH_TOKEN, type OAuthServer, startOAuthServer } from '../world/oauth-server.js';
import { type Installation, install, SMTP_LOGIN } from '../world/program.js';

const WORLD_TOKEN = 'token-of-the-test';
const ACCOUNT = { name: 'support@example.test', password: WORLD_TOKEN };

async function look(inbox: Installation, ...words: string[]) {
  const { status, stdout, stderr } = await inbox.run('check', '--json', ...words);
  const { results } = JSON.parse(stdout) as { results: NamedResult[] };
  return { status, stdout, stderr, results, of: (id: string) => results.filter(one => one.id === id) };
}

describe.skipIf(!dovecotInstalled())('logins by token', { timeout: 180_000 }, () => {
  let provider: OAuthServer;
  let dovecot: Dovecot;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;

  beforeAll(async () => {
    provider = await startOAuthServer(WORLD_TOKEN);
    dovecot = await startDovecot([ACCOUNT], null, {
      introspectionUrl: provider.introspectionUrl,
      mechanisms: 'xoauth2',
    });
    smtp = await startEmbeddedSmtp({ takesToken: async (user, token) => provider.userOf(token) === user });
  });
  afterEach(() => {
    inbox?.remove();
    provider.reset();
  });
  afterAll(async () => {
    await smtp?.stop();
    await dovecot?.stop();
    await provider?.stop();
  });

  const installed = () => {
    const { host, port } = dovecot;
    const oauth = {
      provider: 'other',
      tokenEndpoint: provider.tokenEndpoint,
      grant: 'refresh-token',
      clientId: CLIENT.id,
      clientSecret: CLIENT.secret,
      refreshToken: FIRST_REFRESH_TOKEN,
    };
    inbox = install({ imap: { host, port, user: ACCOUNT.name, oauth, sentFolder: null }, smtp });
  };

  it('a refresh token that comes in place of the old is kept for the next poll', async () => {
    installed();
    provider.rotates = true;
    expect((await inbox.run('poll')).status).toBe(0);
    const { status, stdout, stderr, of } = await look(inbox);
    expect(of('mailbox.token')).toMatchObject([{ outcome: 'ok', about: 'mailbox.oauth' }]);
    expect(of('mailbox.login')).toMatchObject([{ outcome: 'ok' }]);
    expect(of('smtp.login')).toMatchObject([{ outcome: 'ok' }]);
    expect(status).toBe(0);
    for (const secret of provider.secrets) expect(stdout + stderr).not.toContain(secret);
    expect((await inbox.run('poll')).status).toBe(0);
  });

  it('none is used up where there is no database yet to keep the next in', async () => {
    installed();
    const { status, of } = await look(inbox);
    expect(of('mailbox.token')).toMatchObject([
      { outcome: 'skipped', message: expect.stringContaining('Run "security-inbox poll" first') },
    ]);
    expect(of('mailbox.login')).toMatchObject([{ outcome: 'skipped' }]);
    expect(provider.asked).toEqual([]);
    expect(status).toBe(0);
  });

  it('a provider that trusts us no longer', async () => {
    installed();
    expect((await inbox.run('poll')).status).toBe(0);
    provider.trusts = false;
    const { status, of } = await look(inbox);
    expect(of('mailbox.token')).toMatchObject([{ outcome: 'failure', code: 'login-refused' }]);
    expect(of('mailbox.login')).toMatchObject([{ outcome: 'skipped' }]);
    expect(status).toBe(77);
  });
});

describe.skipIf(!dovecotInstalled())('mailboxes', { timeout: 180_000 }, () => {
  let dovecot: Dovecot;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;

  beforeAll(async () => {
    dovecot = await startDovecot();
    await dovecot.deliverTo('Product', []);
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
  });
  afterEach(() => inbox?.remove());
  afterAll(async () => {
    await smtp?.stop();
    await dovecot?.stop();
  });

  it('are each checked by name, and what they share once', async () => {
    const entry = (name: string, folder: string) => {
      const { host, port, user, password } = dovecot;
      return {
        name,
        mailbox: {
          host,
          port,
          user,
          password,
          security: 'none',
          folder,
          junkFolder: false,
          sentFolder: null,
        },
      };
    };
    inbox = install({
      imap: dovecot,
      smtp,
      overrides: { mailbox: undefined, mailboxes: [entry('main', 'INBOX'), entry('product', 'Gone')] },
    });
    const { status, of } = await look(inbox);
    expect(of('mailbox.folder').map(({ mailbox, outcome }) => [mailbox, outcome])).toEqual([
      ['main', 'ok'],
      ['product', 'failure'],
    ]);
    expect(of('smtp.login')).toMatchObject([{ mailbox: 'main', outcome: 'ok' }]);
    expect(of('database.disk')).toMatchObject([{ mailbox: null }]);
    expect(status).toBe(78);
    const { stdout } = await inbox.run('check');
    expect(stdout).toMatch(/^failure {2}mailbox\.folder {8}product: /m);
  });

  it('that read their own trial mail leave it alone, though the phrase stands in its subject', async () => {
    inbox = install({
      imap: { ...dovecot, sentFolder: null },
      smtp,
      overrides: { trigger: { subject: 'A trial' } },
    });
    await look(inbox, '--send-test');
    const raw = smtp.received.at(-1)?.raw ?? Buffer.alloc(0);
    expect(raw.toString()).toContain('Subject: A trial');
    await dovecot.deliver(
      raw,
      plainMail({ subject: 'A trial of yours', from: 'ada@example.org' }, 'It leaks.\n'),
    );
    expect((await inbox.run('poll')).status).toBe(0);
    expect(inbox.query('SELECT count(*) AS reports FROM reports')).toEqual([{ reports: 1 }]);
    expect(smtp.received.at(-1)?.envelope.to).toEqual(['ada@example.org']);
  });
});
