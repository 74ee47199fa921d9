/** The copy that is made before a migration, and what is refused without being touched. */
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Failure } from '../../src/failure.js';
import { openDatabase } from '../../src/store/database.js';
import { openForReading } from '../../src/store/existing-database.js';
import { takeLock } from '../../src/store/lock.js';
import type { Migration } from '../../src/store/migration-backup.js';
import { first } from '../../src/store/migrations/0001-first.js';
import { SCHEMA_VERSION } from '../../src/store/schema-version.js';
import { canMount, withDisk } from '../world/small-disk.js';
import { clear } from './clear.js';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'migration-'));
  file = join(folder, 'inbox.sqlite');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A database of the first schema, open in WAL mode as a running program has it. @param size - bytes of its one mail */
function oldDatabase(path = file, size = 20): Database.Database {
  const old = new Database(path);
  old.pragma('journal_mode = WAL');
  old.exec(first);
  old.pragma(`application_id = ${0x53656349}`);
  old.pragma('user_version = 1');
  old.prepare("INSERT INTO reports VALUES (1, 'TS-2026-0001', 'received', 'a', 'b', 'c', 'd', '{}')").run();
  old.prepare("INSERT INTO raw_messages VALUES (1, 'h', 1, ?)").run(Buffer.alloc(size, 'old mail '));
  return old;
}

function failure(act: () => unknown): Failure {
  try {
    act();
  } catch (error) {
    return error as Failure;
  }
  throw new Error('it did not fail');
}

const backups = (path = folder) => readdirSync(path).filter(name => name.endsWith('.backup'));

/** Everything that shows whether a folder was written to. */
function state(path = folder) {
  return readdirSync(path)
    .sort()
    .map(name => {
      const { mtimeMs, size, mode } = statSync(join(path, name));
      // The shared memory holds locks, and none of the content.
      const bytes = name.endsWith('-shm') ? null : readFileSync(join(path, name)).toString('base64');
      return { name, mtimeMs: name.endsWith('-shm') ? null : mtimeMs, size, mode, bytes };
    });
}

describe('a migration', () => {
  it('begins with a copy of the database beside it, for its owner alone, named for the schema and the time', () => {
    oldDatabase().close();
    const told: Migration[] = [];
    openDatabase(clear(file), migration => {
      told.push(migration);
      // Nothing has changed yet, and the copy is already under its name.
      expect(new Database(file, { readonly: true }).pragma('user_version', { simple: true })).toBe(1);
      expect(existsSync(migration.backup)).toBe(true);
    }).close();
    expect(told).toMatchObject([{ from: 1, to: SCHEMA_VERSION }]);
    expect(backups()).toEqual([expect.stringMatching(/^inbox\.sqlite\.schema-1-\d{8}T\d{9}Z\.backup$/)]);
    const copy = join(folder, backups()[0] ?? '');
    expect(copy).toBe(told[0]?.backup);
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    const kept = new Database(copy);
    expect(kept.pragma('user_version', { simple: true })).toBe(1);
    expect(kept.pragma('application_id', { simple: true })).toBe(0x53656349);
    expect(kept.prepare('SELECT bytes FROM raw_messages').pluck().get()).toEqual(
      Buffer.alloc(20, 'old mail '),
    );
    kept.close();
  });

  it('copies what a running program has committed and not yet folded into the file', () => {
    const running = oldDatabase();
    openDatabase(clear(file)).close();
    running.close();
    const kept = new Database(join(folder, backups()[0] ?? ''));
    expect(kept.prepare('SELECT count(*) FROM raw_messages').pluck().get()).toBe(1);
    kept.close();
  });

  it('makes no copy of a new database, nor of one of this version', () => {
    openDatabase(clear(file)).close();
    openDatabase(clear(file), () => expect.fail('nothing to migrate')).close();
    expect(readdirSync(folder)).toEqual(['inbox.sqlite']);
  });

  it('keeps the newest copy of each schema, and what is no copy of ours', () => {
    const others = [
      'inbox.sqlite.schema-0-20200101T000000000Z.backup',
      'inbox.sqlite.schema-1-mine.backup',
      'other.sqlite.schema-1-20200101T000000000Z.backup',
    ];
    for (const name of others) writeFileSync(join(folder, name), '');
    writeFileSync(join(folder, 'inbox.sqlite.schema-1-20200101T000000000Z.backup'), 'the last migration');
    writeFileSync(join(folder, 'inbox.sqlite.schema-1.partial'), 'a process was killed here');
    oldDatabase().close();
    openDatabase(clear(file)).close();
    expect(backups()).toHaveLength(4);
    expect(backups()).toEqual(expect.arrayContaining(others));
    expect(backups().filter(name => /schema-1-2020/.test(name))).toEqual([others[2]]);
    expect(existsSync(join(folder, 'inbox.sqlite.schema-1.partial'))).toBe(false);
  });

  it('does not happen under a poller, which may be of the older version', () => {
    oldDatabase().close();
    const lock = takeLock(file);
    expect(failure(() => openForReading(clear(file)))).toMatchObject({
      code: 'busy',
      message: expect.stringContaining(`process ${process.pid}`),
    });
    const untouched = new Database(file);
    expect(untouched.pragma('user_version', { simple: true })).toBe(1);
    untouched.close();
    expect(backups()).toEqual([]);
    lock.release();
    const connection = openForReading(clear(file));
    expect(connection.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION);
    connection.close();
    // One of this version is looked at beside it.
    const again = takeLock(file);
    openForReading(clear(file)).close();
    again.release();
  });

  it('that fails leaves the database as it was, with its copy', () => {
    oldDatabase().close();
    const stop = () => {
      throw new Error('stop');
    };
    expect(() => openDatabase(clear(file), stop)).toThrow();
    const kept = new Database(file);
    expect(kept.pragma('user_version', { simple: true })).toBe(1);
    expect(kept.prepare('SELECT count(*) FROM raw_messages').pluck().get()).toBe(1);
    kept.close();
    expect(backups()).toHaveLength(1);
  });

  it('does not start on a database with a damaged page', () => {
    oldDatabase(file, 200_000).close();
    corrupt(file);
    const { code, message } = failure(() => openDatabase(clear(file)));
    expect(code).toBe('database');
    expect(message).toContain(file);
    expect(message).toContain('security-inbox restore');
    expect(message).toMatch(/SQLite says "[^"]+"/);
    expect(backups()).toEqual([]);
  });

  it.skipIf(!canMount())('does not start where the disk is too full for the copy', () => {
    withDisk(folder, '1m', disk => {
      const path = join(disk, 'inbox.sqlite');
      oldDatabase(path, 600_000).close();
      const { code, message } = failure(() => openDatabase(clear(path)));
      expect(code).toBe('disk');
      expect(message).toMatch(/Nothing was migrated\. Free at least \d+ MB/);
      expect(readdirSync(disk).filter(name => /backup|partial/.test(name))).toEqual([]);
      const kept = new Database(path);
      expect(kept.pragma('user_version', { simple: true })).toBe(1);
      expect(kept.pragma('integrity_check', { simple: true })).toBe('ok');
      kept.close();
    });
  });

  it.skipIf(!canMount())('does not start on a disk that can only be read', () => {
    withDisk(folder, '4m', (disk, makeReadOnly) => {
      const path = join(disk, 'inbox.sqlite');
      oldDatabase(path).close();
      makeReadOnly();
      const before = state(disk);
      expect(failure(() => openDatabase(clear(path)))).toMatchObject({ code: 'database' });
      expect(state(disk)).toEqual(before);
    });
  });
});

/** Overwrites pages in the middle, as a dying disk does. */
function corrupt(path: string): void {
  const bytes = readFileSync(path);
  bytes.fill(0xa5, 4096, 3 * 4096);
  writeFileSync(path, bytes);
}

describe('a file that is not for this program', () => {
  const LONG_AGO = new Date('2020-01-01T00:00:00Z');

  /** Opens it and expects that nothing at all was written, not even a time. @returns what was said */
  function refused(path = file): string {
    utimesSync(path, LONG_AGO, LONG_AGO);
    const before = state();
    const { code, message } = failure(() => openDatabase(clear(path)));
    expect(state()).toEqual(before);
    expect(code).toBe('database');
    expect(message).toContain(path);
    return message;
  }

  function newer(): Database.Database {
    openDatabase(clear(file)).close();
    const connection = new Database(file);
    connection.pragma('journal_mode = WAL');
    connection.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
    return connection;
  }

  it('because a newer version wrote it is left untouched', () => {
    newer().close();
    expect(refused()).toContain('newer security-inbox');
  });

  it('because a newer version has it open, with its schema still in the WAL, is left untouched', () => {
    const running = newer();
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
    expect(refused()).toContain('newer security-inbox');
    running.close();
  });

  it('because a newer version was killed over it is left untouched', () => {
    const running = newer();
    for (const end of ['', '-wal', '-shm']) copyFileSync(`${file}${end}`, `${file}.2${end}`);
    running.close();
    expect(refused(`${file}.2`)).toContain('newer security-inbox');
  });

  it("because it is another program's is left untouched", () => {
    const other = new Database(file);
    other.exec('CREATE TABLE theirs (x)');
    other.close();
    expect(refused()).toContain('another program');
  });

  it.each<[string, (path: string) => void]>([
    ['whose header is garbage', path => writeFileSync(path, Buffer.alloc(8192, 0x5a))],
    ['cut off within its header', path => truncateSync(path, 60)],
    ['cut off after its first page', path => truncateSync(path, 4096)],
    ['cut off in its last page', path => truncateSync(path, statSync(path).size - 100)],
    ['whose schema page is garbage', path => overwrite(path, 100, 3000)],
  ])('%s is left untouched, and said how to restore', (_, damage) => {
    openDatabase(clear(file)).close();
    damage(file);
    const message = refused();
    expect(message).toMatch(/SQLite says "[^"]+"|it ends \d+ bytes before|does not begin as one does/);
    expect(message).toContain('security-inbox restore BACKUP');
  });

  it('emptied is not taken for a new one', () => {
    openDatabase(clear(file)).close();
    truncateSync(file, 0);
    expect(refused()).toContain('is empty');
  });

  it('gone while its WAL is still there is not made anew', () => {
    const running = openDatabase(clear(file));
    running.exec("INSERT INTO restores VALUES ('2026-11-24T12:00:00.000Z')");
    copyFileSync(`${file}-wal`, join(folder, 'second.sqlite-wal'));
    running.close();
    const before = state();
    expect(failure(() => openDatabase(clear(join(folder, 'second.sqlite')))).message).toContain('is gone');
    expect(state()).toEqual(before);
  });

  it('left half made by a process that was killed is made anew', () => {
    writeFileSync(`${file}.new`, 'half');
    openDatabase(clear(file)).close();
    expect(readdirSync(folder)).toEqual(['inbox.sqlite']);
  });
});

function overwrite(path: string, from: number, to: number): void {
  const bytes = readFileSync(path);
  bytes.fill(0xff, from, to);
  writeFileSync(path, bytes);
}
