/** Each way in which an installation fails, as `check` says it: under its id, with what to do, and with the exit code. */

import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { NamedResult } from '../../src/checks/checks.js';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { makeCertificate } from '../world/certificate.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { type Gnupg, gnupgInstalled, startGnupg } from '../world/gnupg.js';
import { plainMail } from '../world/mails.js';
import { type Account, type Installation, install, SMTP_LOGIN } from '../world/program.js';
import { canMount, fillDisk, withDisk } from '../world/small-disk.js';
import { startTlsFront } from '../world/tls-front.js';

const ready = dovecotInstalled() && gnupgInstalled();

describe.skipIf(!ready)('what does not work', { timeout: 180_000 }, () => {
  let dovecot: Dovecot;
  let gnupg: Gnupg;
  let smtp: EmbeddedSmtp;
  let account: Account;
  let key: ReturnType<Gnupg['generateKey']>;
  const installed: Installation[] = [];

  const installation = (change: Partial<Account> = {}): Installation => {
    const inbox = install({ ...account, ...change });
    installed.push(inbox);
    return inbox;
  };

  beforeAll(async () => {
    gnupg = startGnupg();
    key = gnupg.generateKey('support@example.test', 'future-default', 'right');
    dovecot = await startDovecot();
    await dovecot.deliver(plainMail({ from: 'ada@example.org' }, 'Description\nIt leaks.\n'));
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    account = {
      imap: { ...dovecot, sentFolder: null },
      smtp,
      keys: [{ secretKey: key.secretKey, passphrase: 'right' }],
    };
  });
  afterEach(() => {
    for (const inbox of installed.splice(0)) inbox.remove();
  });
  afterAll(async () => {
    await smtp?.stop();
    await dovecot?.stop();
    gnupg?.stop();
  });

  const look = async (inbox: Installation, ...words: string[]) => {
    const { status, stdout, stderr } = await inbox.run('check', '--json', ...words);
    const { results } = JSON.parse(stdout) as { results: NamedResult[] };
    const bad = results.filter(({ outcome }) => outcome === 'failure' || outcome === 'warning');
    return { status, stdout, stderr, results, bad, of: (id: string) => results.filter(one => one.id === id) };
  };

  /** The one thing that is wrong, with words of what is said and what to do. */
  const expectOnly = (
    looked: Awaited<ReturnType<typeof look>>,
    id: string,
    outcome: 'warning' | 'failure',
    ...words: string[]
  ) => {
    expect(looked.bad.map(one => [one.id, one.outcome])).toEqual([[id, outcome]]);
    const [found] = looked.bad;
    for (const word of words) expect(`${found?.message} ${found?.remedy ?? ''}`).toContain(word);
  };
  const skippedIds = ({ results }: Awaited<ReturnType<typeof look>>) =>
    results.filter(({ outcome }) => outcome === 'skipped').map(({ id }) => id);

  it('a wrong IMAP password fails the login, skips what needs it, and is not repeated', async () => {
    const looked = await look(
      installation({ imap: { ...dovecot, password: 'wrong-pass-word', sentFolder: null } }),
    );
    expectOnly(looked, 'mailbox.login', 'failure', 'refused the login', 'mailbox.password');
    expect(skippedIds(looked)).toEqual(expect.arrayContaining(['mailbox.folder', 'mailbox.idle']));
    expect(looked.status).toBe(77);
    expect(looked.stdout + looked.stderr).not.toContain('wrong-pass-word');
  });

  it('an IMAP host that is none', async () => {
    const looked = await look(
      installation({ imap: { ...dovecot, host: 'mail.invalid', security: 'tls', sentFolder: null } }),
    );
    expectOnly(looked, 'mailbox.connect', 'failure', 'mail.invalid', "can't be resolved", 'mailbox.host');
    expect(looked.status).toBe(68);
  });

  it('an IMAP port on which nobody listens', async () => {
    const looked = await look(installation({ imap: { ...dovecot, port: 1, sentFolder: null } }));
    expectOnly(looked, 'mailbox.connect', 'failure', '127.0.0.1:1', 'ECONNREFUSED');
    expect(looked.status).toBe(69);
  });

  it('an IMAP server that says nothing is not waited for longer than limits.serverSeconds', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    try {
      const { port } = silent.address() as AddressInfo;
      const imap = { ...dovecot, port, sentFolder: null };
      const looked = await look(installation({ imap, overrides: { limits: { serverSeconds: 1 } } }));
      // How the other server does in a second is no matter of this test.
      expect(looked.of('mailbox.connect')).toMatchObject([
        { outcome: 'failure', code: 'unreachable', message: expect.stringContaining('no answer in time') },
      ]);
    } finally {
      silent.close();
    }
  });

  it('an SMTP server in place of the IMAP server', async () => {
    const looked = await look(installation({ imap: { ...dovecot, port: smtp.port, sentFolder: null } }));
    expectOnly(looked, 'mailbox.connect', 'failure', 'ESMTP');
  });

  it.each(['tls', 'starttls'] as const)(
    'a certificate of an authority that is not trusted, by %s; no password is sent',
    async security => {
      const before = dovecot.commands().length;
      const port = security === 'tls' ? dovecot.tlsPort : dovecot.port;
      const looked = await look(
        installation({
          imap: { host: '127.0.0.1', port, user: 'u', password: 'p', security, sentFolder: null },
        }),
      );
      expectOnly(looked, 'mailbox.connect', 'failure', 'not trusted', 'mailbox.caFile');
      expect(looked.status).toBe(69);
      expect(dovecot.commands()).toHaveLength(before);
    },
  );

  it.each(['tls', 'starttls'] as const)('a certificate that ends in two days, by %s', async security => {
    const port = security === 'tls' ? dovecot.tlsPort : dovecot.port;
    const imap = { ...dovecot, port, security, caFile: dovecot.caFile, sentFolder: null };
    const looked = await look(installation({ imap }));
    expectOnly(looked, 'mailbox.certificate', 'warning', 'in 1 day', 'renewed');
    expect(looked.status).toBe(0);
  });

  it('a folder that is not there, and those there are', async () => {
    const looked = await look(installation({ imap: { ...dovecot, folder: 'Suport', sentFolder: null } }));
    expectOnly(looked, 'mailbox.folder', 'failure', '"Suport"', '"INBOX"', 'mailbox.folder');
    expect(looked.status).toBe(78);
  });

  it('a Junk and a Sent folder that are not there', async () => {
    const looked = await look(installation({ imap: { ...dovecot, junkFolder: 'Spam', sentFolder: 'Gone' } }));
    expect(looked.bad.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['mailbox.junk', 'failure'],
      ['mailbox.sent', 'failure'],
    ]);
    expect(looked.status).toBe(78);
  });

  it('a folder whose messages the server has numbered anew', async () => {
    await dovecot.deliverTo('Reports', [plainMail({ from: 'eve@example.org' }, 'Description\nTwo.\n')]);
    const inbox = installation({ imap: { ...dovecot, folder: 'Reports', sentFolder: null } });
    expect((await inbox.run('poll')).status).toBe(0);
    await dovecot.recreate('Reports');
    expectOnly(await look(inbox), 'mailbox.position', 'warning', 'UIDVALIDITY', 'answers nobody twice');
  });

  it('a refused SMTP login', async () => {
    const other = await startEmbeddedSmtp({ user: 'u', password: 'another' });
    try {
      const looked = await look(installation({ smtp: other }));
      expectOnly(looked, 'smtp.login', 'failure', 'refused the login', 'smtp.password');
      expect(looked.status).toBe(77);
    } finally {
      await other.stop();
    }
  });

  it('an SMTP server that does not take our address as a sender', async () => {
    const other = await startEmbeddedSmtp({
      ...SMTP_LOGIN,
      refuseSender: () => ({ code: 550, message: '5.1.8 not yours' }),
    });
    try {
      const looked = await look(installation({ smtp: other }));
      expectOnly(looked, 'smtp.sender', 'failure', '5.1.8 not yours', 'identity.address');
      expect(looked.of('smtp.login')).toMatchObject([{ outcome: 'ok' }]);
      expect(looked.status).toBe(77);
    } finally {
      await other.stop();
    }
  });

  it('an SMTP certificate that is not trusted, and one that ends soon', async () => {
    const inbox = installation();
    const certificate = makeCertificate(inbox.folder);
    const front = await startTlsFront(smtp, {
      certFile: certificate.certificateFile,
      keyFile: certificate.keyFile,
    });
    try {
      const server = { ...front, security: 'tls', ...SMTP_LOGIN };
      const untrusted = await look(installation({ overrides: { smtp: { ...named(server) } } }));
      expectOnly(untrusted, 'smtp.connect', 'failure', 'SELF_SIGNED_CERT', 'certificate');
      expect(untrusted.status).toBe(69);
      const soon = await look(
        installation({ overrides: { smtp: { ...named(server), caFile: certificate.certificateFile } } }),
      );
      expectOnly(soon, 'smtp.certificate', 'warning', 'in 1 day');
    } finally {
      await front.stop();
    }
  });

  it('an SMTP certificate that ends soon, by STARTTLS', async () => {
    const inbox = installation();
    const certificate = makeCertificate(inbox.folder);
    const other = await startEmbeddedSmtp({ ...SMTP_LOGIN, tls: certificate });
    try {
      const server = named({ ...other, security: 'starttls', ...SMTP_LOGIN });
      const looked = await look(
        installation({ overrides: { smtp: { ...server, caFile: certificate.certificateFile } } }),
      );
      expectOnly(looked, 'smtp.certificate', 'warning', 'in 1 day');
      expect(looked.of('smtp.login')).toMatchObject([{ outcome: 'ok' }]);
    } finally {
      await other.stop();
    }
  });

  it('mistakes in the configuration, each for itself, and what could not be tried then', async () => {
    const looked = await look(installation({ overrides: { watsch: {}, reportIdPrefix: 'a' } }));
    expect(looked.bad.map(({ id }) => id)).toEqual(['config', 'config']);
    expect(looked.bad[0]?.message).toContain('reportIdPrefix');
    expect(looked.bad[1]?.message).toContain('did you mean "watch"?');
    expect(skippedIds(looked)).toEqual(expect.arrayContaining(['mailbox.connect', 'database.open']));
    expect(looked.status).toBe(78);
  });

  it('a key file that every user can read', async () => {
    const inbox = installation();
    chmodSync(join(inbox.folder, 'key-0.asc'), 0o644);
    const looked = await look(inbox);
    expect(looked.of('files.modes')).toMatchObject([
      {
        outcome: 'failure',
        remedy: expect.stringContaining('chmod'),
        about: join(inbox.folder, 'key-0.asc'),
      },
    ]);
    expect(looked.status).toBe(78);
  });

  it('templates that ask for what no receipt holds, and that leave out the number', async () => {
    const inbox = installation({ overrides: { answering: { templates: 'words' } } });
    const folder = join(inbox.folder, 'words');
    mkdirSync(folder);
    writeFileSync(join(folder, 'receipt.en.txt'), 'Hello {{description}}\n');
    writeFileSync(join(folder, 'receipt.en.html'), '<p>Hello</p>\n');
    expectOnly(await look(inbox), 'templates', 'failure', 'receipt.en.txt', '{{description}}', 'Allowed are');
    writeFileSync(join(folder, 'receipt.en.txt'), 'Hello\n');
    expectOnly(await look(inbox), 'templates', 'warning', 'receipt (en)', '{{number}}');
  });

  it('a database of an older version is left to the next poll', async () => {
    const inbox = installation();
    await inbox.run('poll');
    const { default: Database } = await import('better-sqlite3');
    const connection = new Database(inbox.database);
    connection.pragma('user_version = 3');
    connection.close();
    const looked = await look(inbox);
    expectOnly(looked, 'database.schema', 'warning', 'schema 3', 'next poll');
    expect(skippedIds(looked)).toContain('queue.receipts');
    expect(inbox.query('PRAGMA user_version')).toEqual([{ user_version: 3 }]);
  });

  it('a database that is gone from beside its log', async () => {
    const inbox = installation();
    mkdirSync(join(inbox.folder, 'data'), { mode: 0o700 });
    writeFileSync(`${inbox.database}-wal`, 'log', { mode: 0o600 });
    expectOnly(await look(inbox), 'database.open', 'failure', '-wal', 'restore');
  });

  it('a damaged database', async () => {
    const inbox = installation();
    mkdirSync(join(inbox.folder, 'data'), { mode: 0o700 });
    writeFileSync(inbox.database, 'no database', { mode: 0o600 });
    const looked = await look(inbox);
    expectOnly(looked, 'database.open', 'failure', 'damaged', 'restore');
    expect(looked.status).toBe(73);
  });

  it('receipts that wait for a person', async () => {
    const inbox = installation({ overrides: { answering: { perSenderPerHour: 1 } } });
    await dovecot.deliver(plainMail({ from: 'ada@example.org' }, 'Description\nOnce more.\n'));
    await inbox.run('poll');
    expectOnly(await look(inbox), 'queue.held', 'warning', '1 receipt waits', 'receipt release');
  });

  it.skipIf(!canMount())('a disk with little room', async () => {
    const inbox = installation({ overrides: { database: 'disk/inbox.sqlite' } });
    await withDisk(inbox.folder, '64m', async disk => {
      fillDisk(join(disk, 'filler'), 100);
      const looked = await look(inbox);
      expectOnly(looked, 'database.disk', 'failure', '0 MB left', 'limits.messageBytes', 'Free some space');
      expect(looked.status).toBe(74);
    });
  });

  it('an address that the server refuses the trial mail for', async () => {
    const other = await startEmbeddedSmtp({
      ...SMTP_LOGIN,
      refuseRecipient: () => ({ code: 550, message: '5.1.1 no such user here' }),
    });
    try {
      const looked = await look(installation({ smtp: other }), '--send-test', 'nobody@example.org');
      expectOnly(looked, 'smtp.test-mail', 'failure', '5.1.1 no such user here', '--send-test ADDRESS');
    } finally {
      await other.stop();
    }
  });

  it('a page of the policy that is not reached, where it is asked for', async () => {
    const inbox = installation({ overrides: { policy: { url: 'http://127.0.0.1:1/policy' } } });
    const looked = await look(inbox, '--online');
    expect(looked.bad.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['policy.url', 'warning'],
      ['policy.online', 'warning'],
    ]);
    expect((await look(inbox)).of('policy.online')).toEqual([]);
  });
});

function named({ host, port, security, user, password }: Record<string, unknown>) {
  return { host, port, security, user, password };
}
