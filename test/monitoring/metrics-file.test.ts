import {
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
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Failure } from '../../src/failure.js';
import { writeMetricsFile } from '../../src/monitoring/metrics-file.js';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'metrics-'));
  file = join(folder, 'inbox.prom');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

it('is for every user to read, whatever the umask', () => {
  const before = process.umask(0o077);
  try {
    writeMetricsFile(file, 'up 1\n');
  } finally {
    process.umask(before);
  }
  expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['up 1\n', 0o644]);
});

it('takes the place of the last one as another file, so that no reader sees a part of it', () => {
  writeMetricsFile(file, 'up 1\n');
  const { ino } = statSync(file);
  writeMetricsFile(file, 'up 0\n');
  expect(readFileSync(file, 'utf8')).toBe('up 0\n');
  expect(statSync(file).ino).not.toBe(ino);
  expect(readdirSync(folder)).toEqual(['inbox.prom']);
});

it('is written where a process that was killed left an unfinished one', () => {
  writeFileSync(`${file}.${process.pid}.new`, 'half');
  writeMetricsFile(file, 'up 1\n');
  expect(readdirSync(folder)).toEqual(['inbox.prom']);
});

it('is not written into what a link leads to, under its name or its unfinished one', () => {
  const foreign = join(folder, 'foreign');
  writeFileSync(foreign, 'as it was', { mode: 0o600 });
  symlinkSync(foreign, file);
  symlinkSync(foreign, `${file}.${process.pid}.new`);
  writeMetricsFile(file, 'up 1\n');
  expect([readFileSync(foreign, 'utf8'), statSync(foreign).mode & 0o777]).toEqual(['as it was', 0o600]);
  expect(readFileSync(file, 'utf8')).toBe('up 1\n');
});

it.each([
  ['its folder is not there', () => rmSync(folder, { recursive: true }), 'ENOENT'],
  ['a folder has its name', () => mkdirSync(file), 'EISDIR'],
])('says what to do where %s, and leaves nothing behind', (_name, spoil, code) => {
  spoil();
  const act = () => writeMetricsFile(file, 'up 1\n');
  expect(act).toThrow(Failure);
  expect(act).toThrow(new RegExp(`monitoring.metricsFile .*inbox.prom .*${code}`));
  mkdirSync(folder, { recursive: true });
  expect(readdirSync(folder).filter(name => name.endsWith('.new'))).toEqual([]);
});
