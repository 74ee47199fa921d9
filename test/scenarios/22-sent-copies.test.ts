/** Copies of receipts in the Sent folder, by the built program, over connections that break and with a process that dies. */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import Database from 'better-sqlite3';
import { simpleParser } from 'mailparser';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startEmbeddedImap } from '../../src/demo/embedded-imap.js';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { gnupgInstalled, startGnupg } from '../world/gnupg.js';
import { type ImapProxy, startImapProxy } from '../world/imap-proxy.js';
import { pgpMimeMail, plainMail, protectedEntity } from '../world/mails.js';
import { type Account, type Installation, install, type Running, SMTP_LOGIN } from '../world/program.js';

/** What reports are read from, and what Dovecot is told to call \Sent. */
const WATCHED = 'Reports';
const SENT = 'Outgoing';

const TEXT = 'Description\nSomething is wrong with the export.\n';
const report = (name = 'r') => plainMail({ from: `${name}@example.org` }, TEXT);

describe.skipIf(!dovecotInstalled())('the copy of a receipt', () => {
  let dovecot: Dovecot;
  let proxy: ImapProxy;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;
  /** Called when the SMTP server has a mail whole, before it answers. */
  let onData: () => void;

  beforeAll(async () => {
    dovecot = await startDovecot();
    for (const folder of [WATCHED, SENT]) await dovecot.deliverTo(folder, []);
  });

  beforeEach(async () => {
    for (const folder of [WATCHED, SENT]) await dovecot.recreate(folder);
    proxy = await startImapProxy(dovecot.port);
    onData = () => undefined;
    smtp = await startEmbeddedSmtp({
      ...SMTP_LOGIN,
      refuseData: () => {
        onData();
        return undefined;
      },
    });
    inbox = installed(SENT);
  });

  afterEach(async () => {
    inbox.remove();
    await smtp.stop();
    await proxy.stop();
  });

  afterAll(() => dovecot?.stop());

  function installed(sentFolder: string | null | undefined, change: Partial<Account> = {}): Installation {
    const { user, password } = dovecot;
    const imap = { host: proxy.host, port: proxy.port, user, password, folder: WATCHED };
    return install({ imap: sentFolder === undefined ? imap : { ...imap, sentFolder }, smtp, ...change });
  }

  const use = (other: Installation) => {
    inbox.remove();
    inbox = other;
  };

  /** As if the mail server had had its time to file by itself what it sent. */
  const letTimePass = () => {
    const connection = new Database(inbox.database);
    connection.exec("UPDATE sent_mails SET due_at = '2020-01-01T00:00:00.000Z' WHERE state = 'due'");
    connection.close();
  };

  const raws = async (folder = SENT) => (await dovecot.contents(folder)).map(({ raw }) => raw.toString());
  const sentRaws = () => smtp.received.map(({ raw }) => raw.toString());
  const kill = ({ child }: Running) => child.kill('SIGKILL');

  it('is the very mail that was sent, read, with the date of sending, in the folder that was named', async () => {
    await dovecot.deliverTo(WATCHED, [report('a'), report('b')]);
    const begun = Date.now();
    expect((await inbox.run('poll')).status).toBe(0);
    expect(await raws()).toEqual(sentRaws());
    expect(await dovecot.snapshot(SENT)).toMatchObject([{ flags: ['\\Seen'] }, { flags: ['\\Seen'] }]);
    for (const { internalDate } of await dovecot.contents(SENT)) {
      // IMAP's dates are whole seconds.
      expect(internalDate.getTime()).toBeGreaterThan(begun - 1000);
      expect(internalDate.getTime()).toBeLessThanOrEqual(Date.now());
    }
    await inbox.run('poll');
    expect(proxy.appends).toBe(2);
    expect(inbox.query('SELECT state, bytes FROM sent_mails')).toEqual(
      Array(2).fill({ state: 'filed', bytes: null }),
    );
  });

  it('goes into the folder that the server calls \\Sent, once the server had its time to file it', async () => {
    use(installed(undefined));
    await dovecot.deliverTo(WATCHED, [report()]);
    await inbox.run('poll');
    expect(proxy.appends).toBe(0);
    letTimePass();
    const { stderr } = await inbox.run('poll');
    expect(stderr).toContain('"event":"receipt.copy-filed"');
    expect(await raws()).toEqual(sentRaws());
  });

  it('is not filed where the server did so by itself', async () => {
    use(installed('auto'));
    await dovecot.deliverTo(WATCHED, [report()]);
    await inbox.run('poll');
    await dovecot.deliverTo(SENT, [smtp.received[0]?.raw ?? Buffer.alloc(0)]);
    letTimePass();
    expect((await inbox.run('poll')).stderr).toContain('"event":"receipt.copy-found"');
    expect(proxy.appends).toBe(0);
    expect(await raws()).toHaveLength(1);
  });

  it('is neither made nor looked for where none is wanted', async () => {
    use(installed(null));
    await dovecot.deliverTo(WATCHED, [report()]);
    await inbox.run('poll');
    await inbox.run('poll');
    expect([proxy.appends, proxy.connections]).toEqual([0, 2]);
    expect(inbox.query('SELECT * FROM sent_mails')).toEqual([]);
  });

  it('is filed once where the process died before the SMTP server’s answer', async () => {
    await dovecot.deliverTo(WATCHED, [report()]);
    const poll = inbox.start('poll');
    onData = () => kill(poll);
    await poll.finished;
    onData = () => undefined;
    expect(await raws()).toEqual([]);
    await inbox.run('poll');
    const [first, second] = sentRaws();
    expect(smtp.received).toHaveLength(2);
    expect(second).toBe(first);
    expect(await raws()).toEqual([first]);
  });

  it.each<[string, 'swallowed' | 'unanswered', number]>([
    ['before the copy reached the folder', 'swallowed', 2],
    ['after it had, and before that was noted', 'unanswered', 1],
  ])('is filed once where the process died %s', async (_name, kind, appends) => {
    await dovecot.deliverTo(WATCHED, [report()]);
    const poll = inbox.start('poll');
    proxy.onAppend = () => ({ kind, act: () => kill(poll) });
    await poll.finished;
    expect(poll.child.signalCode).toBe('SIGKILL');
    proxy.onAppend = () => ({ kind: 'passed' });
    await inbox.run('poll');
    expect(await raws()).toEqual(sentRaws());
    expect([smtp.received.length, proxy.appends]).toEqual([1, appends]);
    expect(inbox.query('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  });

  it.each<[string, () => void]>([
    [
      'the mailbox is full',
      () => {
        proxy.onAppend = () => ({ kind: 'refused', words: 'NO [OVERQUOTA] Quota exceeded' });
      },
    ],
    [
      'the connection broke within it',
      () => {
        proxy.onAppend = () => ({ kind: 'cut', after: 1000 });
      },
    ],
  ])('comes with a later poll where %s, and no receipt is sent again', async (_name, makeTrouble) => {
    makeTrouble();
    await dovecot.deliverTo(WATCHED, [report()]);
    const first = await inbox.run('poll');
    expect(first.status).toBe(0);
    expect(first.stdout).toContain('1 receipt sent');
    expect(first.stderr).toContain('its copy is tried again.","event":"receipt.copy-put-off"');
    expect(await raws()).toEqual([]);
    proxy.onAppend = () => ({ kind: 'passed' });
    await inbox.run('poll');
    expect(await raws()).toEqual(sentRaws());
    expect(smtp.received).toHaveLength(1);
  });

  it('is filed while watch goes on hearing of mail', async () => {
    const watch = inbox.start('watch');
    try {
      await watch.logged('mailbox.connected');
      for (const name of ['a', 'b']) {
        await dovecot.deliverTo(WATCHED, [report(name)]);
        await watch.logged('receipt.copy-filed');
      }
      expect(await raws()).toEqual(sentRaws());
    } finally {
      kill(watch);
      await watch.finished;
    }
  });

  it('that has no folder to go into is said, and nothing else is the worse for it', async () => {
    use(installed('Ausgang'));
    await dovecot.deliverTo(WATCHED, [report()]);
    const { status, stdout, stderr } = await inbox.run('poll');
    expect(status).toBe(0);
    expect(stdout).toContain('1 receipt sent');
    expect(stderr).toContain('Check mailbox.sentFolder');
    expect((await dovecot.snapshot(WATCHED)).map(({ flags }) => flags)).toEqual([[]]);
  });

  it('is no report, in a folder within the one that is read, in the one that is read, or encrypted', async () => {
    const gnupg = gnupgInstalled() ? startGnupg() : null;
    const own = gnupg?.generateKey('support@example.test', 'future-default');
    const child = `${WATCHED}.Sent`;
    await dovecot.deliverTo(child, []);
    use(installed(child, own ? { keys: [own] } : {}));
    await dovecot.deliverTo(WATCHED, [report()]);
    await inbox.run('poll');
    const [copy] = await dovecot.contents(child);
    const { stdout } = await inbox.run('poll', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ looked: 0 });
    // A person moves it, and what looks like one that was sent encrypted to ourselves too.
    const { messageId } = await simpleParser(copy?.raw ?? '');
    const fields = {
      from: 'Example Security <support@example.test>',
      to: 'r@example.org',
      subject: '[...]',
      ...(messageId === undefined ? {} : { messageId }),
      headers: ['Auto-Submitted: auto-replied'],
    };
    const encrypted =
      gnupg && own
        ? [
            pgpMimeMail(
              fields,
              gnupg.encrypt(protectedEntity('s', 'Thank you.\n'), { to: [own.fingerprint] }),
            ),
          ]
        : [];
    await dovecot.deliverTo(WATCHED, [copy?.raw ?? Buffer.alloc(0), ...encrypted]);
    const moved = JSON.parse((await inbox.run('poll', '--json')).stdout);
    expect(moved).toMatchObject({ looked: 1 + encrypted.length, recorded: [], receipts: { sent: 0 } });
    expect(smtp.received).toHaveLength(1);
    gnupg?.stop();
  });
});

describe.skipIf(!dovecotInstalled())('a receipt whose answer got lost', () => {
  it('is not sent again where the mail server filed it', async () => {
    const dovecot = await startDovecot();
    await dovecot.deliverTo(SENT, []);
    await dovecot.deliver(report());
    let taken = Buffer.alloc(0);
    let count = 0;
    const server = createServer(socket => {
      let isData = false;
      let text = '';
      socket.on('error', () => undefined);
      socket.write('220 ready\r\n');
      socket.on('data', chunk => {
        text += chunk.toString('latin1');
        if (isData) {
          if (!text.endsWith('\r\n.\r\n')) return;
          taken = Buffer.from(text.slice(0, -3), 'latin1');
          count += 1;
          socket.destroy();
          return;
        }
        isData = /^DATA/.test(text);
        const answer = isData ? '354 go on' : /^EHLO/.test(text) ? '250-here\r\n250 AUTH PLAIN' : '250 ok';
        socket.write(`${/^AUTH/.test(text) ? '235 ok' : answer}\r\n`);
        text = '';
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const inbox = install({ imap: dovecot, smtp: { host: '127.0.0.1', port } });
    expect((await inbox.run('poll')).status).toBe(75);
    await dovecot.deliverTo(SENT, [taken]);
    await inbox.run('retry');
    const { status, stdout } = await inbox.run('poll');
    expect([status, count]).toEqual([0, 1]);
    expect(stdout).toContain('1 receipt sent');
    expect(
      inbox.query('SELECT receipts.state, sent_mails.state AS copy FROM receipts JOIN sent_mails'),
    ).toEqual([{ state: 'sent', copy: 'filed' }]);
    expect(await dovecot.snapshot(SENT)).toHaveLength(1);
    inbox.remove();
    server.close();
    await dovecot.stop();
  });
});

it('a server without extensions is given the copy too', async () => {
  const login = { user: 'support@example.test', password: 'p' };
  const imap = await startEmbeddedImap({
    ...login,
    extensions: [],
    folders: [{ name: 'Sent', messages: [] }],
  });
  const smtp = await startEmbeddedSmtp(SMTP_LOGIN);
  const inbox = install({ imap: { ...login, host: imap.host, port: imap.port, sentFolder: 'Sent' }, smtp });
  imap.append('INBOX', report());
  expect((await inbox.run('poll')).status).toBe(0);
  expect([...imap.raw('Sent').values()]).toEqual(smtp.received.map(({ raw }) => raw));
  expect([...imap.flags('Sent').values()]).toEqual([['\\Seen']]);
  inbox.remove();
  await imap.stop();
  await smtp.stop();
});
