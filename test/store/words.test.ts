/** The words of the mails of a report, and of a database that kept none of attached texts. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TextBody } from '../../src/message/message.js';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { countMessages, recordMessage } from '../../src/store/messages.js';
import { first } from '../../src/store/migrations/0001-first.js';
import { threads } from '../../src/store/migrations/0002-threads.js';
import { words } from '../../src/store/migrations/0003-words.js';
import { type ReportNumber, recordReport } from '../../src/store/reports.js';
import { wordsOf } from '../../src/store/words.js';
import { sampleReport } from '../report/sample.js';
import { clear } from './clear.js';
import { newMessage } from './new-message.js';

const NOW = new Date('2026-11-24T12:00:00Z');

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'words-'));
  file = join(folder, 'inbox.sqlite');
});

afterEach(() => rmSync(folder, { recursive: true }));

function text(kind: TextBody['kind'], words: string, filename: string | null = null): TextBody {
  return { origin: 'cleartext', kind, text: words, filename };
}

describe('the words of a report', () => {
  let connection: Connection;
  let count = 0;

  beforeEach(() => {
    connection = openDatabase(clear(file));
  });

  afterEach(() => connection.close());

  const message = (...bodies: TextBody[]) => {
    count += 1;
    return newMessage({ raw: Buffer.from(`mail ${count}`), bodies });
  };

  const record = (...bodies: TextBody[]) =>
    recordReport(
      connection,
      {
        content: sampleReport(),
        acknowledgeBy: NOW,
        discloseBy: NOW,
        message: message(...bodies),
        attachments: [],
      },
      'TS',
      NOW,
    );

  it('are kept with those of attached texts, which go by the name of their file', () => {
    const { number } = record(text('plain', 'the letter'), text('attachment', '1. Open it.', 'steps.md'));
    expect(wordsOf(connection, number)).toMatchObject([
      { mail: 0, body: 0, kind: 'plain', filename: null, text: 'the letter' },
      { mail: 0, body: 1, kind: 'attachment', filename: 'steps.md', text: '1. Open it.' },
    ]);
  });

  it('count every mail of the report, one without words too, and none of another report', () => {
    record(text('plain', 'another report'));
    const { id, number } = record(text('plain', 'the first'));
    record(text('plain', 'a third report'));
    recordMessage(connection, id, 'copy', message());
    expect(countMessages(connection, id)).toBe(2);
    recordMessage(connection, id, 'follow-up', message(text('html', 'the last')));
    expect(wordsOf(connection, number).map(one => [one.mail, one.text])).toEqual([
      [0, 'the first'],
      [2, 'the last'],
    ]);
  });

  it('that were decrypted lie in a file that its owner alone can read', () => {
    record({ origin: 'decrypted', kind: 'attachment', text: 'secret', filename: 'poc.txt' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

it('a database that kept the words of bodies alone keeps them, and takes those of attached texts from then on', () => {
  const old = new Database(file);
  for (const migration of [first, threads, words]) old.exec(migration);
  old.pragma(`application_id = ${0x53656349}`);
  old.pragma('user_version = 3');
  old
    .prepare('INSERT INTO reports VALUES (1, ?, ?, ?, ?, ?, ?, ?)')
    .run('TS-2026-0001', 'received', 'a', 'b', 'c', 'd', '{}');
  old
    .prepare(
      `INSERT INTO messages (id, report_id, role, received_at, sha256, complete, bytes)
       VALUES (7, 1, 'report', '2026-11-01T09:00:00.000Z', 'h', 1, x'61')`,
    )
    .run();
  const insert = old.prepare('INSERT INTO words VALUES (7, ?, ?, ?, ?)');
  insert.run(0, 'decrypted', 'plain', 'the plain words');
  insert.run(1, 'cleartext', 'html', 'the other words');
  old.close();

  const connection = openDatabase(clear(file));
  const number = 'TS-2026-0001' as ReportNumber;
  expect(wordsOf(connection, number)).toMatchObject([
    { mail: 0, body: 0, origin: 'decrypted', kind: 'plain', filename: null, text: 'the plain words' },
    { mail: 0, body: 1, origin: 'cleartext', kind: 'html', filename: null, text: 'the other words' },
  ]);
  recordMessage(connection, 1, 'follow-up', newMessage({ bodies: [text('attachment', 'more', 'poc.txt')] }));
  expect(wordsOf(connection, number).at(-1)).toMatchObject({ mail: 1, kind: 'attachment', text: 'more' });
  expect(() =>
    connection.prepare("INSERT INTO words VALUES (7, 9, 'decrypted', 'pdf', NULL, 'x')").run(),
  ).toThrow(/CHECK/);
  expect(connection.pragma('foreign_key_check')).toEqual([]);
  expect(connection.pragma('integrity_check', { simple: true })).toBe('ok');
  connection.close();
});
