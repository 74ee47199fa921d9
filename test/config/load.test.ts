import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.js';
import { Failure } from '../../src/failure.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-'));
});

afterEach(() => {
  delete process.env.TEST_INBOX_PASSWORD;
  delete process.env.CREDENTIALS_DIRECTORY;
  rmSync(folder, { recursive: true });
});

const VALID = {
  mailbox: { host: 'imap.example.com', user: 'support@example.com', password: 'inbox-word' },
  smtp: { host: 'smtp.example.com' },
  identity: { name: 'Security', address: 'support@example.com' },
  database: 'data/inbox.sqlite',
  policy: { url: 'https://example.com/policy' },
};

const HOOK = 'https://chat.example.com/hooks/s3cr3t';

function write(config: unknown, mode = 0o600): string {
  const file = join(folder, 'config.json');
  writeFileSync(file, typeof config === 'string' ? config : JSON.stringify(config), { mode });
  chmodSync(file, mode);
  return file;
}

function loadAll(config: unknown, warnings: string[] = []) {
  return loadConfig(write(config), sentence => warnings.push(sentence));
}

function load(config: unknown, warnings: string[] = []) {
  return loadAll(config, warnings)[0];
}

function mistake(config: unknown): string {
  try {
    load(config);
  } catch (error) {
    expect(error).toBeInstanceOf(Failure);
    expect((error as Failure).code).toBe('config');
    return (error as Failure).message;
  }
  throw new Error('the configuration was accepted');
}

describe('a configuration', () => {
  it('fills in TLS, its ports, INBOX, the phrase, one working day and ninety days', () => {
    const config = load(VALID);
    expect(config.mailbox).toMatchObject({ port: 993, security: 'tls', folder: 'INBOX' });
    expect(config.smtp).toMatchObject({ port: 465, security: 'tls', login: null });
    expect(config.trigger.subject).toBe('Security Alert');
    expect(config.policy).toMatchObject({ acknowledgeWorkingDays: 1, disclosureDays: 90 });
  });

  it('counts relative paths from the config file', () => {
    expect(load(VALID).database).toBe(join(folder, 'data/inbox.sqlite'));
  });

  it.each<[string, unknown, string]>([
    ['a mistyped key', { ...VALID, databse: 'x' }, 'databse is not a known key; did you mean "database"?'],
    [
      'a mistyped key further down',
      { ...VALID, mailbox: { ...VALID.mailbox, fodler: 'INBOX' } },
      'mailbox.fodler is not a known key; did you mean "folder"?',
    ],
    [
      'a Sent folder that is none',
      { ...VALID, mailbox: { ...VALID.mailbox, sentFolder: false } },
      'mailbox.sentFolder: must be "auto", a folder\'s name, or null',
    ],
    [
      'a Junk folder that is none',
      { ...VALID, mailbox: { ...VALID.mailbox, junkFolder: 5 } },
      'mailbox.junkFolder: must be "auto", a folder\'s name, or false',
    ],
    [
      'a Sent folder that is read',
      { ...VALID, mailbox: { ...VALID.mailbox, sentFolder: 'inbox' } },
      'mailbox.sentFolder is "inbox", which reports are read from',
    ],
    [
      'a Sent folder that is the Junk folder',
      { ...VALID, mailbox: { ...VALID.mailbox, sentFolder: 'Spam', junkFolder: 'Spam' } },
      'mailbox.sentFolder is "Spam"',
    ],
    ['a missing section', { ...VALID, policy: undefined }, 'policy is missing'],
    ['a missing value', { ...VALID, smtp: {} }, 'smtp.host is missing'],
    ['a port beyond the last', { ...VALID, smtp: { host: 'h', port: 70_000 } }, 'smtp.port'],
    [
      'a security that is none of the three',
      { ...VALID, smtp: { host: 'h', security: 'ssl' } },
      'smtp.security',
    ],
    [
      'a secret of a wrong shape',
      { ...VALID, mailbox: { ...VALID.mailbox, password: { path: 'x' } } },
      'mailbox.password: must be "…", {"env": "NAME"}, {"file": "path"}',
    ],
    [
      'a time zone nobody knows',
      { ...VALID, calendar: { timeZone: 'Europe/Atlantis' } },
      'calendar.timeZone',
    ],
    [
      'a state without its country',
      { ...VALID, calendar: { state: 'HE' } },
      'calendar.state: needs calendar.country',
    ],
    [
      'a region without its state',
      { ...VALID, calendar: { country: 'DE', region: 'A' } },
      'calendar.region: needs calendar.state',
    ],
    [
      'a weekend of no day of the week',
      { ...VALID, calendar: { weekend: ['Samstag'] } },
      'calendar.weekend.0: must hold days of the week: sunday, monday',
    ],
    [
      'hours that end before they begin',
      { ...VALID, calendar: { hours: '17:00-09:00' } },
      'calendar.hours: must be when work begins and, later, ends',
    ],
    [
      'a free day that the calendar does not have',
      { ...VALID, calendar: { extraDays: ['12-24', '2026-02-29'] } },
      'calendar.extraDays.1: 2026-02-29 is no day of the calendar',
    ],
    [
      'a worked day in another form',
      { ...VALID, calendar: { workedDays: ['24.12.2026'] } },
      'calendar.workedDays.0: must be a day, "2026-12-24"',
    ],
    [
      'a week without a working day',
      {
        ...VALID,
        calendar: {
          weekend: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
        },
      },
      'calendar.weekend: with calendar.extraDays leaves no working day',
    ],
    [
      'free days that never end',
      { ...VALID, calendar: { extraDays: ['01-01..12-31'] } },
      'leaves no working day for over a year',
    ],
    [
      'plain IMAP to another machine',
      { ...VALID, mailbox: { ...VALID.mailbox, security: 'none' } },
      'mailbox.security is "none"',
    ],
    [
      'a login without its password',
      { ...VALID, smtp: { host: 'h', user: 'u' } },
      'smtp.user and smtp.password go together',
    ],
    [
      'a mistyped key of an engineer',
      { ...VALID, engineers: [{ name: 'Ada', adress: 'ada@example.com' }] },
      'engineers.0.adress is not a known key; did you mean "address"?',
    ],
    [
      'an engineer who is listed twice',
      {
        ...VALID,
        engineers: [
          { name: 'Ada', address: 'ada@example.com' },
          { name: 'A.', address: 'Ada@example.com' },
        ],
      },
      'engineers.1.address: "ada@example.com" is listed twice',
    ],
    [
      'an engineer whose key is not there',
      { ...VALID, engineers: [{ name: 'Ada', address: 'ada@example.com', key: 'no-such-key.asc' }] },
      'engineers.0.key',
    ],
    ['a day that is none', { ...VALID, notices: { days: [0] } }, 'notices.days.0'],
    [
      'a webhook of an unknown shape',
      { ...VALID, webhooks: [{ name: 'a', url: HOOK, shape: 'discord' }] },
      'webhooks.0.shape',
    ],
    [
      'a webhook that is told of what there is not',
      { ...VALID, webhooks: [{ name: 'a', url: HOOK, events: ['overdu'] }] },
      'webhooks.0.events.0',
    ],
    [
      'a mistyped key of a webhook',
      { ...VALID, webhooks: [{ name: 'a', url: HOOK, shap: 'json' }] },
      'webhooks.0.shap is not a known key; did you mean "shape"?',
    ],
    [
      'a header that is ours',
      { ...VALID, webhooks: [{ name: 'a', url: HOOK, headers: { 'Content-Type': 'x' } }] },
      'webhooks.0.headers.Content-Type',
    ],
    [
      'a header that would break the request',
      { ...VALID, webhooks: [{ name: 'a', url: HOOK, headers: { 'X-Key': 'a\r\nb: c' } }] },
      'webhooks.0.headers.X-Key',
    ],
    [
      'a place to publish that is no root of a host',
      { ...VALID, publication: { url: 'https://example.com/security' } },
      'publication.url: must be https:// and a host alone',
    ],
    [
      'a place to publish that anybody on the way can change',
      { ...VALID, publication: { url: 'http://example.com' } },
      'publication.url: must be https:// and a host alone',
    ],
    [
      'a language that is none',
      { ...VALID, publication: { url: 'https://example.com', languages: ['English\r\nContact: x'] } },
      'publication.languages.0: must be tags of languages',
    ],
  ])('names %s by its path', (_name, config, expected) => {
    expect(mistake(config)).toContain(expected);
  });

  it('names every mistake at once', () => {
    const message = mistake({ ...VALID, databse: 1, policy: { url: 'not a url' } });
    expect(message).toContain('databse');
    expect(message).toContain('policy.url');
  });

  it('says where JSON breaks without repeating what stands there', () => {
    const message = mistake('{\n  "mailbox": { "password": "hunter2-secret" "x": 1 }\n}');
    expect(message).toContain('line 2');
    expect(message).not.toContain('hunter2');
  });

  it('allows plain connections to this machine', () => {
    const local = { ...VALID.mailbox, host: '127.0.0.1', port: 1143, security: 'none' };
    expect(load({ ...VALID, mailbox: local }).mailbox.security).toBe('none');
  });
});

describe('what is published', () => {
  it('is nothing where nobody said where', () => {
    expect(load(VALID).publication).toBeNull();
  });

  it('goes under the name and the address that are there already', () => {
    expect(load({ ...VALID, publication: { url: 'https://Security.example.com' } }).publication).toEqual({
      url: 'https://security.example.com/',
      name: VALID.identity.name,
      namespace: 'https://security.example.com/',
      languages: ['en'],
    });
  });
});

describe('a secret', () => {
  it('comes from the environment', () => {
    process.env.TEST_INBOX_PASSWORD = 'from-environment';
    const mailbox = { ...VALID.mailbox, password: { env: 'TEST_INBOX_PASSWORD' } };
    expect(load({ ...VALID, mailbox }).mailbox.password).toBe('from-environment');
  });

  it('is asked for by name where the variable is unset', () => {
    const mailbox = { ...VALID.mailbox, password: { env: 'TEST_INBOX_PASSWORD' } };
    expect(mistake({ ...VALID, mailbox })).toContain('TEST_INBOX_PASSWORD');
  });

  it('comes from a file, without its last newline', () => {
    writeFileSync(join(folder, 'word'), 'from file \n', { mode: 0o600 });
    const mailbox = { ...VALID.mailbox, password: { file: 'word' } };
    expect(load({ ...VALID, mailbox }).mailbox.password).toBe('from file ');
  });

  it('is refused from a file that everybody can read', () => {
    writeFileSync(join(folder, 'word'), 'open-secret');
    chmodSync(join(folder, 'word'), 0o644);
    const message = mistake({ ...VALID, mailbox: { ...VALID.mailbox, password: { file: 'word' } } });
    expect(message).toContain('chmod 600');
    expect(message).not.toContain('open-secret');
  });

  describe('that is a credential of systemd', () => {
    const mailbox = { ...VALID.mailbox, password: { credential: 'mailbox-password' } };

    it('comes from the folder that the service was given', () => {
      process.env.CREDENTIALS_DIRECTORY = folder;
      writeFileSync(join(folder, 'mailbox-password'), 'from systemd\n', { mode: 0o400 });
      expect(load({ ...VALID, mailbox }).mailbox.password).toBe('from systemd');
    });

    it('is explained to who starts the program by hand', () => {
      const message = mistake({ ...VALID, mailbox });
      expect(message).toContain('LoadCredential=mailbox-password:');
      expect(message).toContain('CREDENTIALS_DIRECTORY=/run/credentials/security-inbox.service');
    });

    it('is missed by its name where the unit does not load it', () => {
      process.env.CREDENTIALS_DIRECTORY = folder;
      expect(mistake({ ...VALID, mailbox })).toContain(`no credential mailbox-password in ${folder}`);
    });

    it.each(['../mailbox-password', 'a/b', '..', ''])('is not looked for by the path %j', credential => {
      process.env.CREDENTIALS_DIRECTORY = folder;
      writeFileSync(join(folder, 'mailbox-password'), 'from systemd', { mode: 0o400 });
      expect(mistake({ ...VALID, mailbox: { ...VALID.mailbox, password: { credential } } })).toContain(
        'mailbox.password',
      );
    });
  });

  it('is missed by the path of its file', () => {
    expect(mistake({ ...VALID, pgp: { privateKeys: [{ file: 'no-such-key.asc' }] } })).toContain(
      'no-such-key.asc',
    );
  });

  it('in a config file that everybody can read is warned of', () => {
    const warnings: string[] = [];
    loadConfig(write(VALID, 0o644), sentence => warnings.push(sentence));
    expect(warnings.join()).toContain('chmod 600');
    expect(warnings.join()).not.toContain('inbox-word');
  });
});

describe('a webhook', () => {
  const withHook = (hook: object) => ({ ...VALID, webhooks: [{ name: 'chat', ...hook }] });

  it('has its URL and its headers looked up as secrets are', () => {
    writeFileSync(join(folder, 'url'), `${HOOK}\n`, { mode: 0o600 });
    process.env.TEST_INBOX_PASSWORD = 'Bearer 1';
    const headers = { Authorization: { env: 'TEST_INBOX_PASSWORD' } };
    const [hook] = load(withHook({ url: { file: 'url' }, headers })).webhooks;
    expect(hook?.url.href).toBe(HOOK);
    expect(hook).toMatchObject({ shape: 'json', headers: [['Authorization', 'Bearer 1']], events: null });
  });

  it('is taken by http on this machine', () => {
    const [hook] = load(withHook({ url: 'http://127.0.0.1:8080/s3cr3t' })).webhooks;
    expect(hook?.url.port).toBe('8080');
  });

  it.each([
    ['by http to another machine', 'http://chat.example.com/s3cr3t'],
    ['by another protocol', 'file:///s3cr3t'],
    ['with a password in its URL', 'https://u:p@chat.example.com/s3cr3t'],
    ['by what is no URL', 's3cr3t'],
  ])('is refused %s, and its URL is not repeated', (_name, url) => {
    const message = mistake(withHook({ url }));
    expect(message).toContain('webhooks.0.url');
    expect(message).not.toContain('s3cr3t');
  });

  it('in a config file that everybody can read is warned of', () => {
    const warnings: string[] = [];
    const { password: _in, ...mailbox } = VALID.mailbox;
    process.env.TEST_INBOX_PASSWORD = 'x';
    const config = { ...VALID, mailbox: { ...mailbox, password: { env: 'TEST_INBOX_PASSWORD' } } };
    loadConfig(write({ ...config, webhooks: [{ name: 'a', url: HOOK }] }, 0o644), one => warnings.push(one));
    expect(warnings.join()).toContain('webhook');
    expect(warnings.join()).not.toContain('s3cr3t');
  });
});

describe('monitoring', () => {
  const withMonitoring = (monitoring: object) => ({ ...VALID, monitoring });

  it('tells nobody where nothing is said of it', () => {
    expect(load(VALID).monitoring).toEqual({
      metricsFile: null,
      listen: null,
      pingUrl: null,
      warnAfterMinutes: 60,
      operator: null,
    });
  });

  it('has its file beside the configuration, and its URL looked up as a secret is', () => {
    writeFileSync(join(folder, 'ping'), `${HOOK}\n`, { mode: 0o600 });
    const { metricsFile, pingUrl } = load(
      withMonitoring({ metricsFile: 'inbox.prom', pingUrl: { file: 'ping' } }),
    ).monitoring;
    expect([metricsFile, pingUrl?.href]).toEqual([join(folder, 'inbox.prom'), HOOK]);
  });

  it('refuses a file that no collector would read', () => {
    expect(mistake(withMonitoring({ metricsFile: '/var/lib/inbox.txt' }))).toContain(
      'monitoring.metricsFile',
    );
  });

  it.each([
    ['127.0.0.1:9464', { host: '127.0.0.1', port: 9464 }],
    ['localhost:80', { host: 'localhost', port: 80 }],
    ['[::1]:9464', { host: '::1', port: 9464 }],
  ])('listens on %s', (listen, address) => {
    expect(load(withMonitoring({ listen })).monitoring.listen).toEqual(address);
  });

  it.each([
    '0.0.0.0:9464',
    '[::]:9464',
    '192.0.2.1:9464',
    'inbox.example.com:9464',
    '127.0.0.1.example.com:9464',
  ])('does not listen on %s, where others reach it', listen => {
    expect(mistake(withMonitoring({ listen }))).toContain('which others may reach');
  });

  it.each([
    '9464',
    '127.0.0.1',
    '127.0.0.1:0',
    '127.0.0.1:65536',
    ':9464',
    '::1:9464',
    '127.0.0.1:9464/metrics',
    '',
  ])('says what an address is where there is none: %j', listen => {
    expect(mistake(withMonitoring({ listen }))).toContain('"127.0.0.1:9464"');
  });

  it.each(['http://ping.example.com/s3cr3t', 'https://u:p@ping.example.com/s3cr3t', 's3cr3t'])(
    'refuses to fetch %s, and does not repeat it',
    pingUrl => {
      const message = mistake(withMonitoring({ pingUrl }));
      expect(message).toContain('monitoring.pingUrl');
      expect(message).not.toContain('s3cr3t');
    },
  );

  it('with its URL in a config file that everybody can read is warned of', () => {
    const warnings: string[] = [];
    loadConfig(write(withMonitoring({ pingUrl: HOOK }), 0o644), sentence => warnings.push(sentence));
    expect(warnings.join()).toContain('monitoring.pingUrl');
    expect(warnings.join()).not.toContain(HOOK);
  });
});

describe('the web form', () => {
  const FORM = { listen: '127.0.0.1:8025', url: 'https://example.com/report/' };
  const withForm = (form: object) => ({ ...VALID, form: { ...FORM, ...form } });

  it('is not there unless it is configured', () => {
    expect(load(VALID).form).toBeNull();
  });

  it('belongs to the only mailbox, in both languages, with limits', () => {
    expect(load(withForm({})).form).toEqual({
      listen: { host: '127.0.0.1', port: 8025 },
      url: new URL(FORM.url),
      mailbox: 'default',
      languages: ['en', 'de'],
      bytes: 26_214_400,
      perAddressPerHour: 10,
      perHour: 100,
      proxies: 1,
    });
  });

  it.each([
    ['a Unix socket', { listen: '/run/inbox/form.sock' }, { listen: { socket: '/run/inbox/form.sock' } }],
    ['http on this machine', { url: 'http://localhost:8025/' }, { url: new URL('http://localhost:8025/') }],
  ])('takes %s', (_what, form, loaded) => {
    expect(load(withForm(form)).form).toMatchObject(loaded);
  });

  it.each([
    [
      'an address that others may reach',
      { listen: '0.0.0.0:8025' },
      'form.listen is "0.0.0.0:8025", which others',
    ],
    ['no port', { listen: '127.0.0.1' }, 'such as "127.0.0.1:8025"'],
    ['http for everybody', { url: 'http://example.com/' }, 'in the clear'],
    ['a login in the address', { url: 'https://a:b@example.com/' }, 'without login'],
    ['a mailbox that is not there', { mailbox: 'other' }, 'there is none of that name'],
    ['more than one mail may have', { bytes: 67_108_864 }, 'limits.messageBytes'],
    ['a language that it is not in', { languages: ['fr'] }, 'form.languages.0'],
  ])('refuses %s', (_what, form, says) => {
    expect(mistake(withForm(form))).toContain(says);
  });

  it('needs a mailbox named where there are several', () => {
    const { mailbox, ...rest } = VALID;
    const mailboxes = ['one', 'two'].map(name => ({ name, mailbox: { ...mailbox, user: name } }));
    expect(mistake({ ...rest, mailboxes, form: FORM })).toContain('form.mailbox is missing');
    expect(load({ ...rest, mailboxes, form: { ...FORM, mailbox: 'two' } }).form?.mailbox).toBe('two');
  });
});
