/** Reading a provider's autoconfig file, from friends and from others. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAutoconfig } from '../../src/setup/autoconfig.js';

const ADDRESS = 'support@example.com';
const server = (
  kind: 'incomingServer' | 'outgoingServer',
  type: string,
  {
    host = 'mail.example.com',
    port = '993',
    socket = 'SSL',
    user = '%EMAILADDRESS%',
    ways = ['password-cleartext'],
  } = {},
) => `<${kind} type="${type}"><hostname>${host}</hostname><port>${port}</port><socketType>${socket}</socketType>
  <username>${user}</username>${ways.map(way => `<authentication>${way}</authentication>`).join('')}</${kind}>`;
const file = (...servers: string[]) =>
  `<?xml version="1.0"?>\n<clientConfig version="1.1"><emailProvider id="example.com"><domain>example.com</domain>${servers.join('')}</emailProvider></clientConfig>`;
const imapOf = (...servers: string[]) => readAutoconfig(file(...servers), ADDRESS).imap;

it('gives both servers with TLS from the first byte where there is a choice', () => {
  const xml = file(
    server('incomingServer', 'pop3', { port: '995' }),
    server('incomingServer', 'imap', { port: '143', socket: 'STARTTLS' }),
    server('incomingServer', 'imap', { host: 'IMAP.example.com' }),
    server('outgoingServer', 'smtp', { port: '587', socket: 'STARTTLS', user: '%EMAILLOCALPART%' }),
  );
  expect(readAutoconfig(xml, ADDRESS)).toEqual({
    imap: { host: 'imap.example.com', port: 993, security: 'tls', user: ADDRESS, takesPasswords: true },
    smtp: {
      host: 'mail.example.com',
      port: 587,
      security: 'starttls',
      user: 'support',
      takesPasswords: true,
    },
  });
});

it.each([
  ['%EMAILLOCALPART%.%EMAILDOMAIN%', 'support.example.com'],
  ['', null],
  ['%REALNAME%', null],
])('a login "%s" is %s', (user, expected) => {
  expect(imapOf(server('incomingServer', 'imap', { user }))?.user).toBe(expected);
});

it.each([
  [['OAuth2'], false],
  [['OAuth2', 'password-cleartext'], true],
  [[], true],
])('with %j passwords are taken: %s', (ways, expected) => {
  expect(imapOf(server('incomingServer', 'imap', { ways }))?.takesPasswords).toBe(expected);
});

describe('takes no server', () => {
  it.each([
    ['that speaks in the clear', { socket: 'plain' }],
    ['on no port', { port: '70000' }],
    ['whose name is none', { host: 'a b' }],
    ['whose name is an option of a command', { host: '-oProxy' }],
    ['that is named by an entity', { host: '&lt;' }],
  ])('%s', (_, wrong) => {
    expect(imapOf(server('incomingServer', 'imap', wrong))).toBeNull();
  });

  it('of a file with a document type, or one too large', () => {
    const xml = file(server('incomingServer', 'imap'));
    expect(readAutoconfig(`<!DOCTYPE x [<!ENTITY a "b">]>${xml}`, ADDRESS).imap).toBeNull();
    expect(readAutoconfig(xml + ' '.repeat(300_000), ADDRESS).imap).toBeNull();
    expect(readAutoconfig(xml, ADDRESS).imap).not.toBeNull();
  });
});

it('never throws, and never names what could be no server, whatever it is given', () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom('SSL', 'imap', 'smtp', '993', '%EMAILADDRESS%', 'mail.example.com'),
  );
  const tag = fc.constantFrom(
    'clientConfig',
    'emailProvider',
    'incomingServer',
    'hostname',
    'port',
    'socketType',
    '__proto__',
  );
  const tree = fc.letrec<{ node: string }>(tie => ({
    node: fc.oneof(
      { maxDepth: 6 },
      word,
      fc
        .tuple(tag, word, fc.array(tie('node'), { maxLength: 4 }))
        .map(([name, type, inner]) => `<${name} type="${type}">${inner.join('')}</${name}>`),
    ),
  })).node;
  const cut = fc.tuple(fc.nat(600), tree).map(([at, inner]) => {
    const xml = file(server('incomingServer', 'imap'), inner);
    return xml.slice(0, at) + inner + xml.slice(at);
  });
  fc.assert(
    fc.property(fc.oneof(tree, cut), xml => {
      const { imap, smtp } = readAutoconfig(xml, ADDRESS);
      for (const found of [imap, smtp]) {
        if (found === null) continue;
        expect(found.host).toMatch(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/);
        expect(found.port).toBeGreaterThan(0);
        expect(['tls', 'starttls']).toContain(found.security);
      }
    }),
    { numRuns: 500 },
  );
});
