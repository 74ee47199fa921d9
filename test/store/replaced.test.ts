/** A command that waits for the database while another puts one in its place. */
import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openDatabase } from '../../src/store/database.js';
import { changeKey } from '../../src/store/key-change.js';
import { restoreDatabase } from '../../src/store/restore.js';
import { clear } from './clear.js';
import { failureOf, record } from './filled.js';

/** What another command does once this one has the file open, and before it has read any of it. */
const another = vi.hoisted((): { acts: (() => void) | null } => ({ acts: null }));

vi.mock('../../src/store/connecting.js', async importOriginal => {
  const original = await importOriginal<typeof import('../../src/store/connecting.js')>();
  return {
    ...original,
    connect: (...words: Parameters<typeof original.connect>) => {
      const connection = original.connect(...words);
      const { acts } = another;
      another.acts = null;
      acts?.();
      return connection;
    },
  };
});

const KEY = randomBytes(32);
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'replaced-'));
  file = join(folder, 'inbox.sqlite');
  const connection = openDatabase(clear(file));
  record(connection, 'one');
  connection.close();
});

afterEach(() => rmSync(folder, { recursive: true }));

it.each<[string, () => void]>([
  ['is encrypted', () => changeKey({ database: file, databaseKeys: [KEY] }, KEY)],
  [
    'is replaced by a backup',
    () => {
      copyFileSync(file, `${file}.backup`);
      restoreDatabase(`${file}.backup`, clear(file), new Date());
    },
  ],
  [
    'is replaced by hand',
    () => {
      copyFileSync(file, `${file}.backup`);
      renameSync(`${file}.backup`, file);
    },
  ],
])('says so where the database %s meanwhile, and calls nothing damaged', async (_name, acts) => {
  another.acts = acts;
  const { code, message } = await failureOf(() => openDatabase(clear(file)));
  expect(code).toBe('busy');
  expect(message).toContain('was replaced while this waited for it');
  expect(message).toContain('run it again');
});
