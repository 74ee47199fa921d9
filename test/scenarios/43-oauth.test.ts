/** Logins by token at a Dovecot and an SMTP server that take nothing else, by the built program. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { plainMail } from '../world/mails.js';
import { CLIENT, FIRST_REFRESH_TOKEN, type OAuthServer, startOAuthServer } from '../world/oauth-server.js';
import { type Finished, type Installation, install } from '../world/program.js';

const WORLD_TOKEN = 'token-of-the-test';
const ACCOUNT = { name: 'support@example.test', password: WORLD_TOKEN };
const report = (name: string) => plainMail({ from: `${name}@example.org` }, 'Description\nSomething.\n');

describe.skipIf(!dovecotInstalled()).each(['xoauth2', 'oauthbearer xoauth2'])('logins by %s', mechanisms => {
  let provider: OAuthServer;
  let dovecot: Dovecot;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;
  let said: string;

  beforeAll(async () => {
    const world = await startOAuthServer(WORLD_TOKEN);
    dovecot = await startDovecot([ACCOUNT], null, { introspectionUrl: world.introspectionUrl, mechanisms });
    provider = world;
  });

  beforeEach(async () => {
    await dovecot.recreate('INBOX').catch(() => undefined);
    smtp = await startEmbeddedSmtp({
      takesToken: async (user, token) => provider.userOf(token) === user,
    });
    said = '';
    provider.reset();
  });

  afterEach(async () => {
    for (const secret of provider.secrets) expect(said).not.toContain(secret);
    inbox.remove();
    await smtp.stop();
  });

  afterAll(async () => {
    await dovecot?.stop();
    await provider?.stop();
  });

  const installed = (oauth: object, files: Readonly<Record<string, string>> = {}): void => {
    const { host, port } = dovecot;
    const full = { tokenEndpoint: provider.tokenEndpoint, ...oauth };
    inbox = install({ imap: { host, port, user: ACCOUNT.name, oauth: full }, smtp });
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(inbox.folder, name), text, { mode: 0o600 });
    }
  };

  const poll = async (): Promise<Finished> => {
    const finished = await inbox.run('poll', '--log-level', 'debug');
    said += finished.stdout + finished.stderr;
    return finished;
  };

  const microsoft = { provider: 'microsoft', tenant: 'example.test', clientId: CLIENT.id };

  it.each<[string, object, Record<string, string>]>([
    [
      "Microsoft's client credentials",
      { ...microsoft, grant: 'client-credentials', clientSecret: CLIENT.secret },
      { grant_type: 'client_credentials', scope: 'https://outlook.office365.com/.default' },
    ],
    [
      'a refresh token of Google',
      {
        provider: 'google',
        grant: 'refresh-token',
        clientId: CLIENT.id,
        clientSecret: CLIENT.secret,
        refreshToken: FIRST_REFRESH_TOKEN,
      },
      { grant_type: 'refresh_token', refresh_token: FIRST_REFRESH_TOKEN },
    ],
    [
      'a service account of Google',
      { provider: 'google', grant: 'service-account', keyFile: 'account.json' },
      { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer' },
    ],
    [
      'another provider, which wants HTTP Basic',
      {
        provider: 'other',
        grant: 'client-credentials',
        clientId: CLIENT.id,
        clientSecret: CLIENT.secret,
        clientAuthentication: 'basic',
      },
      { grant_type: 'client_credentials' },
    ],
  ])('with %s read and send by one token', async (_name, oauth, asked) => {
    installed(oauth, { 'account.json': provider.keyFile });
    await dovecot.deliver(report('first'));
    const { status, stdout, stderr } = await poll();
    expect(stderr).toBe(stderr.replace(/security-inbox: .*/, ''));
    expect([status, stdout]).toEqual([0, expect.stringContaining('1 receipt sent')]);
    expect(provider.asked).toHaveLength(1);
    expect(provider.asked[0]).toMatchObject(asked);
  });

  it('that the provider refuses end with EX_NOPERM, and say where a new refresh token comes from', async () => {
    installed({
      ...microsoft,
      grant: 'refresh-token',
      clientSecret: CLIENT.secret,
      refreshToken: FIRST_REFRESH_TOKEN,
    });
    provider.trusts = false;
    const { status, stderr } = await poll();
    expect(status).toBe(77);
    expect(stderr).toContain('AADSTS700082: The refresh token has expired due to inactivity.');
    expect(stderr).toContain('mailbox.oauth.refreshToken');
    expect(stderr).not.toContain('Trace ID');
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(provider.asked).toHaveLength(1);
  });

  it('wait where the provider is busy, and go on with the next poll', async () => {
    installed({ ...microsoft, grant: 'client-credentials', clientSecret: CLIENT.secret });
    provider.misbehaviours.push({ status: 429, body: 'slow down', headers: { 'retry-after': '30' } });
    const { status, stderr } = await poll();
    expect(status).toBe(69);
    expect(stderr).toContain('HTTP 429');
    expect(provider.asked).toHaveLength(1);
    expect((await poll()).status).toBe(0);
  });

  it('with the token of another account say what to check', async () => {
    installed({ ...microsoft, grant: 'client-credentials', clientSecret: CLIENT.secret });
    const userOf = provider.userOf;
    provider.userOf = token => (token === WORLD_TOKEN ? userOf(token) : 'other@example.test');
    const { status, stderr } = await poll();
    provider.userOf = userOf;
    expect(status).toBe(77);
    expect(stderr).toContain('IMAP.AccessAsApp');
  });
});
