/** Tokens that end, are taken back and are replaced, while watch is at work and over a restart. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { plainMail } from '../world/mails.js';
import { CLIENT, FIRST_REFRESH_TOKEN, type OAuthServer, startOAuthServer } from '../world/oauth-server.js';
import { type Installation, install, type Running } from '../world/program.js';

const WORLD_TOKEN = 'token-of-the-test';
const ACCOUNT = { name: 'support@example.test', password: WORLD_TOKEN };
const report = (name: string) => plainMail({ from: `${name}@example.org` }, 'Description\nSomething.\n');

describe.skipIf(!dovecotInstalled())('logins by token', () => {
  let provider: OAuthServer;
  let dovecot: Dovecot;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;
  let watch: Running | null;

  beforeAll(async () => {
    provider = await startOAuthServer(WORLD_TOKEN);
    dovecot = await startDovecot([ACCOUNT], null, {
      introspectionUrl: provider.introspectionUrl,
      mechanisms: 'xoauth2',
    });
  });

  beforeEach(async () => {
    provider.reset();
    smtp = await startEmbeddedSmtp({ takesToken: async (user, token) => provider.userOf(token) === user });
    watch = null;
    const oauth = {
      provider: 'microsoft',
      grant: 'refresh-token',
      tenant: 'example.test',
      clientId: CLIENT.id,
      clientSecret: CLIENT.secret,
      refreshToken: { file: 'refresh-token' },
      tokenEndpoint: provider.tokenEndpoint,
    };
    const { host, port } = dovecot;
    inbox = install({ imap: { host, port, user: ACCOUNT.name, oauth }, smtp });
    configure(FIRST_REFRESH_TOKEN);
  });

  afterEach(async () => {
    if (watch) {
      watch.child.kill('SIGKILL');
      await watch.finished;
    }
    inbox.remove();
    await smtp.stop();
  });

  afterAll(async () => {
    await dovecot?.stop();
    await provider?.stop();
  });

  const configure = (refreshToken: string) =>
    writeFileSync(join(inbox.folder, 'refresh-token'), refreshToken, { mode: 0o600 });

  const used = () => provider.asked.map(({ refresh_token }) => refresh_token);

  it('that were taken back are asked for once more, for reading and for sending', async () => {
    watch = inbox.start('watch');
    await watch.logged('mailbox.connected');
    expect(provider.asked).toHaveLength(1);
    provider.revokeAccessTokens();
    // Over the connection that is still open, so that the SMTP login is the first to be refused.
    await dovecot.deliver(report('a'));
    await smtp.accepted(1);
    expect(provider.asked).toHaveLength(2);
    provider.revokeAccessTokens();
    await dovecot.kick();
    // A connection that breaks before its token ends is a failure as any other.
    await watch.logged('mailbox.failed');
    await watch.logged('mailbox.connected');
    expect(provider.asked).toHaveLength(3);
  });

  it('that have ended are asked for anew when the server drops the connection, which is no failure', async () => {
    provider.lifetime = 2;
    watch = inbox.start('watch');
    await watch.logged('mailbox.connected');
    await provider.ended();
    await dovecot.kick();
    await watch.logged('mailbox.token-ended');
    await watch.logged('mailbox.connected');
    await dovecot.deliver(report('b'));
    await smtp.accepted(1);
    watch.child.kill('SIGTERM');
    expect((await watch.finished).stderr).not.toContain('mailbox.failed');
  });

  it('go on after an outage of the provider, and after a refusal that was mended', async () => {
    provider.lifetime = 2;
    await dovecot.deliver(report('c'));
    watch = inbox.start('watch');
    // To send it asks for a token too, which is to be the last.
    await watch.logged('pass.done');
    await provider.ended();
    provider.isDown = true;
    await dovecot.kick();
    await watch.logged('mailbox.failed');
    await watch.logged('mailbox.failed');
    provider.isDown = false;
    await watch.logged('mailbox.connected');
    await provider.ended();
    provider.trusts = false;
    await dovecot.kick();
    await watch.logged('mailbox.failed');
    await watch.logged('mailbox.failed');
    provider.trusts = true;
    await watch.logged('mailbox.connected');
  });

  it('use the newest refresh token over a restart, which the database does not give away', async () => {
    provider.rotates = true;
    expect((await inbox.run('poll')).status).toBe(0);
    expect((await inbox.run('poll')).status).toBe(0);
    const [first, second] = used();
    expect(first).toBe(FIRST_REFRESH_TOKEN);
    expect(second).toMatch(/^refresh-/);
    expect(second).not.toBe(first);
    const rows = inbox.query('SELECT name, sealed FROM refresh_tokens');
    expect(rows).toHaveLength(1);
    const stored = Buffer.from(rows[0]?.sealed as Uint8Array).toString('latin1') + String(rows[0]?.name);
    for (const secret of provider.secrets) expect(stored).not.toContain(secret);
  });

  it('take the refresh token that the operator configures anew before the one that is kept', async () => {
    provider.rotates = true;
    await inbox.run('poll');
    const configured = provider.newRefreshToken();
    const refused = await inbox.run('poll');
    expect(refused.status).toBe(77);
    configure(configured);
    expect((await inbox.run('poll')).status).toBe(0);
    expect(used().at(-1)).toBe(configured);
  });
});
