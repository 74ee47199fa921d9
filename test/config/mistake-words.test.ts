import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/parse.js';
import { secretsInPlace } from '../../src/config/schema-places.js';

const VALID = {
  mailbox: { host: 'imap.example.com', user: 'support@example.com', password: 'inbox-word' },
  smtp: { host: 'smtp.example.com' },
  identity: { name: 'Security', address: 'support@example.com' },
  database: 'data/inbox.sqlite',
  policy: { url: 'https://example.com/policy' },
};

function mistakes(config: unknown): string[] {
  try {
    parseConfig(JSON.stringify(config), 'config.json');
  } catch (error) {
    return (error as Error).message.split('\n').slice(1);
  }
  throw new Error('the configuration was accepted');
}

describe('a mistake in the configuration is said in words that tell what to write:', () => {
  it.each<[string, object, string]>([
    ['a key that is missing', { smtp: {} }, 'smtp.host is missing: the mail server that takes receipts'],
    [
      'text for a number',
      { smtp: { host: 'h', port: '465' } },
      'smtp.port: must be a number without quotes; text stands there',
    ],
    [
      'a number for text',
      { smtp: { host: 5 } },
      'smtp.host: must be text in quotes, "…"; a number stands there',
    ],
    ['a fraction', { smtp: { host: 'h', port: 46.5 } }, 'smtp.port: must be a whole number'],
    [
      'null',
      { watch: { pollMinutes: null } },
      'watch.pollMinutes: must be a number without quotes; null stands there',
    ],
    [
      'text for yes or no',
      { pgp: { signReceipts: 'yes' } },
      'pgp.signReceipts: must be true or false, without quotes; text stands there',
    ],
    [
      'text for a list',
      { calendar: { weekend: 'sunday' } },
      'calendar.weekend: must be a list in brackets, […]; text stands there',
    ],
    [
      'text for a section',
      { mailbox: 'imap.example.com' },
      'mailbox: must be keys and values in braces, {"…": …}; text stands there',
    ],
    [
      'a list for headers',
      { webhooks: [{ name: 'w', url: 'https://a.example', headers: [] }] },
      'webhooks.0.headers: must be keys and values in braces, {"…": …}; a list stands there',
    ],
    ['empty text', { smtp: { host: '' } }, 'smtp.host: must not be empty'],
    [
      'an empty list',
      { webhooks: [{ name: 'w', url: 'https://a.example', events: [] }] },
      'webhooks.0.events: must not be an empty list',
    ],
    ['too little', { limits: { messageBytes: 1 } }, 'limits.messageBytes: must be 65536 or more'],
    ['too much', { smtp: { host: 'h', port: 70_000 } }, 'smtp.port: must be 65535 or less'],
    [
      'text that is too long',
      { products: [{ name: 'x'.repeat(101) }] },
      'products.0.name: must have at most 100 characters',
    ],
    [
      'too many entries',
      { notices: { days: new Array(21).fill(1) } },
      'notices.days: must have at most 20 entries',
    ],
    [
      'a word that is none of a few',
      { smtp: { host: 'h', security: 'ssl' } },
      'smtp.security: must be one of "tls", "starttls", "none"',
    ],
    [
      'what is no address',
      { identity: { name: 'x', address: 'ada' } },
      'identity.address: must be a mail address, such as "security@example.com"',
    ],
    [
      'what is no URL',
      { policy: { url: 'ftp://x' } },
      'policy.url: must be a URL with http or https, such as "https://example.com/security"',
    ],
    [
      'a country of three letters',
      { calendar: { country: 'DEU' } },
      'calendar.country: must be the two letters of a country, such as "DE" (ISO 3166)',
    ],
    [
      'a name that no header has',
      { webhooks: [{ name: 'w', url: 'https://a.example', headers: { 'a b': 'x' } }] },
      'webhooks.0.headers.a b: is no name of a header',
    ],
    [
      'a secret of another shape',
      { databaseKey: 5 },
      'databaseKey: must be "…", {"env": "NAME"}, {"file": "path"} or {"credential": "NAME"}',
    ],
    [
      'an OAuth provider of nobody',
      { mailbox: { ...VALID.mailbox, oauth: { provider: 'x' } } },
      'mailbox.oauth.provider: must be "microsoft" with grant "client-credentials" or "refresh-token", "google" with grant "refresh-token" or "service-account", or "other" with grant "client-credentials" or "refresh-token"; docs/oauth.md has an example of each',
    ],
    ['a key with a slip', { databse: 'x' }, 'databse is not a known key; did you mean "database"?'],
    [
      'a slip in one of several shapes',
      {
        mailbox: {
          ...VALID.mailbox,
          oauth: {
            provider: 'google',
            grant: 'refresh-token',
            clientId: 'a',
            clientSecret: 'b',
            refreshToken: 'c',
            scop: 'd',
          },
        },
      },
      'mailbox.oauth.scop is not a known key; did you mean "scope"?',
    ],
    [
      'a key of nothing',
      { watch: { xyzzy: 1 } },
      'watch.xyzzy is not a known key; known here are pollMinutes',
    ],
  ])('%s', (_name, change, expected) => {
    expect(mistakes({ ...VALID, ...change })).toContain(`  - ${expected}`);
  });

  it('a file that is a list', () => {
    expect(mistakes([])[0]).toBe(
      '  - the file: must be keys and values in braces, {"…": …}; a list stands there',
    );
  });

  it('and a value at a wrong place is not repeated, because it may be a secret', () => {
    const said = mistakes({
      ...VALID,
      smtp: { host: 'h', port: 'hunter2', security: 'hunter2' },
      watch: 'hunter2',
    });
    expect(said).toHaveLength(3);
    expect(said.join()).not.toContain('hunter2');
  });
});

describe('a secret in place', () => {
  it('is found wherever the schema takes one, by its path', () => {
    const oauth = {
      provider: 'google',
      grant: 'refresh-token',
      clientId: 'c',
      clientSecret: 's',
      refreshToken: 't',
    };
    const config = {
      mailboxes: [
        {
          name: 'a',
          mailbox: { password: 'p', user: 'u' },
          pgp: { privateKeys: [{ file: 'k', passphrase: 'p' }] },
        },
        { name: 'b', mailbox: { oauth }, smtp: { password: { env: 'P' } } },
      ],
      databaseKey: { file: 'k' },
      previousDatabaseKeys: ['k'],
      webhooks: [{ name: 'w', url: 'https://a.example/s', headers: { Authorization: 'Bearer 1' } }],
      monitoring: { pingUrl: 'https://a.example/s' },
    };
    expect(secretsInPlace(config).sort()).toEqual([
      'mailboxes.0.mailbox.password',
      'mailboxes.0.pgp.privateKeys.0.passphrase',
      'mailboxes.1.mailbox.oauth.clientSecret',
      'mailboxes.1.mailbox.oauth.refreshToken',
      'monitoring.pingUrl',
      'previousDatabaseKeys.0',
      'webhooks.0.headers.Authorization',
      'webhooks.0.url',
    ]);
  });

  it.each([null, 5, 'text', [], { mailbox: null }])('is not found in %j, and nothing breaks', json => {
    expect(secretsInPlace(json)).toEqual([]);
  });
});
