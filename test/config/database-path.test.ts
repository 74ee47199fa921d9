import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { databasePath } from '../../src/config/database-path.js';

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'database-path-')));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('counts from the folder of the configuration, whether the file is there or not', () => {
  expect(databasePath('data/inbox.sqlite', folder)).toBe(join(folder, 'data/inbox.sqlite'));
  expect(databasePath('/var/lib/x/inbox.sqlite', folder)).toBe('/var/lib/x/inbox.sqlite');
});

it('is the file itself where a link leads to it, so that its lock and its log lie beside it', () => {
  mkdirSync(join(folder, 'disk'));
  writeFileSync(join(folder, 'disk/inbox.sqlite'), '');
  symlinkSync(join(folder, 'disk/inbox.sqlite'), join(folder, 'inbox.sqlite'));
  expect(databasePath('inbox.sqlite', folder)).toBe(join(folder, 'disk/inbox.sqlite'));
});

it('is refused where a link leads to nothing, as where its disk is not mounted', () => {
  symlinkSync(join(folder, 'disk/inbox.sqlite'), join(folder, 'inbox.sqlite'));
  expect(() => databasePath('inbox.sqlite', folder)).toThrow(/leads to nothing \(ENOENT\)\. Mount the disk/);
});
