/** What is published of us, held against what is configured. */
import { generateKey, readKey } from 'openpgp';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkPublished, judgePublication } from '../../src/checks/publication.js';
import type { Ask } from '../../src/directory/web-key-directory.js';
import { webKeyDirectory } from '../../src/publication/openpgp/web-key-directory.js';
import { securityTxt } from '../../src/publication/security-txt.js';

const NOW = new Date(Date.now() + 60_000);
const ROOT = 'https://security.example.test/';
const ADDRESS = 'support@example.test';

async function madeKey(email = ADDRESS) {
  const { privateKey, publicKey } = await generateKey({ userIDs: [{ name: 'Support', email }] });
  return { privateKey, publicKey: await readKey({ armoredKey: publicKey }) };
}

describe('what is published', () => {
  let own: Awaited<ReturnType<typeof madeKey>>;
  let other: Awaited<ReturnType<typeof madeKey>>;

  beforeAll(async () => {
    own = await madeKey();
    other = await madeKey();
  });

  const config = (overrides: object = {}) => ({
    publication: { url: ROOT, name: 'Example', namespace: ROOT, languages: ['en'] },
    policy: {
      url: 'https://example.test/policy',
      acknowledgeWorkingDays: 1,
      disclosureDays: 90,
      expires: '2099-01-01',
    },
    identity: { name: 'Support', address: 'Support@Example.test', aliases: [] },
    privateKeys: [{ file: 'key.asc', bytes: Buffer.from(own.privateKey), passphrase: null }],
    ...overrides,
  });

  /** @param days - for which security.txt holds */
  function world(key: typeof own, days: number): Map<string, string | Uint8Array> {
    const expires = new Date(NOW.getTime() + days * 86_400_000);
    const fingerprint = key.publicKey.getFingerprint();
    const text = securityTxt({
      contacts: [ADDRESS],
      form: null,
      expires,
      key: { url: `${ROOT}key.asc`, fingerprint },
      acknowledgments: ROOT,
      policy: ROOT,
      csaf: null,
      languages: ['en'],
      canonical: ROOT,
    });
    const { files } = webKeyDirectory(key.publicKey, [ADDRESS]);
    const path = `.well-known/csaf/openpgp/${own.publicKey.getFingerprint().toUpperCase()}.asc`;
    return new Map([
      ['.well-known/security.txt', `-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA512\r\n\r\n${text}`],
      [path, key.publicKey.armor()],
      ...files.map(file => [file.path, file.content] as const),
    ]);
  }

  async function outcomes(files: Map<string, string | Uint8Array>, configured = config()) {
    const ask: Ask = async url => {
      const content = files.get(url.pathname.slice(1));
      return content === undefined ? { kind: 'none' } : { kind: 'found', bytes: Buffer.from(content) };
    };
    const results: [string, string][] = [];
    for await (const { id, outcome } of checkPublished(configured, ask, NOW)) {
      results.push([id.replace('publication.', ''), outcome]);
    }
    return Object.fromEntries(results);
  }

  it('is as it should be', async () => {
    expect(await outcomes(world(own, 100))).toEqual({ 'security-txt': 'ok', key: 'ok', directory: 'ok' });
  });

  it('is warned of where it is not there', async () => {
    expect(await outcomes(new Map())).toEqual({
      'security-txt': 'warning',
      key: 'warning',
      directory: 'warning',
    });
  });

  it('has failed where it is of another key, to which reports would be encrypted that nobody can open', async () => {
    expect(await outcomes(world(other, 100))).toEqual({
      'security-txt': 'failure',
      key: 'failure',
      directory: 'failure',
    });
  });

  it('is warned of thirty days before security.txt expires, and has failed after', async () => {
    expect(await outcomes(world(own, 29))).toMatchObject({ 'security-txt': 'warning' });
    expect(await outcomes(world(own, 31))).toMatchObject({ 'security-txt': 'ok' });
    expect(await outcomes(world(own, -1))).toMatchObject({ 'security-txt': 'failure' });
  });

  it('is warned of where another page answers for security.txt', async () => {
    const files = world(own, 100).set('.well-known/security.txt', '<!DOCTYPE html>\nContact: us\n');
    expect(await outcomes(files)).toMatchObject({ 'security-txt': 'warning' });
  });

  it('is warned of where people would encrypt to a part of the key that was replaced', async () => {
    const { publicKey } = own;
    const older = await readKey({ armoredKey: publicKey.armor() });
    older.subkeys = [];
    const files = world({ ...own, publicKey: older }, 100);
    expect(await outcomes(files)).toMatchObject({ key: 'warning', directory: 'warning' });
  });

  it('is not asked for where nothing is published', async () => {
    expect(await outcomes(new Map(), { ...config(), publication: null as never })).toEqual({});
    expect(judgePublication({ ...config(), publication: null })).toEqual([]);
  });

  it('needs a day on which it expires', () => {
    expect(judgePublication(config())).toMatchObject([{ outcome: 'ok' }]);
    const { expires: _, ...policy } = config().policy;
    expect(judgePublication(config({ policy }))).toMatchObject([{ outcome: 'warning' }]);
  });
});
