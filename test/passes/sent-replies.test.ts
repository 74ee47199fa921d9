/** The Sent folder in a daemon, whose server fails: said once, and left in peace for a while. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImapFlow } from 'imapflow';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MailboxConfig } from '../../src/config/config.js';
import { Failure } from '../../src/failure.js';
import type { Log } from '../../src/log.js';
import type { OpenSentFolder } from '../../src/mailbox/sent-folder.js';
import { sentReader } from '../../src/passes/sent-replies.js';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { openThreads } from '../../src/store/threads.js';
import { clear } from '../store/clear.js';
import { record } from '../store/filled.js';

const MAILBOX: MailboxConfig = {
  host: 'imap.example',
  port: 993,
  security: 'tls',
  ca: null,
  user: 'u',
  password: 'p',
  folder: 'INBOX',
  junkFolder: false,
  sentFolder: 'Sent',
  authservId: null,
  path: 'mailbox',
  foldersOfOthers: [],
};

/** The connection that mail is read on, as far as it is looked at. */
const ANSWERING = {
  stats: () => ({ received: 0 }),
  on: () => undefined,
  off: () => undefined,
} as unknown as ImapFlow;

let folder: string;
let connection: Connection;
let now: Date;
let events: string[];
let asked: number;
let fails: Failure | null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sent-'));
  connection = openDatabase(clear(join(folder, 'inbox.sqlite')));
  now = new Date('2026-11-24T12:00:00Z');
  events = [];
  asked = 0;
  fails = null;
});
afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

function reader(mailbox = MAILBOX, stopping = new AbortController().signal) {
  const note = (_fields: object, event: string) => events.push(event);
  const read = sentReader({
    intake: { connection, threads: openThreads(connection), ownAddresses: [], now: () => now },
    config: {
      mailbox,
      database: join(folder, 'inbox.sqlite'),
      limits: { messageBytes: 1, readingSeconds: 1, serverSeconds: 1, receiptAgeDays: 14 },
    },
    log: { info: note, warn: note, error: note } as unknown as Log,
    stopping,
  });
  const sent = {
    examine: async () => {
      asked += 1;
      if (fails) throw fails;
      return null;
    },
  } as unknown as OpenSentFolder;
  return async (minutes: number) => {
    now = new Date(Date.UTC(2026, 10, 24, 12, minutes));
    await read(ANSWERING, sent);
  };
}

it('a folder that fails is tried every ten minutes, and each kind of failure said once', async () => {
  record(connection, 'ada');
  const at = reader();
  fails = new Failure('unreachable', 'x');
  for (const minutes of [0, 1, 9]) await at(minutes);
  expect([asked, events]).toEqual([1, ['sent.failed']]);
  await at(10);
  expect([asked, events.length]).toEqual([2, 1]);
  fails = new Failure('config', 'x');
  await at(20);
  expect([asked, events.length]).toEqual([3, 2]);
  fails = null;
  for (const minutes of [30, 31]) await at(minutes);
  expect([asked, events.length]).toEqual([5, 2]);
  fails = new Failure('config', 'x');
  await at(32);
  expect(events).toHaveLength(3);
});

it('a clock that was set back makes nothing wait for it to come round', async () => {
  record(connection, 'ada');
  const at = reader();
  fails = new Failure('unreachable', 'x');
  await at(50);
  await at(30);
  expect(asked).toBe(2);
});

it('nothing is opened where nobody waits, no folder is wanted, or the program is to end', async () => {
  await reader()(0);
  record(connection, 'ada');
  await reader({ ...MAILBOX, sentFolder: null })(0);
  const stop = new AbortController();
  stop.abort();
  await reader(MAILBOX, stop.signal)(0);
  expect(asked).toBe(0);
  await reader()(0);
  expect(asked).toBe(1);
});

it('nothing is opened where the folder is the one that mail is read from, in whatever case', async () => {
  record(connection, 'ada');
  await reader({ ...MAILBOX, sentFolder: 'Inbox' })(0);
  expect(asked).toBe(0);
});
