/** What a token endpoint may say, and that no secret comes back out of it. */
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadOAuth } from '../../src/config/load-oauth.js';
import { type OAuthSettings, oauthSchema } from '../../src/config/oauth-schema.js';
import { askForToken } from '../../src/oauth/ask.js';
import { explainNoToken } from '../../src/oauth/refusals.js';
import { CLIENT, FIRST_REFRESH_TOKEN, type OAuthServer, startOAuthServer } from '../world/oauth-server.js';

let provider: OAuthServer;
let folder: string;

beforeAll(async () => {
  provider = await startOAuthServer('world');
  folder = mkdtempSync(join(tmpdir(), 'oauth-'));
});

beforeEach(() => provider.reset());

afterAll(async () => {
  await provider.stop();
  rmSync(folder, { recursive: true, force: true });
});

const load = (settings: object, user = 'support@example.test') =>
  loadOAuth(
    oauthSchema.parse({ tokenEndpoint: provider.tokenEndpoint, ...settings }) as OAuthSettings,
    'mailbox.oauth',
    user,
    folder,
  );

const REFRESH = {
  provider: 'other',
  grant: 'refresh-token',
  clientId: CLIENT.id,
  clientSecret: CLIENT.secret,
  refreshToken: FIRST_REFRESH_TOKEN,
};

/** Asks, and gives the sentence that an operator reads. */
async function refusal(settings: object, user?: string, patience = 30_000) {
  const config = load(settings, user);
  const answer = await askForToken(config, null, patience);
  if (answer.kind === 'given') throw new Error('it was given a token');
  const failure = explainNoToken(answer, config);
  const shown = inspect([failure, answer], { depth: 9, showHidden: true });
  for (const secret of provider.secrets) expect(shown).not.toContain(secret);
  return failure;
}

describe('a token endpoint', () => {
  it.each<[string, { status: number; body: string; headers?: Record<string, string> }, string, string]>([
    ['is out of order', { status: 502, body: '<html>' }, 'unreachable', 'HTTP 502'],
    ['wants fewer requests', { status: 429, body: '{}' }, 'unreachable', 'HTTP 429'],
    ['is another page', { status: 200, body: '<html>' }, 'config', 'tokenEndpoint'],
    [
      'redirects',
      { status: 302, body: '', headers: { location: 'http://127.0.0.1:1/' } },
      'config',
      'HTTP 302',
    ],
    ['gives no token', { status: 200, body: '{"token_type":"Bearer"}' }, 'config', 'no token'],
    [
      'gives a token of another kind',
      { status: 200, body: '{"access_token":"refresh-token-as-configured","token_type":"mac"}' },
      'config',
      'no token',
    ],
    ['has no end', { status: 200, body: ' '.repeat(300_000) }, 'unreachable', '256 kB'],
    ['says so itself', { status: 400, body: '{"error":"temporarily_unavailable"}' }, 'unreachable', 'temp'],
    [
      'refuses and repeats lines',
      { status: 400, body: '{"error":"invalid_scope","error_description":"a\\r\\nb\\u001b[31m"}' },
      'login-refused',
      'invalid_scope: a b [31m',
    ],
  ])('that %s', async (_name, misbehaviour, code, words) => {
    provider.misbehaviours.push(misbehaviour);
    expect(await refusal(REFRESH)).toMatchObject({ code, message: expect.stringContaining(words) });
  });

  it('that never answers is waited for no longer than that', async () => {
    provider.delay = new Promise(() => undefined);
    const failure = await refusal(REFRESH, undefined, 300);
    provider.delay = Promise.resolve();
    expect(failure).toMatchObject({ code: 'unreachable', message: expect.stringContaining('in time') });
  });

  it('that nobody listens at is unreachable', async () => {
    const settings = { ...REFRESH, tokenEndpoint: 'http://127.0.0.1:1/token' };
    expect(await refusal(settings)).toMatchObject({ code: 'unreachable' });
  });

  it('says that the secret is wrong, in its own first sentence', async () => {
    const { message } = await refusal({ ...REFRESH, clientSecret: 'wrong' });
    expect(message).toContain('invalid_client: AADSTS7000215: Invalid client secret provided.');
    expect(message).toContain('Entra shows both an ID and a value');
    expect(message).not.toContain('Ensure');
  });

  it('is told of the account that the service account acts for', async () => {
    writeFileSync(join(folder, 'account.json'), provider.keyFile, { mode: 0o600 });
    const settings = { provider: 'google', grant: 'service-account', keyFile: 'account.json' };
    expect(await askForToken(load(settings), null)).toMatchObject({ kind: 'given', lifetime: 3600 });
    expect((await refusal(settings, 'other@example.test')).message).toContain('Domain-wide delegation');
  });

  it('takes a certificate in place of a secret, and no other one', async () => {
    const made = ['one', 'two'].map(name => {
      const [keyFile, certificateFile] = [join(folder, `${name}.key`), join(folder, `${name}.crt`)];
      execFileSync(
        'openssl',
        [
          ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=inbox', '-days', '2'],
          ...['-keyout', keyFile, '-out', certificateFile],
        ],
        { stdio: 'ignore' },
      );
      return { keyFile, certificateFile };
    });
    const settings = (certificate: unknown) => ({
      provider: 'microsoft',
      grant: 'client-credentials',
      tenant: 'example.test',
      clientId: CLIENT.id,
      certificate,
    });
    provider.certificate = new X509Certificate(readFileSync(made[0]?.certificateFile ?? ''));
    expect(await askForToken(load(settings(made[0])), null)).toMatchObject({ kind: 'given' });
    expect(await refusal(settings(made[1]))).toMatchObject({ code: 'login-refused' });
    const mixed = { keyFile: made[1]?.keyFile, certificateFile: made[0]?.certificateFile };
    expect(() => load(settings(mixed))).toThrow('does not belong to the certificate');
  });
});

describe('settings', () => {
  it('keep secrets off the network in the clear', () => {
    const settings = { ...REFRESH, tokenEndpoint: 'http://login.example.test/token' };
    expect(() => load(settings)).toThrow('in the clear');
  });

  it('want a key file that is one, and that no other user can read', () => {
    const settings = { provider: 'google', grant: 'service-account', keyFile: 'no.json' };
    writeFileSync(join(folder, 'no.json'), '{"installed":{}}', { mode: 0o600 });
    expect(() => load(settings)).toThrow('no JSON key file');
    writeFileSync(join(folder, 'open.json'), provider.keyFile, { mode: 0o644 });
    expect(() => load({ ...settings, keyFile: 'open.json' })).toThrow('chmod 600');
  });
});
