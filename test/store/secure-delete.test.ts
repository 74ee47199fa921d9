/** What is deleted is gone from the bytes of the file, and whoever's folder it is can use what root made in it. */
import {
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backUp } from '../../src/store/backup.js';
import { openDatabase } from '../../src/store/database.js';
import { takeLock } from '../../src/store/lock.js';
import { first } from '../../src/store/migrations/0001-first.js';
import { restoreDatabase } from '../../src/store/restore.js';
import { keepRoom } from '../../src/store/spare-room.js';
import { clear } from './clear.js';
import { record } from './filled.js';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'secure-'));
  file = join(folder, 'inbox.sqlite');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** How often a word stands in a file. */
function count(word: string, path = file): number {
  return readFileSync(path).toString('latin1').split(word).length - 1;
}

function oldDatabase(): void {
  const old = new Database(file);
  old.exec(first);
  old.pragma(`application_id = ${0x53656349}`);
  old.pragma('user_version = 1');
  old.prepare("INSERT INTO reports VALUES (1, 'TS-2026-0001', 'received', 'a', 'b', 'c', 'd', '{}')").run();
  old.prepare("INSERT INTO raw_messages VALUES (1, 'h', 1, ?)").run(Buffer.alloc(70_000, 'wombat '));
  old.close();
}

describe('deleting', () => {
  const isOn = (connection: Database.Database) => connection.pragma('secure_delete', { simple: true }) === 1;

  it('overwrites in every database, new, known, migrated or restored', async () => {
    const made = openDatabase(clear(file));
    expect(isOn(made)).toBe(true);
    made.close();
    const known = openDatabase(clear(file));
    expect(isOn(known)).toBe(true);
    known.close();
    await backUp(clear(file), join(folder, 'copy'));
    restoreDatabase(join(folder, 'copy'), clear(file), new Date());
    const restored = openDatabase(clear(file));
    expect(isOn(restored)).toBe(true);
    restored.close();
    rmSync(file);
    oldDatabase();
    const migrated = openDatabase(clear(file));
    expect(isOn(migrated)).toBe(true);
    migrated.close();
  });

  it.each([60, 3_000, 300_000, 9_000_000])(
    'leaves nothing of a mail of %i bytes once the WAL is folded',
    size => {
      const connection = openDatabase(clear(file));
      record(connection, 'stays', { size });
      const id = record(connection, 'wombat', { size });
      const attach = connection.prepare(
        "INSERT INTO attachments VALUES (?, 0, 'wombat', 'a', 1, 'h', ?, NULL, NULL)",
      );
      attach.run(id, Buffer.alloc(size, 'wombat '));
      const mail = connection.prepare('SELECT id FROM messages WHERE report_id = ?').pluck().get(id);
      connection
        .prepare("INSERT INTO words VALUES (?, 0, 'decrypted', 'plain', NULL, ?)")
        .run(mail, 'wombat '.repeat(size / 10));
      connection.pragma('wal_checkpoint(TRUNCATE)');
      expect(count('wombat')).toBeGreaterThan(10);
      for (const table of ['words', 'apparent_standings']) {
        connection.prepare(`DELETE FROM ${table} WHERE message_id = ?`).run(mail);
      }
      for (const table of ['attachments', 'receipts', 'messages']) {
        connection.prepare(`DELETE FROM ${table} WHERE report_id = ?`).run(id);
      }
      connection.pragma('wal_checkpoint(TRUNCATE)');
      expect(count('wombat')).toBe(0);
      expect(count('stays')).toBeGreaterThan(0);
      connection.close();
      expect(readdirSync(folder)).toEqual(['inbox.sqlite']);
    },
  );

  it('by a migration leaves nothing of the table that went', () => {
    oldDatabase();
    openDatabase(clear(file)).close();
    expect(count('wombat')).toBeLessThanOrEqual(10_000);
    expect(count('wombat')).toBeGreaterThan(9_000);
  });

  it('is final for a backup, too', async () => {
    const connection = openDatabase(clear(file));
    const id = record(connection, 'wombat', { size: 100_000 });
    connection.exec('DELETE FROM apparent_standings');
    for (const table of ['receipts', 'messages']) {
      connection.prepare(`DELETE FROM ${table} WHERE report_id = ?`).run(id);
    }
    await backUp(clear(file), join(folder, 'copy'));
    expect(count('wombat', join(folder, 'copy'))).toBe(0);
    connection.close();
  });
});

it('room on the disk is not kept in the file that a link of its name leads to', () => {
  const data = join(folder, 'data');
  mkdirSync(data);
  const foreign = join(folder, 'foreign');
  writeFileSync(foreign, 'as it was', { mode: 0o640 });
  const connection = openDatabase(clear(join(data, 'inbox.sqlite')));
  symlinkSync(foreign, join(data, 'inbox.sqlite.room'));
  keepRoom(connection);
  connection.close();
  expect(readFileSync(foreign, 'utf8')).toBe('as it was');
  expect(lstatSync(join(data, 'inbox.sqlite.room')).isFile()).toBe(true);
});

describe.skipIf(process.getuid?.() !== 0)('what root makes', () => {
  const SERVICE = 65_534;

  it("beside the database belongs to the folder's owner, and a backup to root", async () => {
    const data = join(folder, 'data');
    const elsewhere = join(folder, 'elsewhere');
    for (const path of [data, elsewhere]) {
      mkdirSync(path, { mode: 0o700 });
      chownSync(path, SERVICE, SERVICE);
    }
    file = join(data, 'inbox.sqlite');
    takeLock(file).release();
    oldDatabase();
    chownSync(file, SERVICE, SERVICE);
    const connection = openDatabase(clear(file));
    keepRoom(connection);
    connection.exec("INSERT INTO restores VALUES ('2026-11-24T12:00:00.000Z')");
    // While it is open, there are a WAL and its index, too.
    expect(readdirSync(data)).toHaveLength(6);
    for (const name of readdirSync(data))
      expect([name, statSync(join(data, name)).uid]).toEqual([name, SERVICE]);
    connection.close();
    await backUp(clear(file), join(elsewhere, 'copy'));
    expect(statSync(join(elsewhere, 'copy')).uid).toBe(0);
    restoreDatabase(join(elsewhere, 'copy'), clear(file), new Date());
    rmSync(file);
    openDatabase(clear(file)).close();
    for (const name of readdirSync(data))
      expect([name, statSync(join(data, name)).uid]).toEqual([name, SERVICE]);
  });
});
