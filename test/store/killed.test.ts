/** Processes killed with SIGKILL in the middle of what they do to the file, again and again. */
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { backUp } from '../../src/store/backup.js';
import { openDatabase } from '../../src/store/database.js';
import { first } from '../../src/store/migrations/0001-first.js';
import { restoreDatabase } from '../../src/store/restore.js';
import { SCHEMA_VERSION } from '../../src/store/schema-version.js';
import { namesIn, record } from './filled.js';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'killed-'));
  file = join(folder, 'inbox.sqlite');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Runs a script and kills it.
 * @param after - milliseconds from its first line of output on
 * @returns the last whole line it wrote
 */
async function runAndKill(script: string, words: readonly string[], after: number): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, ...words], { stdio: 'pipe' });
  const ended = new Promise(done => child.once('close', done));
  let said = '';
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  await new Promise((heard, fail) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      heard(undefined);
    });
    ended.then(() => fail(new Error(`it ended by itself: ${complaint}`)));
  });
  await pause(after);
  expect(child.exitCode, complaint).toBeNull();
  child.kill('SIGKILL');
  await ended;
  return said.slice(0, said.lastIndexOf('\n')).split('\n').at(-1) ?? '';
}

const module = (name: string) => JSON.stringify(resolve('dist/store', name));

/** Most of its time goes into folding the WAL; a line is written for every commit that was acknowledged. */
const CHECKPOINTER = `
  import { writeSync } from 'node:fs';
  const { openDatabase } = await import(${module('database.js')});
  const database = openDatabase(process.argv[1]);
  const add = database.prepare("INSERT INTO report_numbers (year, last) VALUES (?, 1)");
  const fill = database.prepare("UPDATE attachments SET bytes = randomblob(500000)");
  let number = Number(database.prepare('SELECT coalesce(max(year), 0) FROM report_numbers').pluck().get());
  for (;;) {
    database.transaction(() => { fill.run(); add.run(number += 1); })();
    writeSync(1, number + '\\n');
    database.pragma('wal_checkpoint(' + ['PASSIVE', 'TRUNCATE', 'RESTART'][number % 3] + ')');
  }
`;

it('a database whose process dies while it folds the WAL is sound and has every commit', async () => {
  const connection = openDatabase(file);
  const id = record(connection, 'one');
  connection.prepare("INSERT INTO attachments VALUES (?, 0, 'a', 'b', 0, 'h', zeroblob(500000))").run(id);
  connection.close();
  let hadWal = 0;
  for (let round = 0; round < 24; round += 1) {
    const last = Number(await runAndKill(CHECKPOINTER, [file], (round * 7) % 40));
    hadWal += existsSync(`${file}-wal`) ? 1 : 0;
    const after = openDatabase(file);
    expect(after.pragma('integrity_check', { simple: true })).toBe('ok');
    const kept = Number(after.prepare('SELECT max(year) FROM report_numbers').pluck().get());
    expect(kept).toBeGreaterThanOrEqual(last);
    after.close();
    expect(namesIn(file)).toEqual(['one']);
  }
  // Otherwise it never died over one.
  expect(hadWal).toBe(24);
});

const RESTORER = `
  import { writeSync } from 'node:fs';
  const { restoreDatabase } = await import(${module('restore.js')});
  writeSync(1, 'begun\\n');
  for (let second = 0; ; second += 1) restoreDatabase(process.argv[1], process.argv[2], new Date(second * 1000));
`;

it('a restoring that dies leaves a whole database under the name, and can be done again', async () => {
  const backup = join(folder, 'copy.sqlite');
  const connection = openDatabase(file);
  for (const name of ['one', 'two']) record(connection, name, { size: 300_000 });
  await backUp(file, backup);
  connection.close();
  for (let round = 0; round < 12; round += 1) {
    const data = join(folder, `data-${round}`);
    mkdirSync(data);
    const database = join(data, 'inbox.sqlite');
    copyFileSync(file, database);
    await runAndKill(RESTORER, [backup, database], round * 5);
    expect(namesIn(database)).toEqual(['one', 'two']);
    restoreDatabase(backup, database, new Date());
    expect(readdirSync(data).filter(name => name.includes('restoring'))).toEqual([]);
    expect(namesIn(database)).toEqual(['one', 'two']);
  }
});

const BACKER = `
  import { writeSync } from 'node:fs';
  const { backUp } = await import(${module('backup.js')});
  writeSync(1, 'begun\\n');
  for (let number = 0; ; number += 1) await backUp(process.argv[1], process.argv[2] + '/' + number + '.sqlite');
`;

it('a backup that dies has no name, and the next clears it away', async () => {
  const elsewhere = join(folder, 'elsewhere');
  mkdirSync(elsewhere);
  const connection = openDatabase(file);
  record(connection, 'one', { size: 1_000_000 });
  connection.close();
  let killedOver = 0;
  for (let round = 0; round < 12; round += 1) {
    await runAndKill(BACKER, [file, elsewhere], 10 + round * 3);
    killedOver += readdirSync(elsewhere).some(name => name.startsWith('.')) ? 1 : 0;
    await backUp(file, join(elsewhere, 'last.sqlite'));
    for (const name of readdirSync(elsewhere)) {
      expect(name).toMatch(/^\w+\.sqlite$/);
      expect(namesIn(join(elsewhere, name))).toEqual(['one']);
      rmSync(join(elsewhere, name));
    }
  }
  expect(killedOver).toBeGreaterThan(0);
});

const MIGRATOR = `
  import { writeSync } from 'node:fs';
  const { openDatabase } = await import(${module('database.js')});
  writeSync(1, 'begun\\n');
  openDatabase(process.argv[1]);
  setInterval(() => undefined, 1000);
`;

it('a migration that dies has happened or not, never without its copy, and the next completes it', async () => {
  const old = new Database(file);
  old.exec(first);
  old.pragma(`application_id = ${0x53656349}`);
  old.pragma('user_version = 1');
  old.prepare("INSERT INTO reports VALUES (1, 'TS-2026-0001', 'received', 'a', 'b', 'c', 'd', '{}')").run();
  old.prepare("INSERT INTO raw_messages VALUES (1, 'h', 1, zeroblob(3000000))").run();
  old.close();
  const versions = new Set<unknown>();
  for (let round = 0; round < 12; round += 1) {
    const data = join(folder, `data-${round}`);
    mkdirSync(data);
    const database = join(data, 'inbox.sqlite');
    copyFileSync(file, database);
    await runAndKill(MIGRATOR, [database], round * 4);
    const left = new Database(database);
    const version = left.pragma('user_version', { simple: true });
    versions.add(version);
    left.close();
    const copies = () => readdirSync(data).filter(name => name.endsWith('.backup'));
    if (version === SCHEMA_VERSION) expect(copies()).toHaveLength(1);
    else expect(version).toBe(1);
    const after = openDatabase(database);
    expect(after.prepare('SELECT length(bytes) FROM messages').pluck().all()).toEqual([3_000_000]);
    after.close();
    expect(copies()).toHaveLength(1);
    expect(statSync(join(data, copies()[0] ?? '')).size).toBeGreaterThan(3_000_000);
    expect(readdirSync(data).filter(name => name.includes('partial'))).toEqual([]);
  }
  // Some died before it was done, some after.
  expect(versions).toEqual(new Set([1, SCHEMA_VERSION]));
});
