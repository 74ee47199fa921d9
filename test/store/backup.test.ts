import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backUp } from '../../src/store/backup.js';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { first } from '../../src/store/migrations/0001-first.js';
import { SCHEMA_VERSION } from '../../src/store/schema-version.js';
import { bindingFor } from '../../src/store/sqlite-binding.js';
import { canMount, withDisk } from '../world/small-disk.js';
import { clear } from './clear.js';
import { failureOf, namesIn, record, stateOf } from './filled.js';

let folder: string;
let file: string;
let target: string;
let connection: Connection;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backup-'));
  mkdirSync(join(folder, 'data'));
  mkdirSync(join(folder, 'elsewhere'));
  file = join(folder, 'data', 'inbox.sqlite');
  target = join(folder, 'elsewhere', 'copy.sqlite');
  connection = openDatabase(clear(file));
  record(connection, 'one');
});

afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true, force: true });
});

const copies = () => readdirSync(join(folder, 'elsewhere'));

/** Writes reports and their mails in one transaction each, until it is killed. */
const WRITER = `
  import Database from '${bindingFor(process.versions.node)}';
  const database = new Database(process.argv[1], { timeout: 10_000 });
  const report = database.prepare("INSERT INTO reports (number, state, received_at, recorded_at, acknowledge_by, disclose_by, content) VALUES ('W-' || hex(randomblob(8)), 'received', 'a', 'b', 'c', 'd', '{}')");
  const mail = database.prepare("INSERT INTO messages (report_id, role, received_at, sha256, complete, bytes) VALUES (?, 'report', 'a', hex(randomblob(32)), 1, randomblob(9000))");
  const write = database.transaction(() => { for (let i = 0; i < 3; i += 1) mail.run(report.run().lastInsertRowid); });
  write();
  console.log('writing');
  for (;;) write.immediate();
`;

describe('a backup', () => {
  it('holds what was committed, in one file for its owner alone', async () => {
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
    expect(await backUp(clear(file), target)).toEqual({
      reports: 1,
      version: SCHEMA_VERSION,
      size: statSync(target).size,
    });
    expect(copies()).toEqual(['copy.sqlite']);
    expect(statSync(target).mode & 0o777).toBe(0o600);
    expect(namesIn(target)).toEqual(['one']);
    // The bytes 18 and 19 of a database in WAL mode are 2: it can't be opened where nothing can be written beside it.
    expect([...readFileSync(target).subarray(18, 20)]).toEqual([1, 1]);
  });

  it('is one commit of a program that writes all the while', async () => {
    const writer = spawn(process.execPath, ['--input-type=module', '-e', WRITER, file], { stdio: 'pipe' });
    const ended = new Promise(resolve => writer.once('exit', resolve));
    try {
      await new Promise((resolve, reject) => {
        writer.stdout.once('data', resolve);
        ended.then(() => reject(new Error('the writer ended')));
      });
      let last = 0;
      for (const number of [1, 2, 3, 4, 5]) {
        const copy = join(folder, 'elsewhere', `${number}.sqlite`);
        const { reports } = await backUp(clear(file), copy);
        const read = new Database(copy, { readonly: true });
        expect(read.prepare('SELECT count(*) FROM messages').pluck().get()).toBe(reports);
        expect((reports - 1) % 3).toBe(0);
        expect(reports).toBeGreaterThan(last);
        last = reports;
        read.close();
      }
      expect(writer.exitCode).toBeNull();
    } finally {
      writer.kill('SIGKILL');
      await ended;
    }
  });

  it('of an older schema is made without migrating it', async () => {
    const old = join(folder, 'data', 'old.sqlite');
    const raw = new Database(old);
    raw.exec(first);
    raw.pragma(`application_id = ${0x53656349}`);
    raw.pragma('user_version = 1');
    raw.close();
    expect(await backUp(clear(old), target)).toMatchObject({ reports: 0, version: 1 });
    expect(new Database(old, { readonly: true }).pragma('user_version', { simple: true })).toBe(1);
  });

  it.each(['a file', 'a dangling link'])('never takes the place of %s', async kind => {
    if (kind === 'a file') writeFileSync(target, 'precious');
    else symlinkSync(join(folder, 'nowhere'), target);
    const { code, message } = await failureOf(() => backUp(clear(file), target));
    expect([code, message]).toEqual(['output', expect.stringContaining(target)]);
    expect(copies()).toEqual(['copy.sqlite']);
    if (kind === 'a file') expect(readFileSync(target, 'utf8')).toBe('precious');
    else expect(existsSync(join(folder, 'nowhere'))).toBe(false);
  });

  it('made twice under one name leaves the first', async () => {
    await backUp(clear(file), target);
    record(connection, 'two');
    expect(await failureOf(() => backUp(clear(file), target))).toMatchObject({ code: 'output' });
    expect(namesIn(target)).toEqual(['one']);
  });

  it('clears away what a killed one left, and nothing of one that is at work', async () => {
    const dead = spawn('true');
    await new Promise(resolve => dead.once('exit', resolve));
    const name = (host: string, id: number | undefined) => `.security-inbox-${host}-${id}.partial`;
    const others = [
      name(hostname(), process.ppid),
      name('another-machine', dead.pid),
      `${name(hostname(), dead.pid)}.txt`.slice(1),
    ];
    for (const left of [...others, name(hostname(), dead.pid), `${name(hostname(), dead.pid)}-wal`]) {
      writeFileSync(join(folder, 'elsewhere', left), 'reports');
    }
    await backUp(clear(file), target);
    expect(copies().sort()).toEqual([...others, 'copy.sqlite'].sort());
  });

  it('is not made of a damaged database, and says how to restore', async () => {
    for (let number = 0; number < 20; number += 1) record(connection, `large-${number}`, { size: 20_000 });
    connection.close();
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 4096 * 6, 4096 * 12);
    writeFileSync(file, bytes);
    const { code, message } = await failureOf(() => backUp(clear(file), target));
    expect(code).toBe('database');
    expect(message).toContain(file);
    expect(message).toContain('security-inbox restore');
    expect(copies()).toEqual([]);
  });

  it('is not made of a database with a damaged index, which nobody need have noticed', async () => {
    const page = connection
      .prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'receipts_by_time'")
      .pluck()
      .get() as number;
    connection.close();
    const bytes = readFileSync(file);
    // The number of its cells, "The Database File Format" §1.6.
    bytes.writeUInt16BE(0, (page - 1) * 4096 + 3);
    writeFileSync(file, bytes);
    expect(await failureOf(() => backUp(clear(file), target))).toMatchObject({
      code: 'database',
      message: expect.stringContaining('SQLite says'),
    });
    expect(copies()).toEqual([]);
  });

  it('is not made of a newer database, which stays untouched', async () => {
    connection.pragma('user_version = 99');
    connection.close();
    const before = stateOf(join(folder, 'data'));
    expect(await failureOf(() => backUp(clear(file), target))).toMatchObject({ code: 'database' });
    expect(stateOf(join(folder, 'data'))).toEqual(before);
    expect(copies()).toEqual([]);
  });

  it('needs a database and a folder', async () => {
    expect(await failureOf(() => backUp(clear(join(folder, 'none')), target))).toMatchObject({
      code: 'no-input',
    });
    const nowhere = join(folder, 'nowhere', 'copy.sqlite');
    expect(await failureOf(() => backUp(clear(file), nowhere))).toMatchObject({ code: 'output' });
    expect(existsSync(join(folder, 'nowhere'))).toBe(false);
  });

  it.skipIf(process.getuid?.() === 0)('needs a folder it may write', async () => {
    chmodSync(join(folder, 'elsewhere'), 0o500);
    expect(await failureOf(() => backUp(clear(file), target))).toMatchObject({ code: 'output' });
    chmodSync(join(folder, 'elsewhere'), 0o700);
  });

  it.skipIf(!canMount())('on a full disk leaves nothing of that name', async () => {
    record(connection, 'large', { size: 2_000_000 });
    await withDisk(folder, '1m', async disk => {
      const { code, message } = await failureOf(() => backUp(clear(file), join(disk, 'copy.sqlite')));
      expect(code).toBe('disk');
      expect(message).toContain(join(disk, 'copy.sqlite'));
      expect(readdirSync(disk)).toEqual([]);
    });
  });

  it.skipIf(!canMount())('on a disk that can only be read is refused', async () => {
    await withDisk(folder, '1m', async (disk, makeReadOnly) => {
      makeReadOnly();
      expect(await failureOf(() => backUp(clear(file), join(disk, 'copy.sqlite')))).toMatchObject({
        code: 'output',
        message: expect.stringContaining('EROFS'),
      });
    });
  });
});
