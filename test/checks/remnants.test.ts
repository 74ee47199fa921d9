/** What killed commands left beside the database is told of, and what a command at work needs is not. */
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkRemnants } from '../../src/checks/remnants.js';
import { copiesBeside } from '../../src/store/copies.js';
import { openDatabase } from '../../src/store/database.js';
import { changeKey } from '../../src/store/key-change.js';
import { takeLock } from '../../src/store/lock.js';

const KEY = new Uint8Array(32).fill(7);

let folder: string;
let database: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'remnants-'));
  database = join(folder, 'inbox.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const look = (databaseKeys: readonly Uint8Array[] = [KEY]) => checkRemnants({ database, databaseKeys });
const leave = (end: string) => writeFileSync(`${database}${end}`, 'report');

it.each([
  ['.to-wipe', 'encrypt'],
  ['.to-wipe-wal', 'encrypt'],
  ['.recoded', 'encrypt'],
  ['.recoded-journal', 'encrypt'],
  ['.restoring', 'Restore again, or delete'],
  ['.restoring-wal', 'Restore again, or delete'],
  ['.restoring-recoded', 'Restore again, or delete'],
])('%s is warned of, with what to do, and counts as a copy', (end, remedy) => {
  leave(end);
  const { outcome, message, remedy: said } = look();
  expect([outcome, message.includes(`${database}${end}`)]).toEqual(['warning', true]);
  expect(said).toContain(remedy);
  expect(copiesBeside(database)).toEqual([`${database}${end}`]);
});

it('where no key is configured, decrypt is what removes it', () => {
  leave('.to-wipe');
  expect(look([]).remedy).toContain('security-inbox decrypt');
});

it('the database, a backup, and files of other programs are none', () => {
  for (const end of ['', '-wal', '.room', '.schema-3-20261129T034500000Z.backup', '.to-wipe.txt']) leave(end);
  writeFileSync(join(folder, 'other.sqlite.to-wipe'), 'report');
  expect(look().outcome).toBe('ok');
});

it('before the first poll made the folder there is none', () => {
  rmSync(folder, { recursive: true });
  expect(look().outcome).toBe('ok');
});

it('the remedy removes them', () => {
  openDatabase({ database, databaseKeys: [KEY] }).close();
  for (const end of ['.to-wipe', '.to-wipe-wal', '.recoded']) leave(end);
  expect(look().outcome).toBe('warning');
  changeKey({ database, databaseKeys: [KEY] }, KEY);
  expect(look().outcome).toBe('ok');
});

it('what the holder of the lock made since is in use, and what was there before it is not', () => {
  leave('.to-wipe');
  const file = `${database}.to-wipe`;
  while (Date.now() <= statSync(file).ctimeMs + 1);
  const lock = takeLock(database);
  try {
    expect(look().outcome).toBe('warning');
    const now = Date.now();
    // The clock of a file system goes in steps.
    while (statSync(file).ctimeMs <= now) chmodSync(file, 0o600);
    expect(look().outcome).toBe('ok');
  } finally {
    lock.release();
  }
  expect(look().outcome).toBe('warning');
});
