/** What `digest --out` puts in place of what. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { formatOfEnding, replaceDigest } from '../../src/commands/digest-file.js';
import { DIGEST_FORMATS } from '../../src/digest/formats/formats.js';
import { uncoloured } from '../../src/digest/mailed.js';
import { ordinaryContents } from '../digest/ordinary-contents.js';
import { emptyContents } from '../digest/sample-contents.js';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'digest-'));
  file = join(folder, 'digest');
});

afterEach(() => rmSync(folder, { recursive: true }));

it.each(Object.keys(DIGEST_FORMATS))('a digest as %s is replaced by one of any format', name => {
  const format = name as keyof typeof DIGEST_FORMATS;
  for (const contents of [ordinaryContents(), emptyContents()]) {
    replaceDigest(file, uncoloured(DIGEST_FORMATS[format](contents)));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    replaceDigest(file, uncoloured(DIGEST_FORMATS.text(contents)));
    expect(readFileSync(file, 'utf8')).toMatch(/^Security reports/);
  }
});

it.each([
  '',
  'id,name\r\n',
  '<!DOCTYPE html>\n<html lang="en"><title>Ours</title>',
  '{"schema": 1}',
  '# Notes\n',
])('what begins with %j stays as it is', text => {
  writeFileSync(file, text);
  expect(() => replaceDigest(file, 'Security reports, today')).toThrow(/is not a digest/);
  expect(readFileSync(file, 'utf8')).toBe(text);
});

it.each([
  ['week.txt', 'text'],
  ['/tmp/week.MD', 'markdown'],
  ['week.html', 'html'],
  ['week.2026.json', 'json'],
  ['week.csv', 'csv'],
  ['week.ics', null],
  ['csv', null],
  ['.html', null],
])('the name %s says the format %s', (name, format) => {
  expect(formatOfEnding(name)).toBe(format);
});
