/** What a running watch takes along into a new configuration, and with which databaseKey it takes one: as a start would. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMessage, generateKey, sign } from 'openpgp';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
// What runs in production: the worker is a file of its own, which only the build makes.
import { firstReady, nextReady, type Ready } from '../../dist/commands/reloading.js';
import { loadConfig } from '../../dist/config/load.js';
import { takeIn } from '../../dist/intake.js';

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

it('a sender’s key that was learned while the new configuration was tried out is known by it', async () => {
  const signer = await generateKey({ userIDs: [{ email: 'reporter@example.org' }], format: 'object' });
  const steps = 'Content-Type: text/plain\r\n\r\nThe export of every list is wrong.\r\n';
  const withKey = [
    'Content-Type: multipart/mixed; boundary=m\r\n',
    `--m\r\n${steps}`,
    `--m\r\nContent-Type: application/pgp-keys; name=key.asc\r\n\r\n${signer.publicKey.armor().replace(/\r?\n/g, '\r\n')}`,
    '--m--\r\n',
  ].join('\r\n');
  const signed = async (entity: string) => {
    const message = await createMessage({ binary: Buffer.from(entity) });
    const signature = await sign({ message, signingKeys: signer.privateKey, detached: true });
    const header = [
      'From: reporter@example.org',
      'To: security@example.test',
      'Subject: Security Alert',
      `Message-ID: <${randomBytes(8).toString('hex')}@example.org>`,
      'MIME-Version: 1.0',
      'Content-Type: multipart/signed; micalg=pgp-sha512; protocol="application/pgp-signature"; boundary=s',
    ].join('\r\n');
    return Buffer.from(
      `${header}\r\n\r\n--s\r\n${entity}\r\n--s\r\nContent-Type: application/pgp-signature\r\n\r\n${signature}\r\n--s--\r\n`,
    );
  };
  const signature = async ({ prepared }: Ready, raw: Uint8Array) => {
    const { intake } = prepared.begin(new AbortController().signal).all[0];
    const arrival = { raw, isComplete: true, receivedAt: new Date(), foundIn: 'inbox', place: null } as const;
    const outcome = await takeIn(arrival, intake);
    return outcome.kind === 'recorded' ? outcome.report.signature : outcome.kind;
  };
  const next = await nextReady(ready, load, log);
  expect(next).not.toBeNull();
  if (next === null) return;
  try {
    expect(await signature(ready, await signed(withKey))).toMatchObject({ outcome: 'valid', key: 'claimed' });
    expect(await signature(next, await signed(steps))).toMatchObject({ key: 'learned' });
  } finally {
    await next.prepared.drop();
  }
});
