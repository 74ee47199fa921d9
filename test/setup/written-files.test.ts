/** The files of an installation: their modes, and that nothing is overwritten or left half written. */
import {
  chmodSync,
  chownSync,
  existsSync,
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
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InstalledFile } from '../../src/setup/installation.js';
import { writeFiles } from '../../src/setup/written-files.js';

const NOW = new Date('2026-11-29T03:45:00Z');
const FILES: InstalledFile[] = [
  { name: 'mailbox.password', text: 'secret\n', mode: 0o600 },
  { name: 'disclosure-key.asc', text: 'private\n', mode: 0o600 },
  { name: 'pgp-key.asc', text: 'public\n', mode: 0o644 },
  { name: 'config.json', text: '{}\n', mode: 0o600 },
];

let above: string;
let folder: string;
beforeEach(() => {
  above = mkdtempSync(join(tmpdir(), 'init-'));
  folder = join(above, 'etc', 'inbox');
});
afterEach(() => rmSync(above, { recursive: true, force: true }));

const write = (files = FILES, force = false) => writeFiles(files, { folder, force, now: NOW });
const modeOf = (name: string) => statSync(join(folder, name)).mode & 0o777;
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const tried = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    return error as { code: string; message: string };
  }
  throw new Error('went through');
};

it('are there with their modes whatever the umask is, in a folder for their owner alone', () => {
  const before = process.umask(0o000);
  try {
    write();
  } finally {
    process.umask(before);
  }
  expect(['config.json', 'mailbox.password', 'disclosure-key.asc', 'pgp-key.asc'].map(modeOf)).toEqual([
    0o600, 0o600, 0o600, 0o644,
  ]);
  expect([modeOf('.'), modeOf('reporter-keys')]).toEqual([0o700, 0o700]);
  expect(readdirSync(folder).sort()).toEqual([
    'config.json',
    'disclosure-key.asc',
    'mailbox.password',
    'pgp-key.asc',
    'reporter-keys',
  ]);
});

it.skipIf(process.getuid?.() !== 0)(
  "belong to the service where root writes them into the service's folder",
  () => {
    const [service, group] = [65_534, 65_534];
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chownSync(folder, service, group);
    write();
    for (const name of ['.', ...readdirSync(folder)]) {
      const { uid, gid } = statSync(join(folder, name));
      expect([name, uid, gid]).toEqual([name, service, group]);
    }
  },
);

describe('where something is there', () => {
  beforeEach(() => mkdirSync(folder, { recursive: true }));

  it('nothing is changed, and it is named', () => {
    writeFileSync(join(folder, 'config.json'), 'mine');
    const failure = tried(() => write());
    expect(failure.code).toBe('output');
    expect(failure.message).toContain(join(folder, 'config.json'));
    expect(readdirSync(folder)).toEqual(['config.json']);
    expect(read('config.json')).toBe('mine');
  });

  it.each([false, true])('a link is not followed, not even a dangling one (--force: %s)', force => {
    symlinkSync(join(above, 'elsewhere'), join(folder, 'mailbox.password'));
    expect(tried(() => write(FILES, force)).code).toBe('output');
    expect(existsSync(join(above, 'elsewhere'))).toBe(false);
    expect(readdirSync(folder)).toEqual(['mailbox.password']);
  });

  it('and it is to be replaced, a copy of it stays for its owner alone', () => {
    writeFileSync(join(folder, 'config.json'), 'mine', { mode: 0o644 });
    const { kept } = write(FILES, true);
    expect(kept).toEqual([join(folder, 'config.json.before-20261129T034500Z')]);
    expect(read('config.json.before-20261129T034500Z')).toBe('mine');
    expect(modeOf('config.json.before-20261129T034500Z')).toBe(0o600);
    expect(read('config.json')).toBe('{}\n');
  });

  it('another private key is never replaced', () => {
    writeFileSync(join(folder, 'disclosure-key.asc'), 'another');
    const failure = tried(() => write(FILES, true));
    expect(failure.message).toContain('--import-key');
    expect(readdirSync(folder)).toEqual(['disclosure-key.asc']);
  });

  it('the same private key stays, and gets its mode', () => {
    writeFileSync(join(folder, 'disclosure-key.asc'), 'private\n');
    chmodSync(join(folder, 'disclosure-key.asc'), 0o644);
    expect(write().kept).toEqual([]);
    expect(modeOf('disclosure-key.asc')).toBe(0o600);
  });

  it('what can not be written takes all of it back', () => {
    writeFileSync(join(folder, 'mailbox.password'), 'mine');
    writeFileSync(join(folder, 'config.json'), 'mine too');
    // The copy of the last file can't be made.
    writeFileSync(join(folder, 'config.json.before-20261129T034500Z'), 'a copy');
    expect(tried(() => write(FILES, true)).code).toBe('output');
    expect(readdirSync(folder).sort()).toEqual([
      'config.json',
      'config.json.before-20261129T034500Z',
      'mailbox.password',
      'reporter-keys',
    ]);
    expect([read('mailbox.password'), read('config.json')]).toEqual(['mine', 'mine too']);
  });
});
