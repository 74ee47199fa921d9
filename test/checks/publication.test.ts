/** What is published of us, held against what is configured. */
import { generateKey, readKey, readPrivateKey } from 'openpgp';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkPublished, judgePublication } from '../../src/checks/publication.js';
import type { CheckResult } from '../../src/checks/result.js';
import type { Answer, Ask } from '../../src/directory/web-key-directory.js';
import { signerOf } from '../../src/publication/openpgp/signing.js';
import { webKeyDirectory } from '../../src/publication/openpgp/web-key-directory.js';
import { securityTxt } from '../../src/publication/security-txt.js';

const NOW = new Date(Date.now() + 60_000);
const ROOT = 'https://security.example.test/';
const SECURITY_TXT = '.well-known/security.txt';
const METADATA = '.well-known/csaf/provider-metadata.json';
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
      expires: new Date(NOW.getTime() + 200 * 86_400_000).toISOString().slice(0, 10),
    },
    identity: { name: 'Support', address: 'Support@Example.test', aliases: [] },
    privateKeys: [{ file: 'key.asc', bytes: Buffer.from(own.privateKey), passphrase: null }],
    ...overrides,
  });

  /** @param days - for which security.txt holds */
  async function world(key: typeof own, days: number, contact = ADDRESS) {
    const expires = new Date(NOW.getTime() + days * 86_400_000);
    const fingerprint = key.publicKey.getFingerprint();
    const text = securityTxt({
      contacts: [contact],
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
    const signer = signerOf(await readPrivateKey({ armoredKey: key.privateKey }), NOW);
    return new Map<string, string | Uint8Array>([
      [SECURITY_TXT, await signer.around(text, null)],
      [METADATA, JSON.stringify({ canonical_url: ROOT + METADATA })],
      [path, key.publicKey.armor()],
      ...files.map(file => [file.path, file.content] as const),
    ]);
  }

  interface Served {
    /** What comes in place of a file that is not there, or of all. */
    readonly otherwise?: Answer;
    readonly contentType?: string;
  }

  async function results(
    files: Map<string, string | Uint8Array>,
    served: Served = {},
    configured = config(),
  ) {
    const ask: Ask = async url => {
      const content = files.get(url.pathname.slice(1));
      const { otherwise = { kind: 'none', status: 404 }, contentType = 'text/plain; charset=utf-8' } = served;
      return content === undefined ? otherwise : { kind: 'found', bytes: Buffer.from(content), contentType };
    };
    const found: CheckResult[] = [];
    for await (const result of checkPublished(configured, ask, NOW)) found.push(result);
    return found;
  }

  async function outcomes(...given: Parameters<typeof results>) {
    const found = await results(...given);
    return Object.fromEntries(found.map(({ id, outcome }) => [id.replace('publication.', ''), outcome]));
  }

  it('is as it should be', async () => {
    expect(await outcomes(await world(own, 100))).toEqual({
      'security-txt': 'ok',
      csaf: 'ok',
      key: 'ok',
      directory: 'ok',
    });
  });

  it('is warned of where it is not there', async () => {
    expect(await outcomes(new Map())).toEqual({
      'security-txt': 'warning',
      csaf: 'warning',
      key: 'warning',
      directory: 'warning',
    });
  });

  it('has failed where it is of another key, to which reports would be encrypted that nobody can open', async () => {
    expect(await outcomes(await world(other, 100))).toEqual({
      'security-txt': 'failure',
      csaf: 'ok',
      key: 'failure',
      directory: 'failure',
    });
  });

  it('is warned of thirty days before security.txt expires, and has failed after', async () => {
    expect(await outcomes(await world(own, 29))).toMatchObject({ 'security-txt': 'warning' });
    expect(await outcomes(await world(own, 31))).toMatchObject({ 'security-txt': 'ok' });
    expect(await outcomes(await world(own, -1))).toMatchObject({ 'security-txt': 'failure' });
  });

  it('is warned of where another page answers for security.txt', async () => {
    const files = (await world(own, 100)).set(SECURITY_TXT, '<!DOCTYPE html>\nContact: us\n');
    expect(await outcomes(files)).toMatchObject({ 'security-txt': 'warning' });
  });

  it('has failed where security.txt was changed after it was signed, or words were put around it', async () => {
    const files = await world(own, 100);
    const text = String(files.get(SECURITY_TXT));
    files.set(SECURITY_TXT, text.replace(ADDRESS, 'mallory@example.test'));
    expect(await outcomes(files)).toMatchObject({ 'security-txt': 'failure' });
    const elsewhere = String((await world(own, 100, 'mallory@example.test')).get(SECURITY_TXT));
    files.set(SECURITY_TXT, `Contact: mailto:${ADDRESS}\r\n${elsewhere}`);
    expect(await outcomes(files)).not.toMatchObject({ 'security-txt': 'ok' });
  });

  it('is warned of where security.txt names another address, or lost its signature', async () => {
    const files = await world(own, 100, 'mallory@example.test');
    expect(await outcomes(files)).toMatchObject({ 'security-txt': 'warning' });
    const unsigned = `Contact: mailto:${ADDRESS}\nExpires: 2099-01-01T00:00:00Z\n`;
    const bare = (await world(own, 100)).set(SECURITY_TXT, unsigned);
    expect(await outcomes(bare)).toMatchObject({ 'security-txt': 'warning' });
  });

  it('is warned of where security.txt is served as anything but UTF-8 text, which programs refuse', async () => {
    for (const [contentType, outcome] of [
      ['text/plain', 'warning'],
      ['text/html; charset=utf-8', 'warning'],
      ['text/plain;charset=UTF-8', 'ok'],
    ] as const) {
      expect(await outcomes(await world(own, 100), { contentType })).toMatchObject({
        'security-txt': outcome,
      });
    }
  });

  it('is warned of where a page stands in place of a key or of what names the advisories', async () => {
    const files = await world(own, 100);
    for (const path of files.keys()) if (path !== SECURITY_TXT) files.set(path, '<!DOCTYPE html>');
    expect(await outcomes(files)).toEqual({
      'security-txt': 'ok',
      csaf: 'warning',
      key: 'warning',
      directory: 'warning',
    });
  });

  it.each<readonly [string, Answer, RegExp]>([
    ['the certificate is no good', { kind: 'none', error: 'CERT_HAS_EXPIRED' }, /certificate/],
    ['nothing answers', { kind: 'none', error: 'ECONNREFUSED' }, /ECONNREFUSED.*web server runs/],
    ['the name is not there', { kind: 'no-host' }, /there is no (?:security\.)?example\.test in DNS/],
    ['it leads elsewhere', { kind: 'none', status: 301 }, /HTTP 301.*at that address itself/],
    ['a password is asked for', { kind: 'none', status: 401 }, /without one/],
    ['it may not be read', { kind: 'none', status: 403 }, /server's user/],
    ['it is not there', { kind: 'none', status: 404 }, /HTTP 404.*(?:publish" again|openpgpkey)/],
  ])('says why it was not read and what to do where %s', async (_name, otherwise, words) => {
    const found = await results(new Map(), { otherwise });
    expect(found).toHaveLength(4);
    for (const { outcome, message, remedy } of found) {
      expect(outcome).toBe('warning');
      expect(`${message} ${remedy}`).toMatch(words);
    }
  });

  it('is warned of where people would encrypt to a part of the key that was replaced', async () => {
    const { publicKey } = own;
    const older = await readKey({ armoredKey: publicKey.armor() });
    older.subkeys = [];
    const files = await world({ ...own, publicKey: older }, 100);
    expect(await outcomes(files)).toMatchObject({ key: 'warning', directory: 'warning' });
  });

  it('is not asked for where nothing is published', async () => {
    expect(await outcomes(new Map(), {}, { ...config(), publication: null as never })).toEqual({});
    expect(judgePublication({ ...config(), publication: null }, NOW)).toEqual([]);
  });

  it('needs a day on which it expires', () => {
    expect(judgePublication(config(), NOW)).toMatchObject([{ outcome: 'ok' }]);
    const { expires: _, ...policy } = config().policy;
    expect(judgePublication(config({ policy }), NOW)).toMatchObject([{ outcome: 'warning' }]);
  });

  it.each([
    [
      'a day a year ahead',
      { expires: new Date(NOW.getTime() + 367 * 86_400_000).toISOString().slice(0, 10) },
    ],
    ['a policy that is not served over https', { url: 'http://example.test/policy' }],
  ])('is told of %s, which RFC 9116 wants otherwise', (_, policy) => {
    const results = judgePublication(config({ policy: { ...config().policy, ...policy } }), NOW);
    expect(results.filter(({ outcome }) => outcome === 'warning')).toHaveLength(1);
  });
});
