import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadKnownKeys } from '../../src/config/known-keys.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keys-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

it('every key file of the folder is loaded, and nothing else', () => {
  for (const name of ['b.asc', 'a.GPG', 'c.pgp', 'notes.txt']) writeFileSync(join(folder, name), name);
  expect(loadKnownKeys(folder)).toEqual(
    ['a.GPG', 'b.asc', 'c.pgp'].map(name => ({ file: join(folder, name), bytes: Buffer.from(name) })),
  );
});

it('without a folder there is nothing to load', () => {
  expect(loadKnownKeys(null)).toEqual([]);
});

describe('the operator is told', () => {
  it.each([
    ['of a folder that is missing', () => join(folder, 'none'), /none: there is no such folder/],
    [
      'of a folder that is a file',
      () => {
        writeFileSync(join(folder, 'file'), '');
        return join(folder, 'file');
      },
      /file: it is no folder/,
    ],
    [
      'of a key file that is a folder',
      () => {
        mkdirSync(join(folder, 'odd.asc'));
        return folder;
      },
      /odd\.asc: EISDIR/,
    ],
  ])('%s', (_name, path, sentence) => {
    expect(() => loadKnownKeys(path())).toThrow(
      expect.objectContaining({ code: 'config', message: expect.stringMatching(sentence) }),
    );
  });
});
