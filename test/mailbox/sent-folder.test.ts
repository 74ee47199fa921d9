/** The Sent folder of real servers. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MailboxConfig } from '../../src/config/config.js';
import { startEmbeddedImap } from '../../src/demo/embedded-imap.js';
import { Failure } from '../../src/failure.js';
import { openSentFolder } from '../../src/mailbox/sent-folder.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { type ImapProxy, startImapProxy } from '../world/imap-proxy.js';
import { plainMail } from '../world/mails.js';

const ID = '<receipt.1@example.test>';
const AT = new Date('2026-11-20T08:30:00Z');
const LIMIT = { messageBytes: 1_000_000, serverSeconds: 60 };

const receipt = (messageId = ID) =>
  plainMail({ from: 'support@example.test', messageId }, `${'Thank you.\n'.repeat(200)}`);

function account(server: { host: string; port: number; user: string; password: string }, sentFolder: string) {
  const { host, port, user, password } = server;
  const config: MailboxConfig = {
    host,
    port,
    user,
    password,
    security: 'none',
    ca: null,
    folder: 'INBOX',
    junkFolder: 'auto',
    sentFolder,
    authservId: null,
    path: 'mailbox',
    foldersOfOthers: [],
  };
  return config;
}

async function failure(act: Promise<unknown>): Promise<Failure> {
  const error = await act.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Failure);
  return error as Failure;
}

describe.skipIf(!dovecotInstalled())('the Sent folder of Dovecot', () => {
  let dovecot: Dovecot;
  let proxy: ImapProxy;
  let opened: ReturnType<typeof openSentFolder>[];

  beforeAll(async () => {
    dovecot = await startDovecot();
  });

  beforeEach(async () => {
    proxy = await startImapProxy(dovecot.port);
    opened = [];
  });

  afterEach(async () => {
    for (const folder of opened) await folder.close();
    await proxy.stop();
  });

  afterAll(() => dovecot?.stop());

  const sent = (folder = 'auto', read: Partial<Pick<MailboxConfig, 'folder' | 'foldersOfOthers'>> = {}) => {
    const { user, password } = dovecot;
    const one = openSentFolder({ ...account({ ...proxy, user, password }, folder), ...read }, LIMIT);
    opened.push(one);
    return one;
  };

  it('is not made where there is none', async () => {
    const folder = sent();
    expect(await folder.holds(ID)).toBe(false);
    expect(await folder.append(receipt(), AT)).toBe('no-folder');
    expect(dovecot.commands().join('\n')).not.toMatch(/CREATE|APPEND/);
  });

  it('that is named and missing is said, with those there are', async () => {
    const error = await failure(sent('Ausgang').holds(ID));
    expect(error.code).toBe('config');
    expect(error.message).toContain(
      'no folder "Ausgang" that can be opened. Check mailbox.sentFolder; it has "INBOX"',
    );
  });

  it('is found by its name where the server announces none', async () => {
    await dovecot.deliverTo('Gesendet', []);
    await sent().append(receipt(), AT);
    expect(await dovecot.contents('Gesendet')).toHaveLength(1);
  });

  it.each([
    ['by this mailbox', { folder: 'Gesendet' }],
    ["as another mailbox's of the account", { foldersOfOthers: ['Gesendet'] }],
  ])('is none where it is read for mail %s', async (_name, read) => {
    await dovecot.deliverTo('Gesendet', []);
    const before = await dovecot.contents('Gesendet');
    expect(await sent('auto', read).append(receipt(), AT)).toBe('no-folder');
    expect(await dovecot.contents('Gesendet')).toEqual(before);
  });

  describe('that is announced', () => {
    beforeAll(() => dovecot.deliverTo('Outgoing', []));
    beforeEach(() => dovecot.recreate('Outgoing'));

    it('takes a copy byte for byte, read, and dated as it was sent', async () => {
      const folder = sent();
      expect(await folder.holds(ID)).toBe(false);
      expect(await folder.append(receipt(), AT)).toBe('appended');
      expect(await folder.holds(ID)).toBe(true);
      expect(await dovecot.snapshot('Outgoing')).toMatchObject([{ flags: ['\\Seen'] }]);
      expect(await dovecot.contents('Outgoing')).toEqual([{ raw: receipt(), internalDate: AT }]);
    });

    it('holds a mail of this very Message-ID and no other', async () => {
      await dovecot.deliverTo('Outgoing', [
        receipt('<RECEIPT.1@example.test>'),
        plainMail(
          { messageId: '<other@example.test>', headers: [`In-Reply-To: ${ID}`] },
          `Message-ID: ${ID}\n`,
        ),
        plainMail({ messageId: `<x@example.test> ${ID}` }, 'two\n'),
      ]);
      const folder = sent();
      expect(await folder.holds(ID)).toBe(false);
      await dovecot.deliverTo('Elsewhere', [receipt()]);
      expect(await folder.holds(ID)).toBe(false);
      await dovecot.move((await dovecot.snapshot('Elsewhere'))[0]?.uid ?? 0, 'Elsewhere', 'Outgoing');
      expect(await folder.holds(ID)).toBe(true);
    });

    it('is looked through where the server refuses to search', async () => {
      await dovecot.deliverTo('Outgoing', [receipt('<other@example.test>'), receipt()]);
      proxy.onCommand = command => (command.startsWith('UID SEARCH') ? 'NO not today' : null);
      expect(await sent().holds(ID)).toBe(true);
      expect(await sent().holds('<none@example.test>')).toBe(false);
    });

    it.each([
      ['NO [OVERQUOTA] mailbox is full', 'OVERQUOTA: mailbox is full', 'Free some space'],
      [
        'NO [TRYCREATE] no such folder',
        'TRYCREATE',
        'Make the folder, or name another one in mailbox.sentFolder',
      ],
      ['NO [NOPERM] read-only', 'NOPERM', 'Check that this account may write there'],
      ['NO', 'Outgoing', 'Check that this account may write there'],
    ])('that answers %s is said to a person, and works again later', async (words, said, remedy) => {
      proxy.onAppend = () => ({ kind: 'refused', words });
      const folder = sent();
      const error = await failure(folder.append(receipt(), AT));
      expect(error.code).toBe('not-possible');
      expect(error.message).toContain(said);
      expect(error.message).toContain(remedy);
      proxy.onAppend = () => ({ kind: 'passed' });
      expect(await folder.append(receipt(), AT)).toBe('appended');
    });

    it('holds nothing of a copy that the connection broke off within', async () => {
      proxy.onAppend = () => ({ kind: 'cut', after: 700 });
      const error = await failure(sent().append(receipt(), AT));
      expect(error.code).toBe('unreachable');
      expect(await sent().holds(ID)).toBe(false);
      expect(await dovecot.snapshot('Outgoing')).toEqual([]);
    });

    it('is not connected to before it is needed, nor again after that failed', async () => {
      const folder = openSentFolder(
        account({ host: '127.0.0.1', port: 1, user: 'u', password: 'p' }, 'auto'),
        LIMIT,
      );
      const first = await failure(folder.holds(ID));
      expect(await failure(folder.append(receipt(), AT))).toBe(first);
      await sent().close();
      expect(proxy.connections).toBe(0);
    });
  });
});

it('a server without any extension takes a copy too', async () => {
  const login = { user: 'support@example.test', password: 'p' };
  const imap = await startEmbeddedImap({
    ...login,
    extensions: [],
    folders: [{ name: 'Sent', messages: [] }],
  });
  const folder = openSentFolder(account({ ...login, host: imap.host, port: imap.port }, 'auto'), LIMIT);
  expect(await folder.holds(ID)).toBe(false);
  expect(await folder.append(receipt(), AT)).toBe('appended');
  expect(await folder.holds(ID)).toBe(true);
  expect([...imap.raw('Sent').values()]).toEqual([receipt()]);
  expect([...imap.flags('Sent').values()]).toEqual([['\\Seen']]);
  expect(imap.commands().join('\n')).not.toMatch(/CREATE|SELECT|STORE/);
  await folder.close();
  await imap.stop();
});
