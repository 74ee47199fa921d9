/** What `calendar --out` puts in place of what. */
import {
  chmodSync,
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
import { replaceCalendar } from '../../src/commands/calendar-file.js';
import { Failure } from '../../src/failure.js';

const FIRST = 'BEGIN:VCALENDAR\r\nfirst';
const SECOND = 'BEGIN:VCALENDAR\r\nsecond';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'calendar-'));
  file = join(folder, 'due.ics');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function refusal(path: string): string {
  try {
    replaceCalendar(path, SECOND);
  } catch (error) {
    expect(error).toBeInstanceOf(Failure);
    expect((error as Failure).code).toBe('output');
    return (error as Failure).message;
  }
  throw new Error('it was written');
}

it('a calendar is for its owner alone, and replaces an earlier one of any mode', () => {
  replaceCalendar(file, FIRST);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  chmodSync(file, 0o644);
  replaceCalendar(file, SECOND);
  expect(readFileSync(file, 'utf8')).toBe(SECOND);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['due.ics']);
});

it('what is no calendar stays as it is', () => {
  writeFileSync(file, 'SQLite format 3\0');
  expect(refusal(file)).toContain('is not a calendar');
  expect(readFileSync(file, 'utf8')).toBe('SQLite format 3\0');
  expect(readdirSync(folder)).toEqual(['due.ics']);
});

it('an empty file, a folder and a device are no calendars', () => {
  writeFileSync(file, '');
  expect(refusal(file)).toContain('is not a calendar');
  expect(refusal(folder)).toContain('is not a calendar');
  expect(refusal('/dev/null')).toContain('is not a calendar');
});

it('a link is replaced, and not what it leads to', () => {
  const elsewhere = join(folder, 'elsewhere.ics');
  writeFileSync(elsewhere, FIRST);
  symlinkSync(elsewhere, file);
  replaceCalendar(file, SECOND);
  expect(readFileSync(elsewhere, 'utf8')).toBe(FIRST);
  expect(readFileSync(file, 'utf8')).toBe(SECOND);
});

it('a folder that is not there is named', () => {
  expect(refusal(join(folder, 'none', 'due.ics'))).toContain(`no folder ${join(folder, 'none')}`);
  mkdirSync(join(folder, 'none'));
  replaceCalendar(join(folder, 'none', 'due.ics'), FIRST);
});
