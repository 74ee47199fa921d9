/** A person logs in once for the mailbox, by the built program, at a Dovecot that takes tokens alone. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeCertificate } from '../world/certificate.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { CLIENT, FIRST_REFRESH_TOKEN, type OAuthServer, startOAuthServer } from '../world/oauth-server.js';
import { type Finished, type Installation, install, type Running } from '../world/program.js';
import { startTlsFront } from '../world/tls-front.js';

const ACCOUNT = { name: 'support@example.test', password: 'token-of-the-test' };

describe.skipIf(!dovecotInstalled())('oauth login', () => {
  let provider: OAuthServer;
  let dovecot: Dovecot;
  let inbox: Installation;
  let said: string;

  beforeAll(async () => {
    provider = await startOAuthServer(ACCOUNT.password);
    const { introspectionUrl } = provider;
    dovecot = await startDovecot([ACCOUNT], null, { introspectionUrl, mechanisms: 'xoauth2' });
  });

  beforeEach(() => {
    provider.reset();
    provider.isPublic = true;
    said = '';
    installed();
  });

  afterEach(() => {
    for (const secret of provider.secrets) expect(said).not.toContain(secret);
    inbox.remove();
  });

  afterAll(async () => {
    await dovecot?.stop();
    await provider?.stop();
  });

  const MICROSOFT = { provider: 'microsoft', tenant: 'example.test', clientId: CLIENT.id };

  function installed(oauth: object = {}): void {
    inbox?.remove();
    const { host, port } = dovecot;
    const full = {
      ...MICROSOFT,
      grant: 'refresh-token',
      refreshToken: { file: 'refresh-token' },
      tokenEndpoint: provider.tokenEndpoint,
      ...oauth,
    };
    // Nobody listens there: no receipt is due.
    const smtp = { host: '127.0.0.1', port: 1 };
    inbox = install({ imap: { host, port, user: ACCOUNT.name, oauth: full }, smtp });
  }

  const tokenFile = () => join(inbox.folder, 'refresh-token');

  const run = async (...words: readonly string[]): Promise<Finished> => {
    const finished = await inbox.run('oauth', 'login', ...words);
    said += finished.stdout + finished.stderr;
    return finished;
  };

  /** Resolves with what a running login prints, once that is in it. */
  const printed = ({ child, finished }: Running, words: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      let text = '';
      child.stdout?.on('data', chunk => {
        text += chunk;
        const found = words.exec(text);
        if (found) resolve(found);
      });
      finished.then(({ stderr }) => reject(new Error(stderr)));
    });

  const inBrowser = async (act: (page: string, login: Running) => Promise<unknown>): Promise<Finished> => {
    const login = inbox.start('oauth', 'login', '--browser');
    const [page] = await printed(login, /^http:\S+authorize\S+$/m);
    await act(page, login);
    const finished = await login.finished;
    said += finished.stdout.replace(page, '') + finished.stderr;
    return finished;
  };

  it('by device code keeps a token that the next poll reads the mailbox with', async () => {
    const { status, stdout, stderr } = await run();
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`Open ${provider.origin}/device in any browser, type the code WDJB-MJHT`);
    expect(stdout).toContain(`${ACCOUNT.name} is logged in to 127.0.0.1: ok.`);
    expect(statSync(tokenFile()).mode & 0o777).toBe(0o600);
    const [, ...others] = provider.secrets;
    expect(others).toContain(readFileSync(tokenFile(), 'utf8').trim());
    expect(provider.consent.requests[0]?.scope).toBe(
      'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access',
    );
    expect((await inbox.run('poll')).status).toBe(0);
  });

  it('in a browser on this machine goes on where the browser comes back', async () => {
    const { status, stdout } = await inBrowser(page => fetch(page));
    expect([status, stdout]).toEqual([0, expect.stringContaining('ok.')]);
    expect((await inbox.run('poll')).status).toBe(0);
  });

  it('in a browser on another machine takes the address that is pasted', async () => {
    const { status, stdout } = await inBrowser(async (page, { child }) => {
      const { headers } = await fetch(page, { redirect: 'manual' });
      child.stdin?.write('what is this\n');
      child.stdin?.write(`${headers.get('location')}\n`);
    });
    expect(stdout).toContain('Paste the whole address');
    expect([status, stdout]).toEqual([0, expect.stringContaining('ok.')]);
  });

  it('wins over a newer token that is kept of an earlier one, and loses none to a provider that replaces them', async () => {
    writeFileSync(tokenFile(), FIRST_REFRESH_TOKEN, { mode: 0o600 });
    provider.rotates = true;
    expect((await inbox.run('poll')).status).toBe(0);
    expect(inbox.query('SELECT name FROM refresh_tokens')).toHaveLength(1);
    expect((await run()).status).toBe(0);
    const given = readFileSync(tokenFile(), 'utf8').trim();
    expect(given).not.toBe(FIRST_REFRESH_TOKEN);
    expect((await inbox.run('poll')).status).toBe(0);
    expect(provider.asked.at(-1)?.refresh_token).toBe(given);
  });

  it.each<[string, () => void, number, string]>([
    ['declined', () => Object.assign(provider.consent, { person: 'declines' }), 77, 'declined'],
    [
      'not made in time',
      () => Object.assign(provider.consent, { person: 'is-away', deviceLifetime: 0.2 }),
      77,
      'Nobody logged in',
    ],
    [
      'for a provider that goes out of reach',
      () => {
        provider.isDown = true;
        provider.consent.deviceLifetime = 0.2;
      },
      69,
      'HTTP 503',
    ],
  ])('that is %s leaves the earlier token', async (_name, prepare, code, words) => {
    writeFileSync(tokenFile(), FIRST_REFRESH_TOKEN, { mode: 0o600 });
    prepare();
    const { status, stderr } = await run();
    expect([status, stderr]).toEqual([code, expect.stringContaining(words)]);
    expect(readFileSync(tokenFile(), 'utf8')).toBe(FIRST_REFRESH_TOKEN);
  });

  it('that Ctrl-C ends leaves nothing behind', async () => {
    provider.consent.person = 'is-away';
    const before = readdirSync(inbox.folder);
    const login = inbox.start('oauth', 'login');
    await printed(login, /Waiting/);
    login.child.kill('SIGINT');
    const { stderr } = await login.finished;
    expect([login.child.signalCode, stderr]).toEqual(['SIGINT', '']);
    expect(readdirSync(inbox.folder)).toEqual(before);
  });

  it('of another account says so, and that the token was kept', async () => {
    const { userOf } = provider;
    provider.userOf = () => 'other@example.test';
    const { status, stderr } = await run();
    provider.userOf = userOf;
    expect(status).toBe(77);
    expect(stderr).toContain(`${tokenFile()} is written, but its first try failed`);
    expect(stderr).toContain('the account that agreed');
    expect(provider.asked.filter(({ grant_type }) => grant_type === 'refresh_token')).toEqual([]);
  });

  it('overwrites nothing that is no token', async () => {
    const key = '-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nxcLYBF\n';
    writeFileSync(tokenFile(), key, { mode: 0o600 });
    const { status, stderr } = await run();
    expect([status, stderr]).toEqual([73, expect.stringContaining('stays as it is')]);
    expect(readFileSync(tokenFile(), 'utf8')).toBe(key);
    expect(provider.consent.requests).toEqual([]);
  });

  it('without a configuration takes all from its options, and shows what to configure', async () => {
    const out = join(inbox.folder, 'another-token');
    const { status, stdout } = await run(
      ...['--provider', 'microsoft', '--tenant', 'example.test', '--client-id', CLIENT.id],
      ...['--token-endpoint', provider.tokenEndpoint, '--out', out],
    );
    expect(status).toBe(0);
    expect(existsSync(out)).toBe(true);
    const { oauth } = JSON.parse(stdout.slice(stdout.indexOf('{')));
    expect(oauth).toMatchObject({ ...MICROSOFT, grant: 'refresh-token', refreshToken: { file: out } });
    installed(oauth);
  });

  it('over https takes the authority that Node is told of, and without it says how', async () => {
    const { keyFile, certificateFile } = makeCertificate(inbox.folder);
    const front = await startTlsFront(
      { port: Number(new URL(provider.origin).port) },
      { certFile: certificateFile, keyFile },
    );
    const at = `https://127.0.0.1:${front.port}`;
    const out = join(inbox.folder, 'another-token');
    const words = [
      ...['oauth', 'login', '--provider', 'other', '--client-id', CLIENT.id, '--out', out],
      ...['--token-endpoint', `${at}/token`, '--device-endpoint', `${at}/devicecode`],
    ];
    const login = (env: object) =>
      promisify(execFile)(process.execPath, ['dist/main.js', ...words], { env: { ...process.env, ...env } });
    try {
      const refused = await login({}).catch(error => error);
      expect(refused).toMatchObject({ code: 69, stderr: expect.stringContaining('NODE_EXTRA_CA_CERTS') });
      expect(provider.consent.requests).toEqual([]);
      await login({ NODE_EXTRA_CA_CERTS: certificateFile });
      expect(existsSync(out)).toBe(true);
    } finally {
      await front.stop();
    }
  });

  it.each<[string, object, string[], string]>([
    ['a token in place', { refreshToken: 'in-place' }, [], '--out FILE'],
    [
      'another grant',
      { grant: 'client-credentials', clientSecret: 'x', refreshToken: undefined },
      [],
      '--provider',
    ],
    ['no such login', {}, ['--for', 'smtp.oauth'], 'it has mailbox.oauth'],
    [
      'a device code of Google',
      { provider: 'google', tenant: undefined, clientSecret: 'x' },
      ['--device'],
      'Leave out --device',
    ],
    ['another provider', { provider: 'other', tenant: undefined }, [], '--authorization-endpoint'],
    ['an endpoint in the clear', {}, ['--device-endpoint', 'http://example.test/'], 'https'],
    ['options that lack something', {}, ['--provider', 'google'], '--client-id, --client-secret-file'],
  ])('with %s says what it needs', async (_name, oauth, words, needed) => {
    installed(oauth);
    const { status, stderr } = await run(...words);
    expect([status, stderr]).toEqual([64, expect.stringContaining(needed)]);
  });
});
