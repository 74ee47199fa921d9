/**
 * Mails broken at random, through the whole pipeline but for the servers. Bounded and seeded here; `npm run fuzz` goes
 * on for longer, from another seed each time, and prints the seed of what it finds.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { createMessage, encrypt, generateKey, type PrivateKey, readPrivateKey, sign } from 'openpgp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadConfig } from '../../dist/config/load.js';
import { type Outcome, takeIn } from '../../dist/intake.js';
import { openLog } from '../../dist/log.js';
import type { Session } from '../../dist/passes/session.js';
import { openSessions, type Sessions } from '../../dist/passes/sessions.js';
import { entity, mixedMail, personMail, pgpMime, pgpMimeMail } from '../message/mails.js';
import { type Mutation, mutate, mutation } from './mutations.js';

const RUNS = Number(process.env.FUZZ_RUNS ?? 300);

/** The suite does the same every time; a long run goes where none went before, unless it is told where. */
const SEED = Number(process.env.FUZZ_SEED ?? (process.env.FUZZ_RUNS ? Date.now() % 2 ** 31 : 20261124));

/** Milliseconds one mail may take: far beyond what any takes, and far below a hang. */
const TIME = 30_000;

/** Bytes this process may have grown by when all is done. */
const GROWTH = 300_000_000;

/** Stands in every encrypted part and nowhere else. */
const CANARY = 'xylophonquartz';

let folder: string;
let sessions: Sessions;
let session: Session;
let seeds: Buffer[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  const generated = await generateKey({ userIDs: [{ name: 'Us', email: 'security@acme.example' }] });
  writeFileSync(join(folder, 'key.asc'), generated.privateKey, { mode: 0o600 });
  const config = {
    mailbox: { host: 'localhost', user: 'security@acme.example', password: 'unused' },
    smtp: { host: 'localhost' },
    identity: { name: 'Acme Security', address: 'security@acme.example' },
    pgp: { privateKeys: [{ file: 'key.asc' }] },
    database: 'fuzz.sqlite',
    policy: { url: 'https://acme.example/policy' },
  };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config), { mode: 0o600 });
  const [loaded] = loadConfig(join(folder, 'config.json'), () => undefined);
  sessions = await openSessions([loaded], openLog('silent'), new AbortController().signal);
  session = sessions.all[0];
  seeds = await seedMails(await readPrivateKey({ armoredKey: generated.privateKey }));
});

afterAll(async () => {
  await sessions.close();
  rmSync(folder, { recursive: true });
});

it('a mail broken in any way is an outcome, in time, and no receipt holds a word of what was encrypted', async () => {
  const before = process.memoryUsage.rss();
  const outcomes = new Map<Outcome['kind'], number>();
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.array(mutation, { minLength: 0, maxLength: 4 }),
      async (which, mutations) => {
        const { kind } = await takeBroken(which, mutations);
        outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
      },
    ),
    { numRuns: RUNS, seed: SEED },
  );
  expect(outcomes.get('recorded')).toBeGreaterThan(RUNS / 10);
  // Not toContain: a failure would print every receipt.
  const words = wordsOfReceipts();
  expect(words.includes('on record as ts-')).toBe(true);
  expect(words.includes(CANARY)).toBe(false);
  expect(process.memoryUsage.rss() - before).toBeLessThan(GROWTH);
  console.log(`fuzz: ${RUNS} mails from seed ${SEED}: ${JSON.stringify(Object.fromEntries(outcomes))}`);
}, 3_600_000);

it('its seeds are what they should be: read whole, and with their words on record', async () => {
  for (const seed of seeds) await takeIn(arrivalOf(seed), session.intake);
  const contents = session.intake.connection.prepare('SELECT content FROM reports').pluck().all();
  expect(contents.filter(content => String(content).includes(CANARY)).length).toBeGreaterThan(4);
});

async function takeBroken(which: number, mutations: readonly Mutation[]): Promise<Outcome> {
  const seed = seeds[which % seeds.length] ?? Buffer.alloc(0);
  const start = performance.now();
  const outcome = await takeIn(arrivalOf(mutate(seed, mutations, seeds)), session.intake);
  expect(performance.now() - start).toBeLessThan(TIME);
  return outcome;
}

function arrivalOf(raw: Buffer) {
  return { raw, isComplete: true, foundIn: 'file', receivedAt: new Date(), place: null } as const;
}

function wordsOfReceipts(): string {
  return JSON.stringify(session.intake.connection.prepare('SELECT * FROM receipts').all()).toLowerCase();
}

/** One mail of every form that is read apart. */
async function seedMails(ours: PrivateKey): Promise<Buffer[]> {
  const secret = `The login ${CANARY} leaks.\n\nSteps:\n1. Open ${CANARY}\n2. Read it\n`;
  const seal = async (text: string) =>
    encrypt({ message: await createMessage({ text }), encryptionKeys: ours, signingKeys: ours });
  const opaque = String(await sign({ message: await createMessage({ text: secret }), signingKeys: ours }));
  const armored = await seal(secret);
  const inner = await seal(entity(secret, `Security Alert: ${CANARY}`));
  const nested = pgpMime(inner);
  const file = `Content-Type: application/octet-stream; name="report.txt.asc"\nContent-Disposition: attachment; filename="report.txt.asc"\n\n${armored}`;
  const demo = ['01-invoice-question', '05-newsletter', '07-report-incomplete', '09-report-automatic'];
  return [
    pgpMimeMail(['Subject: ...'], inner),
    pgpMimeMail(['Subject: [...]'], await seal(`${nested.content.join('\r\n')}\r\n\r\n${nested.body}`)),
    personMail(['Subject: Security Alert'], armored),
    personMail(
      ['Subject: Security Alert', 'Content-Type: text/html'],
      `<pre>${armored.replaceAll('\n', '<br>')}</pre>`,
    ),
    mixedMail(['Subject: Security Alert'], ['Content-Type: text/plain\n\nsee the file', file]),
    mixedMail(
      ['Subject: Fwd: Security Alert'],
      [`Content-Type: message/rfc822\n\n${pgpMimeMail(['Subject: ...'], inner)}`],
    ),
    personMail(['Subject: Security Alert: opaque'], opaque),
    ...demo.map(name => readFileSync(join('fixtures', 'demo', `${name}.eml`))),
  ];
}
