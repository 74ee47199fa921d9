/** SMTP logins by token: what servers offer, and how each of them says no. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { afterEach, expect, it } from 'vitest';
import type { OAuthConfig } from '../../src/config/oauth.js';
import { tokensOf } from '../../src/oauth/sources.js';
import { openTransport } from '../../src/receipt/transport.js';

const USER = 'support@example.test';
const SERVER_ERROR = Buffer.from('{"status":"400","schemes":"Bearer","scope":"mail"}').toString('base64');

let server: Server;
let sockets: Socket[];
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

/** A server that offers these mechanisms, and answers each line after EHLO in turn. @returns what it was sent */
async function listening(offered: string, answers: readonly string[]): Promise<string[]> {
  const heard: string[] = [];
  const left = [...answers];
  sockets = [];
  server = createServer(socket => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.write('220 mail.example.test ESMTP\r\n');
    createInterface({ input: socket }).on('line', line => {
      if (line.startsWith('EHLO')) socket.write(`250-mail.example.test\r\n250 AUTH ${offered}\r\n`);
      else {
        heard.push(line);
        socket.write(`${left.shift() ?? '250 ok'}\r\n`);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return heard;
}

let providers = 0;
async function send() {
  providers += 1;
  const client = { id: `client-${providers}`, proof: { kind: 'none' } } as const;
  const oauth: OAuthConfig = {
    path: 'mailbox.oauth',
    provider: 'microsoft',
    // Nobody listens there: the token below is all there is.
    tokenEndpoint: 'http://127.0.0.1:1/token',
    scope: null,
    grant: { kind: 'refresh-token', client, refreshToken: 'unused' },
  };
  tokensOf(oauth).hold('the-token', 3600);
  const { port } = server.address() as AddressInfo;
  const transport = openTransport(
    { path: 'smtp', host: '127.0.0.1', port, security: 'none', ca: null, login: { user: USER, oauth } },
    USER,
    60,
  );
  try {
    return await transport.send('ada@example.org', Buffer.from('Subject: a\r\n\r\nb\r\n'));
  } finally {
    transport.close();
  }
}

const initial = (line = '') =>
  Buffer.from(line.split(' ')[2] ?? '', 'base64')
    .toString()
    .replaceAll('\u0001', '|');

const ACCEPTED = ['235 2.7.0 welcome', '250 ok', '250 ok', '354 go on'];

it.each(['LOGIN XOAUTH2', 'LOGIN PLAIN XOAUTH2 PLAIN-CLIENTTOKEN OAUTHBEARER XOAUTH'])(
  'go by XOAUTH2 where %s are offered, as by Microsoft and Google',
  async offered => {
    const heard = await listening(offered, ACCEPTED);
    expect((await send()).outcome).toBe('accepted');
    expect(heard[0]).toMatch(/^AUTH XOAUTH2 /);
    expect(initial(heard[0])).toBe(`user=${USER}|auth=Bearer the-token||`);
  },
);

it('go by OAUTHBEARER (RFC 7628) where that alone is offered', async () => {
  const heard = await listening('PLAIN OAUTHBEARER', ACCEPTED);
  expect((await send()).outcome).toBe('accepted');
  const { port } = server.address() as AddressInfo;
  expect(initial(heard[0])).toBe(`n,a=${USER},|host=127.0.0.1|port=${port}|auth=Bearer the-token||`);
});

it.each<[string, string, string[], string[]]>([
  ['at once', 'XOAUTH2', ['535 5.7.3 Authentication unsuccessful'], []],
  ['behind a challenge', 'XOAUTH2', [`334 ${SERVER_ERROR}`, '535 5.7.8 not accepted'], ['']],
  ['behind a challenge of OAUTHBEARER', 'OAUTHBEARER', [`334 ${SERVER_ERROR}`, '535 5.7.8 no'], ['AQ==']],
])(
  'that are refused %s say what to check, and answer no challenge twice',
  async (_name, offered, answers, after) => {
    const heard = await listening(offered, answers);
    const failure = await send().catch(error => error);
    expect(failure).toMatchObject({ code: 'login-refused' });
    expect(failure.message).toContain(answers.at(-1));
    expect(failure.message).toContain('SMTP.Send');
    expect(failure.message).not.toContain('the-token');
    expect(heard.slice(1, 1 + after.length)).toEqual(after);
    expect(heard.filter(line => line.startsWith('AUTH'))).toHaveLength(1);
  },
);

it('where a server offers passwords alone say that', async () => {
  await listening('PLAIN LOGIN', []);
  await expect(send()).rejects.toMatchObject({
    code: 'login-refused',
    message: expect.stringContaining('neither XOAUTH2 nor OAUTHBEARER'),
  });
});
