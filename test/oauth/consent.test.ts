/** A person's login by device code and in a browser, at a provider on this machine. */
import { once } from 'node:events';
import { get } from 'node:http';
import { connect, createServer } from 'node:net';
import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OAuthConfig } from '../../src/config/oauth.js';
import { type BrowserLogin, consentInBrowser } from '../../src/oauth/browser-login.js';
import type { Consented, ConsentRequest } from '../../src/oauth/consent.js';
import { consentByDeviceCode } from '../../src/oauth/device-code.js';
import { CLIENT, type OAuthServer, startOAuthServer } from '../world/oauth-server.js';

let provider: OAuthServer;

beforeAll(async () => {
  provider = await startOAuthServer('world');
});

beforeEach(() => {
  provider.reset();
  provider.isPublic = true;
});

afterAll(() => provider.stop());

function request(kind: OAuthConfig['provider'] = 'microsoft'): ConsentRequest {
  const client = { id: CLIENT.id, proof: { kind: 'none' } } as const;
  const grant = { kind: 'refresh-token', client, refreshToken: '' } as const;
  const config = { path: 'mailbox.oauth', provider: kind, scope: null, grant };
  return {
    config: { ...config, tokenEndpoint: provider.tokenEndpoint },
    client,
    scope: 'mail offline_access',
  };
}

/** The sentence that an operator reads, without a secret in it or behind it. */
async function failure(login: Promise<Consented>) {
  const thrown = await login.then(
    () => Promise.reject(new Error('it was given a token')),
    error => error,
  );
  const shown = inspect(thrown, { depth: 9, showHidden: true });
  for (const secret of provider.secrets) expect(shown).not.toContain(secret);
  return thrown;
}

const refuses = (error: string, description = '') => ({
  status: 400,
  body: JSON.stringify({ error, error_description: description }),
});

describe('a login by device code', () => {
  /** With the seconds that were waited between two questions; they pass on a clock of their own. */
  function byDeviceCode(waited: number[] = [], shown: unknown[] = []) {
    let clock = 0;
    return consentByDeviceCode(request(), `${provider.origin}/devicecode`, code => shown.push(code), {
      now: () => clock,
      async pause(milliseconds) {
        waited.push(milliseconds / 1000);
        clock += milliseconds;
      },
    });
  }

  it('shows page and code, and gives what the provider gave when the person had typed it', async () => {
    const shown: unknown[] = [];
    const consented = await byDeviceCode([], shown);
    expect(shown).toEqual([{ page: `${provider.origin}/device`, code: 'WDJB-MJHT', lifetime: 900 }]);
    expect(provider.consent.requests).toEqual([{ client_id: CLIENT.id, scope: 'mail offline_access' }]);
    expect(provider.asked).toHaveLength(3);
    expect(provider.userOf(consented.accessToken)).toBe('support@example.test');
    expect(consented).toMatchObject({ lifetime: 3600, refreshToken: expect.stringMatching(/^refresh-/) });
  });

  it('asks five seconds later after each "slow_down", and less often where the provider is out of order', async () => {
    const waited: number[] = [];
    provider.consent.pending = 0;
    const busy = { status: 503, body: '' };
    provider.misbehaviours.push(refuses('slow_down'), refuses('slow_down'), busy);
    await byDeviceCode(waited);
    expect(waited).toEqual([0.02, 5.02, 10.02, 20.04]);
  });

  it.each<[string, () => void, string, string]>([
    [
      'is declined',
      () => Object.assign(provider.consent, { person: 'declines' }),
      'login-refused',
      'declined',
    ],
    [
      'is not made while the code is good',
      () => Object.assign(provider.consent, { person: 'is-away', deviceLifetime: 1 }),
      'login-refused',
      'Nobody logged in',
    ],
    [
      'comes after the end',
      () => provider.misbehaviours.push(refuses('expired_token')),
      'login-refused',
      '15 min',
    ],
    [
      'is of an application that may not',
      () => provider.misbehaviours.push(refuses('invalid_client', 'AADSTS7000218: The body must contain')),
      'login-refused',
      'allow public client flows',
    ],
    [
      'gives no refresh token',
      () => Object.assign(provider, { givesRefreshToken: false }),
      'login-refused',
      'offline_access',
    ],
    [
      'is at an account that a policy keeps out',
      () => provider.misbehaviours.push(refuses('invalid_grant', 'AADSTS53003: Blocked')),
      'login-refused',
      'Conditional Access',
    ],
  ])('that %s is said to the operator', async (_name, prepare, code, words) => {
    prepare();
    expect(await failure(byDeviceCode())).toMatchObject({ code, message: expect.stringContaining(words) });
  });

  it('at a provider that has none names another way', async () => {
    const login = consentByDeviceCode(request(), `${provider.origin}/token`, () => undefined);
    expect(await failure(login)).toMatchObject({ code: 'login-refused' });
    const nowhere = consentByDeviceCode(request(), `${provider.origin}/introspect`, () => undefined);
    expect(await failure(nowhere)).toMatchObject({
      code: 'config',
      message: expect.stringContaining('--browser'),
    });
  });
});

describe('a login in a browser', () => {
  /** What the browser ends at: the provider's page sends it there. */
  async function redirectOf(page: string): Promise<string> {
    const response = await fetch(page, { redirect: 'manual' });
    return response.headers.get('location') ?? '';
  }

  const open = (address: string) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      get(address, response => {
        let text = '';
        response.on('data', chunk => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      }).on('error', reject);
    });

  interface Person {
    visit(login: BrowserLogin): Promise<unknown>;
    readonly lines?: AsyncIterable<string>;
    readonly kind?: OAuthConfig['provider'];
    readonly patience?: number;
    readonly port?: number;
  }

  let wrongLines = 0;
  async function inBrowser({
    visit,
    lines = none(),
    kind,
    patience = 60,
    port = 0,
  }: Person): Promise<Consented> {
    wrongLines = 0;
    let visited: Promise<unknown> = Promise.resolve();
    const consented = await consentInBrowser(request(kind), {
      endpoint: `${provider.origin}/authorize`,
      port,
      show(login) {
        visited = visit(login);
        visited.catch(() => undefined);
      },
      lines,
      onWrongLine: () => {
        wrongLines += 1;
      },
      patience,
    });
    await visited;
    return consented;
  }

  async function* none() {}

  it.each<[OAuthConfig['provider'], object]>([
    ['google', { access_type: 'offline', prompt: 'consent' }],
    ['microsoft', { prompt: 'select_account' }],
    ['other', {}],
  ])('of %s is taken where the browser comes back', async (kind, asked) => {
    let page = { status: 0, text: '' };
    const consented = await inBrowser({
      kind,
      async visit(login) {
        page = await open(await redirectOf(login.page));
      },
    });
    expect(consented.refreshToken).toMatch(/^refresh-/);
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('Close this page') });
    expect(provider.consent.requests).toEqual([
      expect.objectContaining({ ...asked, client_id: CLIENT.id, scope: 'mail offline_access' }),
    ]);
  });

  it('is taken as the address that the person pastes, after one that is none', async () => {
    let paste: (line: string) => void = () => undefined;
    const pasted = new Promise<string>(resolve => {
      paste = resolve;
    });
    async function* lines() {
      yield '';
      yield 'http://127.0.0.1/?code=a&state=another';
      yield 'the code';
      yield `  ${await pasted}\n`;
    }
    const consented = await inBrowser({
      lines: lines(),
      visit: async login => paste(await redirectOf(login.page)),
    });
    expect(consented.refreshToken).toMatch(/^refresh-/);
    expect(wrongLines).toBe(2);
  });

  it('is not taken from a page that this login did not begin, which does not end it either', async () => {
    const answers: number[] = [];
    await inBrowser({
      async visit({ page, port }) {
        for (const query of ['code=theirs&state=theirs', 'error=access_denied', 'code=theirs']) {
          answers.push((await open(`http://127.0.0.1:${port}/?${query}`)).status);
        }
        answers.push((await open(`http://127.0.0.1:${port}/favicon.ico`)).status);
        answers.push((await open(await redirectOf(page))).status);
      },
    });
    expect(answers).toEqual([400, 400, 400, 404, 200]);
    expect(provider.asked).toHaveLength(1);
  });

  it('lives through a request for what is no address, which any process of this machine may send', async () => {
    let status = 0;
    const consented = await inBrowser({
      async visit({ page, port }) {
        status = (await open(`http://127.0.0.1:${port}//`)).status;
        await open(await redirectOf(page));
      },
    });
    expect(status).toBe(404);
    expect(consented.refreshToken).toMatch(/^refresh-/);
  });

  it.each([
    ['nothing', ''],
    ['half of a question', 'GET /?code=a HTTP/1.1\r\nHost:'],
  ])(
    'leaves no connection open that has sent %s, and would keep the program from its end',
    async (_name, sent) => {
      let ahead: Promise<unknown> = Promise.reject(new Error('nobody came'));
      ahead.catch(() => undefined);
      await inBrowser({
        async visit({ page, port }) {
          const socket = connect(port, '127.0.0.1');
          socket.on('error', () => undefined);
          await once(socket, 'connect');
          ahead = once(socket, 'close');
          socket.write(sent);
          await open(await redirectOf(page));
        },
      });
      await ahead;
    },
  );

  it.each<[string, Partial<Person> & { prepare?: () => void }, string]>([
    ['declines', { prepare: () => Object.assign(provider.consent, { person: 'declines' }) }, 'declined'],
    ['does not come', { visit: async () => undefined, patience: 0.05 }, 'Nobody logged in'],
    [
      'brings a code that was used',
      {
        async visit({ page }) {
          const address = await redirectOf(page);
          const code = new URL(address).searchParams.get('code') ?? '';
          await open(address.replace(code, `${code}x`));
        },
      },
      'code of this login',
    ],
    [
      'comes back without a code',
      {
        async visit({ page, port }) {
          const state = new URL(page).searchParams.get('state');
          await open(`http://127.0.0.1:${port}/?state=${state}`);
        },
      },
      'without a code',
    ],
  ])('by a person who %s is said to the operator', async (_name, { prepare, ...person }, words) => {
    prepare?.();
    const login = inBrowser({ visit: async ({ page }) => open(await redirectOf(page)), ...person });
    expect((await failure(login)).message).toContain(words);
  });

  it('needs the port that it is to listen on', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise(resolve => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const thrown = await failure(inBrowser({ visit: async () => undefined, port }));
    other.close();
    expect(thrown).toMatchObject({ code: 'usage', message: expect.stringContaining('--port') });
  });
});
