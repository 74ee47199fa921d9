/** With which databaseKey a running watch takes a new configuration: as a start would. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
// What runs in production: the worker is a file of its own, which only the build makes.
import { firstReady, nextReady, type Ready } from '../../dist/commands/reloading.js';
import { loadConfig } from '../../dist/config/load.js';

const SERVER = { host: '127.0.0.1', port: 1, security: 'none' };
const [OLD, NEW, OTHER] = [1, 2, 3].map(() => randomBytes(32).toString('hex'));
const log = pino({ level: 'silent' });
let folder: string;
let ready: Ready;

const load = () => loadConfig(join(folder, 'config.json'), () => undefined);

function configure(keys: Record<string, unknown>): void {
  const config = {
    mailbox: { ...SERVER, user: 'u', password: 'p' },
    smtp: SERVER,
    identity: { name: 'S', address: 'security@example.test' },
    policy: { url: 'https://example.test/policy' },
    database: 'data/inbox.sqlite',
    ...keys,
  };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config), { mode: 0o600 });
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reloading-'));
  configure({ databaseKey: OLD });
  ready = await firstReady(load(), log);
});

afterEach(async () => {
  await ready.prepared.drop();
  ready.held.release();
  rmSync(folder, { recursive: true });
});

it.each<[string, Record<string, unknown>]>([
  ['another key', { databaseKey: OTHER }],
  ['other keys', { databaseKey: NEW, previousDatabaseKeys: [OTHER] }],
  ['no key', {}],
])('%s for an encrypted database is refused, as the next start would', async (_name, keys) => {
  configure(keys);
  expect(await nextReady(ready, load, log)).toBeNull();
});

it.each<[string, Record<string, unknown>]>([
  ['the same key', { databaseKey: OLD }],
  ['a new key with the present one as an earlier', { databaseKey: NEW, previousDatabaseKeys: [OLD] }],
])('%s is taken', async (_name, keys) => {
  configure(keys);
  const next = await nextReady(ready, load, log);
  expect(next?.held).toBe(ready.held);
  await next?.prepared.drop();
});
