/** The real program, killed at moments of chance while it encrypts a database of some megabytes and gives it another key. */

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { keyOf } from '../../src/store/connecting.js';
import { openDatabase } from '../../src/store/database.js';
import { clear } from '../store/clear.js';
import { namesIn, record } from '../store/filled.js';

const ROUNDS = 8;
const KEYS = [randomBytes(32), randomBytes(32)] as const;
const NAMES = Array.from({ length: 40 }, (_, index) => `mail-${index}`);

let folder: string;
let config: string;
let database: string;
let original: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'killed-encrypt-'));
  mkdirSync(join(folder, 'data'));
  config = join(folder, 'config.json');
  database = join(folder, 'data', 'inbox.sqlite');
  original = join(folder, 'original.sqlite');
  const connection = openDatabase(clear(original));
  for (const name of NAMES) record(connection, name, { size: 200_000 });
  connection.close();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function configure(databaseKey: Uint8Array, previous: readonly Uint8Array[]): void {
  const text = (key: Uint8Array) => Buffer.from(key).toString('hex');
  const written = {
    mailbox: { host: '127.0.0.1', port: 1, security: 'none', user: 'a', password: 'b' },
    smtp: { host: '127.0.0.1', port: 1, security: 'none' },
    identity: { name: 'Example', address: 'support@example.test' },
    policy: { url: 'https://example.test/policy' },
    database: 'data/inbox.sqlite',
    databaseKey: text(databaseKey),
    previousDatabaseKeys: previous.map(text),
  };
  writeFileSync(config, JSON.stringify(written), { mode: 0o600 });
}

/** @returns milliseconds that it took, where it was not killed */
async function run(command: string, killAfter: number): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [resolve('dist/main.js'), command, '--config', config]);
  const ended = new Promise<number | null>(done => child.once('exit', done));
  if (killAfter < Number.POSITIVE_INFINITY) {
    await Promise.race([pause(killAfter), ended]);
    child.kill('SIGKILL');
    await ended;
  } else {
    expect(await ended).toBe(0);
  }
  return performance.now() - start;
}

it.each(['encrypt', 'rekey'])(
  '%s, killed at any moment, loses no report and ends its work when it is run again',
  async command => {
    const [present, earlier] = KEYS;
    const begin = async () => {
      rmSync(join(folder, 'data'), { recursive: true });
      mkdirSync(join(folder, 'data'));
      copyFileSync(original, database);
      if (command === 'rekey') {
        configure(earlier, []);
        await run('encrypt', Number.POSITIVE_INFINITY);
        configure(present, [earlier]);
      } else {
        configure(present, []);
      }
    };
    await begin();
    const whole = await run(command, Number.POSITIVE_INFINITY);
    for (let round = 0; round < ROUNDS; round += 1) {
      await begin();
      await run(command, (whole * (round + 1)) / (ROUNDS + 1));
      expect(namesIn(database, keyOf(database, KEYS))).toEqual(NAMES);
      await run(command, Number.POSITIVE_INFINITY);
      expect(keyOf(database, KEYS)).toEqual(present);
      expect(namesIn(database, present)).toEqual(NAMES);
      const left = readdirSync(join(folder, 'data')).filter(name => !name.endsWith('.lock'));
      expect(left).toEqual(['inbox.sqlite']);
      expect(readFileSync(database).includes('mail-7 mail-7')).toBe(false);
    }
  },
  600_000,
);
