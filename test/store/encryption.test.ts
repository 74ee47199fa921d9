/** A database that is readable with its key alone: no word of a report in any file, and who lacks the key is told so. */
import { createDecipheriv, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backUp } from '../../src/store/backup.js';
import { connect, type DatabaseFile } from '../../src/store/connecting.js';
import { openDatabase } from '../../src/store/database.js';
import { openForReading } from '../../src/store/existing-database.js';
import { first } from '../../src/store/migrations/0001-first.js';
import { numbersIn } from '../../src/store/numbers-in.js';
import { restoreDatabase } from '../../src/store/restore.js';
import { clear } from './clear.js';
import { failureOf, namesIn, record } from './filled.js';

const KEY = randomBytes(32);
const OTHER = randomBytes(32);
const NOW = new Date('2026-11-24T12:00:00Z');

let folder: string;
let file: string;
let keyed: DatabaseFile;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'encrypted-'));
  file = join(folder, 'inbox.sqlite');
  keyed = { database: file, databaseKeys: [KEY] };
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bytesOf = (name: string) => readFileSync(join(folder, name));

/** Names of the files that a word of a report can be read in, or whose beginning shows what they are. */
function readable(): string[] {
  return readdirSync(folder).filter(name => {
    if (name.endsWith('.lock')) return false;
    const bytes = bytesOf(name);
    return bytes.includes('wombat') || bytes.includes('SQLite format 3') || bytes.includes('CREATE TABLE');
  });
}

describe('an encrypted database', () => {
  it('shows no word of a report in any file, while it is open, when it is closed, and in its copies', async () => {
    const connection = openDatabase(keyed);
    record(connection, 'wombat', { size: 100_000 });
    connection.pragma('wal_checkpoint(PASSIVE)');
    record(connection, 'second-wombat', { size: 50_000 });
    expect(readdirSync(folder).sort()).toEqual(['inbox.sqlite', 'inbox.sqlite-shm', 'inbox.sqlite-wal']);
    expect(bytesOf('inbox.sqlite').length).toBeGreaterThan(100_000);
    expect(bytesOf('inbox.sqlite-wal').length).toBeGreaterThan(50_000);
    expect(readable()).toEqual([]);
    await backUp(keyed, join(folder, 'copy.sqlite'));
    connection.exec('VACUUM');
    expect(readable()).toEqual([]);
    connection.close();
    expect(readable()).toEqual([]);
    expect(namesIn(file, KEY)).toEqual(['wombat', 'second-wombat']);
    expect(namesIn(join(folder, 'copy.sqlite'), KEY)).toEqual(['wombat', 'second-wombat']);
  });

  it('sorts in memory, whoever opens it', () => {
    openDatabase(keyed).close();
    for (const connection of [connect(file, KEY), connect(file, KEY, { readonly: true })]) {
      expect(connection.pragma('temp_store', { simple: true })).toBe(2);
      connection.close();
    }
  });

  it('has the format of SQLCipher 4, read here without SQLite', () => {
    openDatabase(keyed).close();
    const page = bytesOf('inbox.sqlite').subarray(0, 4096);
    const decipher = createDecipheriv('aes-256-cbc', KEY, page.subarray(4096 - 80, 4096 - 64));
    decipher.setAutoPadding(false);
    const content = Buffer.concat([decipher.update(page.subarray(16, 4096 - 80)), decipher.final()]);
    // What follows the 16 bytes of magic, which the salt stands in place of: page size 4096, 80 bytes reserved.
    expect(content.readUInt16BE(0)).toBe(4096);
    expect(content[4]).toBe(80);
    expect(content.readUInt32BE(68 - 16)).toBe(0x53656349);
  });

  it('is copied under its key before it is migrated', () => {
    const old = connect(file, KEY);
    old.exec(first);
    old.pragma(`application_id = ${0x53656349}`);
    old.pragma('user_version = 1');
    old.prepare("INSERT INTO reports VALUES (1, 'TS-2026-0001', 'received', 'a', 'b', 'c', 'd', '{}')").run();
    old.prepare("INSERT INTO raw_messages VALUES (1, 'h', 1, ?)").run(Buffer.alloc(50_000, 'wombat '));
    old.close();
    let backup = '';
    const migrated = openForReading(keyed, migration => {
      backup = migration.backup;
    });
    expect(migrated.prepare('SELECT length(bytes) FROM messages').pluck().get()).toBe(50_000);
    migrated.close();
    expect(readable()).toEqual([]);
    const kept = connect(backup, KEY, { readonly: true });
    expect(kept.pragma('user_version', { simple: true })).toBe(1);
    kept.close();
  });

  it('opens with an earlier key, too, until it has the present one', () => {
    openDatabase({ database: file, databaseKeys: [OTHER] }).close();
    const connection = openDatabase({ database: file, databaseKeys: [KEY, OTHER] });
    record(connection, 'wombat');
    connection.close();
    expect(namesIn(file, OTHER)).toEqual(['wombat']);
    expect(numbersIn({ database: file, databaseKeys: [KEY, OTHER] })).toEqual(['TS-2026-0001']);
  });
});

describe('who has not the key', () => {
  const opened = (databaseKeys: readonly Uint8Array[]) =>
    failureOf(() => openDatabase({ database: file, databaseKeys }));

  it('is told that it is encrypted, and what to give', async () => {
    openDatabase(keyed).close();
    const { code, message } = await opened([]);
    expect(code).toBe('database');
    expect(message).toContain('encrypted, damaged or no SQLite database');
    expect(message).toContain('databaseKey');
  });

  it('but has others is told that none of them is it', async () => {
    openDatabase(keyed).close();
    expect((await opened([OTHER])).message).toContain('databaseKey does not open it');
    expect((await opened([OTHER, randomBytes(32)])).message).toContain('previousDatabaseKeys');
  });

  it('changes nothing by trying, also where a process died over it', async () => {
    const connection = openDatabase(keyed);
    record(connection, 'wombat');
    for (const name of readdirSync(folder)) {
      if (!name.endsWith('-shm')) writeFileSync(join(folder, name.replace('inbox', 'died')), bytesOf(name));
    }
    connection.close();
    const died = join(folder, 'died.sqlite');
    const before = ['died.sqlite', 'died.sqlite-wal'].map(bytesOf);
    await failureOf(() => openDatabase({ database: died, databaseKeys: [OTHER] }));
    await failureOf(() => openDatabase(clear(died)));
    expect(['died.sqlite', 'died.sqlite-wal'].map(bytesOf)).toEqual(before);
    expect(namesIn(died, KEY)).toEqual(['wombat']);
  });

  it('is refused a database in the clear where a key is configured, and no backup is made of it', async () => {
    openDatabase(clear(file)).close();
    for (const act of [() => openDatabase(keyed), () => backUp(keyed, join(folder, 'copy.sqlite'))]) {
      const { code, message } = await failureOf(act);
      expect(code).toBe('database');
      expect(message).toContain('is not encrypted');
      expect(message).toContain('security-inbox encrypt');
    }
    expect(readdirSync(folder)).toEqual(['inbox.sqlite']);
  });
});

describe('a damaged encrypted database', () => {
  it.each([
    [
      'a byte of a page is another',
      (bytes: Buffer) => bytes.fill(bytes[20_000] === 0 ? 1 : 0, 20_000, 20_001),
    ],
    ['its last page is cut', (bytes: Buffer) => bytes.subarray(0, -100)],
    ['its last page is gone', (bytes: Buffer) => bytes.subarray(0, -4096)],
  ])('is not backed up where %s', async (_name, damage) => {
    openDatabase(keyed).close();
    writeFileSync(file, damage(bytesOf('inbox.sqlite')));
    const { code, message } = await failureOf(() => backUp(keyed, join(folder, 'copy.sqlite')));
    expect(code).toBe('database');
    expect(message).toContain('security-inbox restore BACKUP');
    expect(readdirSync(folder)).toEqual(['inbox.sqlite']);
  });
});

describe('restoring', () => {
  const backupOf = async (databaseKeys: readonly Uint8Array[]) => {
    const made = { database: join(folder, 'elsewhere.sqlite'), databaseKeys };
    const connection = openDatabase(made);
    record(connection, 'wombat');
    connection.close();
    await backUp(made, join(folder, 'copy.sqlite'));
    rmSync(made.database);
    return join(folder, 'copy.sqlite');
  };

  it.each([
    ['under the present key', [KEY]],
    ['under an earlier key', [OTHER]],
    ['in the clear', []],
  ])('a backup %s leaves a database under the present key', async (_name, keys) => {
    const backup = await backupOf(keys);
    const both = { database: file, databaseKeys: [KEY, OTHER] };
    openDatabase(both).close();
    expect(restoreDatabase(backup, both, NOW)).toMatchObject({ reports: 1, held: 1 });
    rmSync(backup);
    expect(readable()).toEqual([]);
    expect(namesIn(file, KEY)).toEqual(['wombat']);
    expect(readdirSync(folder).filter(name => name.includes('restoring'))).toEqual([]);
  });

  it('a backup whose key nobody has changes nothing', async () => {
    const backup = await backupOf([OTHER]);
    const { code, message } = await failureOf(() => restoreDatabase(backup, keyed, NOW));
    expect(code).toBe('not-possible');
    expect(message).toContain('databaseKey does not open it');
    expect(message).toContain('add that to "previousDatabaseKeys"');
    expect(readdirSync(folder)).toEqual(['copy.sqlite']);
  });

  it('an encrypted backup without a configured key is refused as what it may be', async () => {
    const backup = await backupOf([KEY]);
    const { code, message } = await failureOf(() => restoreDatabase(backup, clear(file), NOW));
    expect(code).toBe('not-possible');
    expect(message).toContain('the configuration has no databaseKey');
    expect(message).toContain('give the key that it was made under as "databaseKey"');
  });
});
