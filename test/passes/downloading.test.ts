/** A large message on its way into the database, where that fails. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImapFlow } from 'imapflow';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { download } from '../../src/passes/downloading.js';
import type { Session } from '../../src/passes/session.js';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { intakeReading } from '../intake/intake-reading.js';
import { readingOf } from '../readings.js';
import { clear } from '../store/clear.js';

const MAIL = Buffer.concat([Buffer.from('Subject: Security Alert\r\n\r\n'), randomBytes(12_000_000)]);
const KEY = { mailbox: 'support@imap.example', folder: 'INBOX' };

let folder: string;
let connection: Connection;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'downloading-'));
  connection = openDatabase(clear(join(folder, 'inbox.sqlite')));
});

afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

/** A server that gives the message, as one or in pieces, while it is there. */
function serverOf(isThere = () => true): ImapFlow {
  const give = (source: true | { start: number; maxLength: number }) =>
    source === true ? MAIL : MAIL.subarray(source.start, source.start + source.maxLength);
  const client = {
    usable: true,
    noop: async () => undefined,
    search: async () => (isThere() ? [7] : []),
    stats: () => ({ received: 0 }),
    on: () => undefined,
    off: () => undefined,
    fetchOne: async (_uid: string, { source }: { source: true | { start: number; maxLength: number } }) => ({
      source: isThere() ? Buffer.from(new Uint8Array(give(source)).buffer) : null,
    }),
  };
  return client as unknown as ImapFlow;
}

const downloaded = (client: ImapFlow) =>
  download(
    { client, key: KEY, uidValidity: '1', foundIn: 'inbox' },
    { uid: 7, size: MAIL.byteLength, receivedAt: null } as Parameters<typeof download>[1],
    {
      config: { limits: { messageBytes: 60_000_000, serverSeconds: 60 } },
      intake: intakeReading(
        connection,
        async () => readingOf({}),
        () => new Date(),
      ),
    } as unknown as Session,
  );

const remainders = () => connection.prepare('SELECT count(*) FROM remainders').pluck().get();

it('is whole in the database, and not in memory', async () => {
  const given = await downloaded(serverOf());
  if (given.kind !== 'given') throw new Error(given.kind);
  const { raw, held } = given.value.arrival;
  expect(raw.byteLength).toBeLessThan(MAIL.byteLength / 8);
  expect(MAIL.equals(held?.load() ?? Buffer.alloc(0))).toBe(true);
});

it('of which the database has no room is not said to be withheld by the server', async () => {
  const pages = connection.pragma('page_count', { simple: true }) as number;
  connection.pragma(`max_page_count = ${pages + 1000}`);
  await expect(downloaded(serverOf())).rejects.toThrow(/full/);
  expect(remainders()).toBe(0);
});

it('that is taken away meanwhile leaves nothing', async () => {
  let asked = 0;
  const client = serverOf(() => {
    asked += 1;
    return asked < 5;
  });
  expect(await downloaded(client)).toEqual({ kind: 'gone' });
  expect(remainders()).toBe(0);
});
