/** Which logins of a configuration a person can log in for. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { meantLogin, personalLogins } from '../../src/config/personal-logins.js';

let folder: string;
let file: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'logins-'));
  file = join(folder, 'config.json');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const personal = (token: unknown) => ({
  provider: 'microsoft',
  grant: 'refresh-token',
  tenant: 'example.test',
  clientId: 'client',
  refreshToken: token,
});

const mailbox = (user: string, oauth: object) => ({ host: 'imap.example.test', user, oauth });

function write(config: object): void {
  const rest = {
    identity: { name: 'Acme', address: 'security@acme.example' },
    database: 'inbox.sqlite',
    policy: { url: 'https://acme.example/policy' },
  };
  writeFileSync(file, JSON.stringify({ ...rest, ...config }), { mode: 0o600 });
}

it('are those of each mailbox, and then those of the ways out, a shared one once', () => {
  write({
    mailboxes: [
      { name: 'one', mailbox: mailbox('one@acme.example', personal({ file: 'one' })) },
      { name: 'two', mailbox: mailbox('two@acme.example', personal({ env: 'TWO' })) },
      {
        name: 'three',
        mailbox: mailbox('three@acme.example', {
          ...personal('x'),
          grant: 'client-credentials',
          refreshToken: undefined,
          clientSecret: 'x',
        }),
      },
    ],
    smtp: { host: 'smtp.example.test', user: 'out@acme.example', oauth: personal({ file: 'out' }) },
  });
  const logins = personalLogins(file);
  expect(logins.map(({ path, user, tokenFile }) => [path, user, tokenFile])).toEqual([
    ['mailboxes.0.mailbox.oauth', 'one@acme.example', join(folder, 'one')],
    ['mailboxes.1.mailbox.oauth', 'two@acme.example', null],
    ['smtp.oauth', 'out@acme.example', join(folder, 'out')],
  ]);
  expect(logins[0]?.mailbox?.('token')).toMatchObject({
    host: 'imap.example.test',
    oauth: { path: 'mailboxes.0.mailbox.oauth', grant: { refreshToken: 'token' } },
  });
  expect(logins[2]?.mailbox).toBeNull();
  expect(meantLogin(logins, 'smtp.oauth', file).user).toBe('out@acme.example');
  expect(() => meantLogin(logins, null, file)).toThrow('--for');
  expect(() => meantLogin(logins, 'mailbox.oauth', file)).toThrow('it has mailboxes.0.mailbox.oauth');
});

it('need no token yet', () => {
  write({
    mailbox: mailbox('one@acme.example', personal({ file: 'not-there' })),
    smtp: { host: 'smtp.example.test' },
  });
  const login = meantLogin(personalLogins(file), null, file);
  expect([login.path, login.tokenFile]).toEqual(['mailbox.oauth', join(folder, 'not-there')]);
});
