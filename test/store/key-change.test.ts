/** Encrypting, encrypting anew and decrypting a database: whole at every moment, and nothing of what it was left behind. */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  fstatSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyOf } from '../../src/store/connecting.js';
import { openDatabase } from '../../src/store/database.js';
import { changeKey } from '../../src/store/key-change.js';
import { takeLock } from '../../src/store/lock.js';
import { clear } from './clear.js';
import { dieAtEveryStep, module } from './dying.js';
import { failureOf, namesIn, record } from './filled.js';

const KEY = randomBytes(32);
const OTHER = randomBytes(32);
const ALL = [KEY, OTHER];

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'key-change-'));
  file = join(folder, 'inbox.sqlite');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function fill(databaseKeys: readonly Uint8Array[] = []): void {
  const connection = openDatabase({ database: file, databaseKeys });
  for (const name of ['one', 'two', 'three']) record(connection, name, { size: 30_000 });
  connection.close();
}

const NAMES = ['one', 'two', 'three'];
const filesIn = (path: string) => readdirSync(path).filter(name => !name.endsWith('.lock'));
const isReadable = (path: string) => readFileSync(path).includes('three three');

describe('a database', () => {
  it.each([
    ['is encrypted', [], KEY],
    ['gets another key', [OTHER], KEY],
    ['is decrypted', [KEY], null],
  ])('%s with all that is in it, and a second run says that it is so', (_name, before, after) => {
    fill(before);
    const changed = changeKey({ database: file, databaseKeys: ALL }, after);
    expect(changed).toMatchObject({
      changed: true,
      reports: 3,
      old: 'overwritten',
      size: statSync(file).size,
    });
    expect(filesIn(folder)).toEqual(['inbox.sqlite']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(keyOf(file, ALL)).toEqual(after);
    expect(namesIn(file, after)).toEqual(NAMES);
    expect(isReadable(file)).toBe(after === null);
    expect(changeKey({ database: file, databaseKeys: ALL }, after).changed).toBe(false);
    // The index of words came along.
    const connection = openDatabase({ database: file, databaseKeys: after === null ? [] : [after] });
    connection.exec("INSERT INTO search_index(search_index) VALUES ('integrity-check')");
    connection.close();
  });

  it('that is encrypted leaves zeros where it was', () => {
    fill();
    const old = openSync(file, 'r');
    changeKey({ database: file, databaseKeys: ALL }, KEY);
    const bytes = Buffer.alloc(fstatSync(old).size);
    readSync(old, bytes, 0, bytes.length, 0);
    closeSync(old);
    expect(bytes.length).toBeGreaterThan(90_000);
    expect(bytes.every(byte => byte === 0)).toBe(true);
  });

  it('that has a second name is left under it, and that is said', () => {
    fill();
    linkSync(file, join(folder, 'snapshot'));
    expect(changeKey({ database: file, databaseKeys: ALL }, KEY).old).toBe('named-elsewhere');
    expect(namesIn(join(folder, 'snapshot'))).toEqual(NAMES);
    expect(filesIn(folder).sort()).toEqual(['inbox.sqlite', 'snapshot']);
  });

  it('that a link leads to is never overwritten while it is the database', async () => {
    fill();
    const link = join(folder, 'link.sqlite');
    symlinkSync(file, link);
    const reader = openDatabase(clear(file));
    reader.prepare('SELECT count(*) FROM reports').get();
    expect(await failureOf(() => changeKey({ database: link, databaseKeys: ALL }, KEY))).toMatchObject({
      code: 'busy',
    });
    reader.close();
    expect(namesIn(file)).toEqual(NAMES);
  }, 240_000);

  it('beside which a link lies under the name of what a killed run left gets no other file overwritten', () => {
    fill();
    const other = join(folder, 'other');
    writeFileSync(other, 'of somebody else');
    symlinkSync(other, `${file}.to-wipe`);
    expect(changeKey({ database: file, databaseKeys: ALL }, KEY).old).toBe('overwritten');
    expect(readFileSync(other, 'utf8')).toBe('of somebody else');
  });

  it('that a poll, a watch or a reader has is left as it is', async () => {
    fill();
    const change = () => failureOf(() => changeKey({ database: file, databaseKeys: ALL }, KEY));
    const lock = takeLock(file);
    const held = await change();
    expect(held.code).toBe('busy');
    expect(held.message).toContain(`A poll or watch is at work on ${file} (process ${process.pid}`);
    expect(held.message).not.toContain('all right');
    lock.release();
    const reader = openDatabase(clear(file));
    reader.prepare('SELECT count(*) FROM reports').get();
    const { code, message } = await change();
    expect(code).toBe('busy');
    expect(message).toContain('has');
    record(reader, 'four');
    reader.close();
    expect(namesIn(file)).toEqual([...NAMES, 'four']);
    expect(filesIn(folder)).toEqual(['inbox.sqlite']);
  }, 240_000);
});

const CHANGER = `
  const { changeKey } = await import(${module('key-change.js')});
  const keys = words.slice(1).map(word => Buffer.from(word, 'hex'));
  dieAtStep();
  changeKey({ database: words[0], databaseKeys: keys }, keys[0]);
`;

describe('a process that dies', () => {
  it.each([
    ['while it encrypts', []],
    ['while it gives another key', [OTHER]],
  ])('%s leaves every report under the name, and the next run leaves nothing else', async (_name, before) => {
    fill(before);
    const dataOf = (step: number) => join(folder, `data-${step}`);
    const left = new Set<string>();
    const deaths = await dieAtEveryStep(
      CHANGER,
      step => {
        mkdirSync(dataOf(step));
        copyFileSync(file, join(dataOf(step), 'inbox.sqlite'));
        return [join(dataOf(step), 'inbox.sqlite'), ...ALL.map(key => key.toString('hex'))];
      },
      step => {
        const database = join(dataOf(step), 'inbox.sqlite');
        const key = keyOf(database, ALL);
        left.add(key === null ? 'clear' : key === KEY ? 'new' : 'old');
        expect(namesIn(database, key)).toEqual(NAMES);
        changeKey({ database, databaseKeys: ALL }, KEY);
        expect(namesIn(database, KEY)).toEqual(NAMES);
        expect(filesIn(dataOf(step))).toEqual(['inbox.sqlite']);
        expect(isReadable(database)).toBe(false);
      },
    );
    expect(deaths).toBeGreaterThan(5);
    expect(left).toEqual(new Set([before.length === 0 ? 'clear' : 'old', 'new']));
  });
});
