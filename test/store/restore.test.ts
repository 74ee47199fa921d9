import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backUp } from '../../src/store/backup.js';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { markSent, queuedReceipts } from '../../src/store/delivery.js';
import { takeLock } from '../../src/store/lock.js';
import { first } from '../../src/store/migrations/0001-first.js';
import { restoreDatabase } from '../../src/store/restore.js';
import { SCHEMA_VERSION } from '../../src/store/schema-version.js';
import { canMount, withDisk } from '../world/small-disk.js';
import { clear } from './clear.js';
import { failureOf, namesIn, record, stateOf } from './filled.js';
import { receiptStatuses } from './receipt-statuses.js';

const NOW = new Date('2026-11-25T12:00:00Z');
const BEFORE = new Date('2026-11-25T11:59:00Z');
const AFTER = new Date('2026-11-25T12:01:00Z');

let folder: string;
let data: string;
let file: string;
let backup: string;

/** A backup that holds `one`, of which `sent` had gone out; the database has `two` besides. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'restore-'));
  data = join(folder, 'data');
  mkdirSync(data);
  file = join(data, 'inbox.sqlite');
  backup = join(folder, 'copy.sqlite');
  const connection = openDatabase(clear(file));
  record(connection, 'one');
  const id = record(connection, 'sent');
  markSent(connection, id, '250 ok', BEFORE);
  await backUp(clear(file), backup);
  record(connection, 'two');
  connection.close();
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const KEPT = 'inbox.sqlite.replaced-20261125T120000000Z';

describe('restoring', () => {
  it('puts the backup in place and keeps the database that was there', () => {
    chmodSync(backup, 0o644);
    expect(restoreDatabase(backup, clear(file), NOW)).toEqual({
      reports: 2,
      version: SCHEMA_VERSION,
      held: 1,
      keptAs: join(data, KEPT),
    });
    expect(readdirSync(data).sort()).toEqual(['inbox.sqlite', 'inbox.sqlite.lock', KEPT]);
    expect(namesIn(file)).toEqual(['one', 'sent']);
    expect(namesIn(join(data, KEPT))).toEqual(['one', 'sent', 'two']);
    for (const name of readdirSync(data)) expect(statSync(join(data, name)).mode & 0o777).toBe(0o600);
    openDatabase(clear(file), () => expect.fail('nothing to migrate')).close();
  });

  it('twice does the same twice, and what was there can be put back', () => {
    restoreDatabase(backup, clear(file), NOW);
    const second = restoreDatabase(backup, clear(file), AFTER);
    expect(namesIn(file)).toEqual(['one', 'sent']);
    expect(second.keptAs).not.toBe(join(data, KEPT));
    restoreDatabase(join(data, KEPT), clear(file), new Date('2026-11-25T13:00:00Z'));
    expect(namesIn(file)).toEqual(['one', 'sent', 'two']);
  });

  it('where there is no database puts the backup there', () => {
    const elsewhere = join(folder, 'new machine', 'inbox.sqlite');
    expect(restoreDatabase(backup, clear(elsewhere), NOW)).toMatchObject({ reports: 2, keptAs: null });
    expect(namesIn(elsewhere)).toEqual(['one', 'sent']);
    expect(statSync(join(folder, 'new machine')).mode & 0o777).toBe(0o700);
  });

  it('takes nothing from the WAL of a process that was killed over the database, and keeps it', () => {
    const running = openDatabase(clear(file));
    record(running, 'three');
    const killed = join(folder, 'killed');
    mkdirSync(killed);
    for (const end of ['', '-wal', '-shm']) copyFileSync(`${file}${end}`, join(killed, `inbox.sqlite${end}`));
    running.close();
    restoreDatabase(backup, clear(join(killed, 'inbox.sqlite')), NOW);
    expect(namesIn(join(killed, 'inbox.sqlite'))).toEqual(['one', 'sent']);
    expect(namesIn(join(killed, KEPT))).toEqual(['one', 'sent', 'two', 'three']);
  });

  it('takes a backup with the WAL beside it, and writes nothing there', () => {
    const running = openDatabase(clear(file));
    record(running, 'three');
    const copied = join(folder, 'copied');
    mkdirSync(copied);
    for (const end of ['', '-wal']) copyFileSync(`${file}${end}`, join(copied, `copy.sqlite${end}`));
    running.close();
    const names = ['copy.sqlite', 'copy.sqlite-wal'];
    const bytes = names.map(name => readFileSync(join(copied, name)));
    restoreDatabase(join(copied, 'copy.sqlite'), clear(file), NOW);
    expect(namesIn(file)).toEqual(['one', 'sent', 'two', 'three']);
    expect(names.map(name => readFileSync(join(copied, name)))).toEqual(bytes);
  });

  it.each<[string, () => void]>([
    ['garbage', () => writeFileSync(file, Buffer.alloc(9000, 0x5a))],
    ['cut off', () => truncateSync(file, 5000)],
    ['emptied', () => truncateSync(file, 0)],
    [
      'of a newer version',
      () => {
        const newer = new Database(file);
        newer.pragma('user_version = 99');
        newer.close();
      },
    ],
  ])('keeps a database that is %s as it is', (_, damage) => {
    damage();
    const bytes = readFileSync(file);
    restoreDatabase(backup, clear(file), NOW);
    expect(namesIn(file)).toEqual(['one', 'sent']);
    expect(readFileSync(join(data, KEPT))).toEqual(bytes);
  });

  it('puts a WAL aside that belongs to a database that is gone', () => {
    const running = openDatabase(clear(file));
    record(running, 'three');
    copyFileSync(`${file}-wal`, join(folder, 'wal'));
    running.close();
    rmSync(file);
    copyFileSync(join(folder, 'wal'), `${file}-wal`);
    restoreDatabase(backup, clear(file), NOW);
    expect(namesIn(file)).toEqual(['one', 'sent']);
    expect(readFileSync(join(data, `${KEPT}-wal`))).toEqual(readFileSync(join(folder, 'wal')));
  });

  it('migrates an old backup and leaves the backup as it is', () => {
    const old = new Database(join(folder, 'old.sqlite'));
    old.exec(first);
    old.pragma(`application_id = ${0x53656349}`);
    old.pragma('user_version = 1');
    old.close();
    const bytes = readFileSync(join(folder, 'old.sqlite'));
    expect(restoreDatabase(join(folder, 'old.sqlite'), clear(file), NOW)).toMatchObject({
      reports: 0,
      version: 1,
    });
    openDatabase(clear(file), () => expect.fail('nothing to migrate')).close();
    expect(readFileSync(join(folder, 'old.sqlite'))).toEqual(bytes);
  });

  it('finishes what a killed one began', () => {
    for (const end of ['', '-wal', '-journal']) writeFileSync(`${file}.restoring${end}`, 'half');
    restoreDatabase(backup, clear(file), NOW);
    expect(namesIn(file)).toEqual(['one', 'sent']);
    expect(readdirSync(data).filter(name => name.includes('restoring'))).toEqual([]);
  });
});

describe('restoring is refused, and changes nothing,', () => {
  async function refused(code: string, ...words: string[]): Promise<void> {
    const state = () => stateOf(data).filter(({ name }) => !name.includes('.lock'));
    const before = state();
    const failure = await failureOf(() => restoreDatabase(backup, clear(file), NOW));
    expect(failure.code).toBe(code);
    for (const word of words) expect(failure.message).toContain(word);
    expect(state()).toEqual(before);
  }

  it('while a poller is at work', async () => {
    const lock = takeLock(file);
    await refused('busy', `process ${process.pid}`);
    lock.release();
  });

  it('while anybody else has the database open', async () => {
    const reader = openDatabase(clear(file));
    await refused('busy', 'has', file, 'open');
    reader.close();
  });

  it('where there is no backup', async () => {
    rmSync(backup);
    await refused('no-input', backup);
  });

  it('where the backup is the database', async () => {
    backup = file;
    await refused('usage', file);
  });

  it.each<[string, (path: string) => void, string]>([
    ['garbage', path => writeFileSync(path, Buffer.alloc(9000, 0x5a)), 'damaged'],
    ['empty', path => truncateSync(path, 0), 'damaged'],
    ['cut off', path => truncateSync(path, 5000), 'damaged'],
    [
      'damaged in the middle',
      path => {
        const bytes = readFileSync(path);
        bytes.fill(0xa5, 4096, 3 * 4096);
        writeFileSync(path, bytes);
      },
      'SQLite says',
    ],
    [
      "another program's",
      path => {
        rmSync(path);
        const other = new Database(path);
        other.exec('CREATE TABLE theirs (x)');
        other.close();
      },
      'of another program',
    ],
    [
      'of a newer version',
      path => {
        const newer = new Database(path);
        newer.pragma('user_version = 99');
        newer.close();
      },
      'of a newer version',
    ],
  ])('where the backup is %s', async (_, damage, words) => {
    damage(backup);
    await refused('not-possible', backup, words, 'Take another backup');
  });

  it.skipIf(!canMount())('where the disk has no room for it', async () => {
    await withDisk(folder, '1m', async disk => {
      const large = openDatabase(clear(join(folder, 'large.sqlite')));
      record(large, 'large', { size: 2_000_000 });
      large.close();
      data = disk;
      file = join(disk, 'inbox.sqlite');
      backup = join(folder, 'large.sqlite');
      openDatabase(clear(file)).close();
      await refused('disk', 'full');
    });
  });
});

describe('after restoring', () => {
  let connection: Connection;

  beforeEach(() => {
    restoreDatabase(backup, clear(file), NOW);
    connection = openDatabase(clear(file));
  });

  afterEach(() => connection.close());

  const stateOfReceipt = (id: number) =>
    connection.prepare('SELECT state FROM receipts WHERE report_id = ?').pluck().get(id);

  it('what the backup had still to send waits for a person, and what was sent stays sent', () => {
    expect(queuedReceipts(connection, new Date())).toEqual([]);
    expect([...receiptStatuses(connection).values()]).toMatchObject([
      { state: 'held', reason: expect.stringContaining('restored') },
      { state: 'sent' },
    ]);
  });

  it('a mail from before is not answered again by itself', () => {
    expect(stateOfReceipt(record(connection, 'between', { receivedAt: BEFORE }))).toBe('held');
    expect(stateOfReceipt(record(connection, 'more', { receivedAt: BEFORE, kind: 'follow-up' }))).toBe(
      'held',
    );
  });

  it('a mail from after it is answered, and a question is asked', () => {
    expect(stateOfReceipt(record(connection, 'after', { receivedAt: AFTER }))).toBe('queued');
    expect(stateOfReceipt(record(connection, 'asked', { receivedAt: BEFORE, kind: 'question' }))).toBe(
      'queued',
    );
  });
});
