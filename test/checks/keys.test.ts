/** Keys as they come from real programs and go wrong in real ways. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKey } from 'openpgp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkEngineers, checkKnownKeys, checkOwnKeys } from '../../src/checks/keys.js';
import type { CheckResult } from '../../src/checks/result.js';
import { type Gnupg, gnupgInstalled, startGnupg } from '../world/gnupg.js';

const DAY = 86_400;
const NOW = new Date();
const ADDRESS = 'support@example.test';

/** @param validDays - of its validity, from a hundred days ago on; null for no end */
async function madeKey(validDays: number | null, email = ADDRESS, passphrase?: string) {
  const { privateKey, publicKey } = await generateKey({
    userIDs: [{ name: 'Support', email }],
    date: new Date(NOW.getTime() - 100 * DAY * 1000),
    ...(validDays === null ? {} : { keyExpirationTime: validDays * DAY }),
    ...(passphrase === undefined ? {} : { passphrase }),
  });
  return { privateKey, publicKey };
}

const configured = (privateKey: string, passphrase: string | null = null) => ({
  file: '/keys/key.asc',
  bytes: Buffer.from(privateKey),
  passphrase,
});

async function all(results: AsyncIterable<CheckResult>): Promise<CheckResult[]> {
  const list: CheckResult[] = [];
  for await (const result of results) list.push(result);
  return list;
}

const checked = (...keys: ReturnType<typeof configured>[]) =>
  all(
    checkOwnKeys(
      { privateKeys: keys, signReceipts: true, identity: { name: 'S', address: ADDRESS, aliases: [] } },
      // After the keys were made.
      new Date(),
    ),
  );
const outcomes = (results: readonly CheckResult[]) =>
  Object.fromEntries(results.map(({ id, outcome }) => [id, outcome]));
const ALL_OK = {
  'keys.unlock': 'ok',
  'keys.decrypt': 'ok',
  'keys.sign': 'ok',
  'keys.expiry': 'ok',
  'keys.strength': 'ok',
  'keys.address': 'ok',
};

describe('the disclosure key', () => {
  it('without an end does all that it has to', async () => {
    expect(outcomes(await checked(configured((await madeKey(null)).privateKey)))).toEqual(ALL_OK);
  });

  it('that ends in 61 days is ok, in 30 days a warning with the day', async () => {
    expect(outcomes(await checked(configured((await madeKey(162)).privateKey)))).toEqual(ALL_OK);
    const results = await checked(configured((await madeKey(131)).privateKey));
    expect(outcomes(results)).toEqual({ ...ALL_OK, 'keys.expiry': 'warning' });
    expect(results.find(({ id }) => id === 'keys.expiry')).toMatchObject({
      message: expect.stringMatching(/in 3[01] days/),
      remedy: expect.stringContaining('--quick-set-expire'),
      about: '/keys/key.asc',
    });
  });

  it('of which only the encrypting part ends soon is a warning', async () => {
    const { privateKey } = await generateKey({
      userIDs: [{ email: ADDRESS }],
      date: new Date(NOW.getTime() - 100 * DAY * 1000),
      subkeys: [{ keyExpirationTime: 110 * DAY }],
    });
    expect(outcomes(await checked(configured(privateKey)))).toEqual({ ...ALL_OK, 'keys.expiry': 'warning' });
  });

  it('that expired fails with the day, and can not be tried', async () => {
    const results = await checked(configured((await madeKey(90)).privateKey));
    expect(outcomes(results)).toEqual({
      ...ALL_OK,
      'keys.decrypt': 'skipped',
      'keys.sign': 'failure',
      'keys.expiry': 'failure',
    });
    expect(results.find(({ id }) => id === 'keys.expiry')?.message).toMatch(/expired on .*, \d+ days ago/);
  });

  it('with a wrong passphrase fails, which is not repeated', async () => {
    const { privateKey } = await madeKey(null, ADDRESS, 'right');
    const results = await checked(configured(privateKey, 'wrong-phrase'));
    expect(outcomes(results)).toMatchObject({ 'keys.unlock': 'failure', 'keys.decrypt': 'skipped' });
    expect(JSON.stringify(results)).not.toContain('wrong-phrase');
    expect(outcomes(await checked(configured(privateKey, 'right')))).toEqual(ALL_OK);
  });

  it('that names another address is a warning', async () => {
    const results = await checked(configured((await madeKey(null, 'old@example.test')).privateKey));
    expect(outcomes(results)).toEqual({ ...ALL_OK, 'keys.address': 'warning' });
    expect(results.find(({ id }) => id === 'keys.address')?.message).toContain('old@example.test');
  });

  it('is missed', async () => {
    expect(outcomes(await checked())).toEqual({ 'keys.disclosure': 'warning' });
  });
});

it('an earlier key may have expired', async () => {
  const results = await checked(
    configured((await madeKey(null)).privateKey),
    configured((await madeKey(90)).privateKey),
  );
  expect(results.filter(({ outcome }) => outcome !== 'ok').map(({ id, outcome }) => [id, outcome])).toEqual([
    ['keys.decrypt', 'skipped'],
  ]);
});

describe.skipIf(!gnupgInstalled())('a key of GnuPG', () => {
  let gnupg: Gnupg;
  beforeAll(() => {
    gnupg = startGnupg();
  });
  afterAll(() => gnupg?.stop());

  it('of RSA with 2048 bits is weak, and works', async () => {
    const { secretKey } = gnupg.generateKey(`Support <${ADDRESS}>`, 'rsa2048', 'right');
    const results = await checked(configured(secretKey, 'right'));
    expect(outcomes(results)).toEqual({ ...ALL_OK, 'keys.strength': 'warning' });
    expect(results.find(({ id }) => id === 'keys.strength')?.message).toMatch(/rsa\w*2048/i);
  });
});

describe('other people’s keys', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keys-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const engineer = async (validDays: number | null) => ({
    name: 'Ada',
    address: 'ada@example.test',
    key: { file: '/ada.asc', bytes: Buffer.from((await madeKey(validDays, 'ada@example.test')).publicKey) },
  });
  it.each([
    ['that holds is ok', null, 'ok'],
    ['that ends in 30 days is a warning', 130, 'warning'],
    ['that expired is a warning', 90, 'warning'],
  ])("an engineer's %s", async (_, validDays, outcome) => {
    expect(await all(checkEngineers([await engineer(validDays)], NOW))).toMatchObject([
      { id: 'engineers.key', outcome, about: 'ada@example.test' },
    ]);
  });
  it("an engineer's that is none fails, and one without is ok", async () => {
    const broken = { ...(await engineer(null)), key: { file: '/ada.asc', bytes: Buffer.from('none') } };
    const results = await all(checkEngineers([broken, { ...broken, key: null }], NOW));
    expect(results.map(({ outcome }) => outcome)).toEqual(['failure', 'ok']);
    expect(results[0]?.message).toContain('/ada.asc');
  });

  it('a folder of known keys is read, and a file that holds none is named', async () => {
    const { publicKey } = await madeKey(null);
    writeFileSync(join(folder, 'one.asc'), publicKey);
    expect(await checkKnownKeys(folder)).toMatchObject({
      outcome: 'ok',
      message: expect.stringContaining('1 key'),
    });
    writeFileSync(join(folder, 'two.asc'), 'none');
    expect(await checkKnownKeys(folder)).toMatchObject({
      outcome: 'failure',
      message: expect.stringContaining('two.asc'),
    });
    expect(await checkKnownKeys(join(folder, 'gone'))).toMatchObject({ outcome: 'failure' });
  });
});
