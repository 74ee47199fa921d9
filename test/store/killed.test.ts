/** Processes killed with SIGKILL in the middle of what they do to the file, again and again. */
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { backUp } from '../../src/store/backup.js';
import { openDatabase } from '../../src/store/database.js';
import { first } from '../../src/store/migrations/0001-first.js';
import { restoreDatabase } from '../../src/store/restore.js';
import { SCHEMA_VERSION } from '../../src/store/schema-version.js';
import { clear } from './clear.js';
import { dieAtEveryStep, module } from './dying.js';
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

/** Most of its time goes into folding the WAL; a line is written for every commit that was acknowledged. */
const CHECKPOINTER = `
  import { writeSync } from 'node:fs';
  const { openDatabase } = await import(${module('database.js')});
  const database = openDatabase({ database: process.argv[1], databaseKeys: [] });
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
  const connection = openDatabase(clear(file));
  const id = record(connection, 'one');
  connection
    .prepare("INSERT INTO attachments VALUES (?, 0, 'a', 'b', 0, 'h', zeroblob(500000), NULL, NULL)")
    .run(id);
  connection.close();
  let hadWal = 0;
  for (let round = 0; round < 24; round += 1) {
    const last = Number(await runAndKill(CHECKPOINTER, [file], (round * 7) % 40));
    hadWal += existsSync(`${file}-wal`) ? 1 : 0;
    const after = openDatabase(clear(file));
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
  const { restoreDatabase } = await import(${module('restore.js')});
  dieAtStep();
  restoreDatabase(words[0], { database: words[1], databaseKeys: [] }, new Date(0));
`;

it('a restoring that dies leaves a whole database under the name, and can be done again', async () => {
  const backup = join(folder, 'copy.sqlite');
  const connection = openDatabase(clear(file));
  record(connection, 'one');
  await backUp(clear(file), backup);
  record(connection, 'two');
  connection.close();
  const dataOf = (step: number) => join(folder, `data-${step}`);
  const left = new Set<string>();
  const deaths = await dieAtEveryStep(
    RESTORER,
    step => {
      mkdirSync(dataOf(step));
      copyFileSync(file, join(dataOf(step), 'inbox.sqlite'));
      return [backup, join(dataOf(step), 'inbox.sqlite')];
    },
    step => {
      const database = join(dataOf(step), 'inbox.sqlite');
      left.add(namesIn(database).join());
      restoreDatabase(backup, clear(database), new Date());
      expect(namesIn(database)).toEqual(['one']);
      expect(readdirSync(dataOf(step)).filter(name => name.includes('restoring'))).toEqual([]);
      const kept = readdirSync(dataOf(step)).filter(name => name.includes('replaced'));
      expect(kept.map(name => namesIn(join(dataOf(step), name)).join())).toContain('one,two');
    },
  );
  expect(deaths).toBeGreaterThan(4);
  expect(left).toEqual(new Set(['one,two', 'one']));
});

const BACKER = `
  const { backUp } = await import(${module('backup.js')});
  dieAtStep();
  await backUp({ database: words[0], databaseKeys: [] }, words[1]);
`;

it('a backup that dies has no name or is whole, and the next clears it away', async () => {
  const elsewhere = join(folder, 'elsewhere');
  mkdirSync(elsewhere);
  const connection = openDatabase(clear(file));
  record(connection, 'one');
  connection.close();
  const left = new Set<string>();
  const deaths = await dieAtEveryStep(
    BACKER,
    () => [file, join(elsewhere, 'copy.sqlite')],
    async () => {
      for (const name of readdirSync(elsewhere)) left.add(name.startsWith('.') ? 'partial' : name);
      await backUp(clear(file), join(elsewhere, 'next.sqlite'));
      for (const name of readdirSync(elsewhere)) {
        expect(name).toMatch(/^(?:copy|next)\.sqlite$/);
        expect(namesIn(join(elsewhere, name))).toEqual(['one']);
        rmSync(join(elsewhere, name));
      }
    },
  );
  expect(deaths).toBeGreaterThan(3);
  expect(left).toEqual(new Set(['partial', 'copy.sqlite']));
});

const MIGRATOR = `
  const { openDatabase } = await import(${module('database.js')});
  dieAtStep();
  openDatabase({ database: words[0], databaseKeys: [] }, () => fs.writeSync(1, 'the copy is there')).close();
`;

it('a migration that dies has not happened, and the next completes it after a copy of its own', async () => {
  const old = new Database(file);
  old.exec(first);
  old.pragma(`application_id = ${0x53656349}`);
  old.pragma('user_version = 1');
  old.prepare("INSERT INTO reports VALUES (1, 'TS-2026-0001', 'received', 'a', 'b', 'c', 'd', '{}')").run();
  old.prepare("INSERT INTO raw_messages VALUES (1, 'h', 1, x'616263')").run();
  old.close();
  const dataOf = (step: number) => join(folder, `data-${step}`);
  const left: unknown[] = [];
  const deaths = await dieAtEveryStep(
    MIGRATOR,
    step => {
      mkdirSync(dataOf(step));
      copyFileSync(file, join(dataOf(step), 'inbox.sqlite'));
      return [join(dataOf(step), 'inbox.sqlite')];
    },
    step => {
      const database = join(dataOf(step), 'inbox.sqlite');
      const raw = new Database(database);
      left.push(raw.pragma('user_version', { simple: true }));
      raw.close();
      const after = openDatabase(clear(database));
      expect(after.prepare('SELECT bytes FROM messages').pluck().all()).toEqual([Buffer.from('abc')]);
      after.close();
      const names = readdirSync(dataOf(step));
      const [copy, ...others] = names.filter(name => name.endsWith('.backup'));
      expect(others).toEqual([]);
      expect(names.filter(name => name.includes('partial'))).toEqual([]);
      const kept = new Database(join(dataOf(step), copy ?? ''), { readonly: true });
      expect(kept.prepare('SELECT bytes FROM raw_messages').pluck().all()).toEqual([Buffer.from('abc')]);
      kept.close();
    },
  );
  expect(deaths).toBeGreaterThan(3);
  // The last came through.
  expect(left).toEqual([...Array(deaths).fill(1), SCHEMA_VERSION]);
});

const MAKER = `
  const { openDatabase } = await import(${module('database.js')});
  dieAtStep();
  openDatabase({ database: words[0], databaseKeys: [] }).close();
`;

it('a first start that dies leaves no half database behind', async () => {
  const dataOf = (step: number) => join(folder, `data-${step}`, 'inbox.sqlite');
  const deaths = await dieAtEveryStep(
    MAKER,
    step => [dataOf(step)],
    step => {
      openDatabase(clear(dataOf(step))).close();
      expect(namesIn(dataOf(step))).toEqual([]);
      expect(readdirSync(join(folder, `data-${step}`))).toEqual(['inbox.sqlite']);
    },
  );
  expect(deaths).toBeGreaterThan(2);
});
