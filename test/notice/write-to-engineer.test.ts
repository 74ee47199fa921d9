/** What of a report's words goes out to an engineer, by the certificate there is of them. */
import {
  config,
  decrypt,
  generateKey,
  type PrivateKey,
  type PublicKey,
  readMessage,
  revokeKey,
} from 'openpgp';
import { describe, expect, it } from 'vitest';
import { applyOpenPgpSettings } from '../../src/message/openpgp-settings.js';
import { prepareEngineers } from '../../src/notice/engineers.js';
import { writeDigest } from '../../src/notice/write-digest.js';

const NOW = new Date();
const DAY = 86_400_000;
const WORDS = ['quokka-text', 'quokka-page', 'TS-2026-0001', '3 to do'];

applyOpenPgpSettings();

interface Pair {
  readonly privateKey: PrivateKey;
  readonly publicKey: PublicKey;
}

async function pair(options: object = {}): Promise<Pair> {
  // A key made a second after NOW would not be valid yet.
  return generateKey({ userIDs: [{ email: 'ada@example.test' }], format: 'object', date: NOW, ...options });
}

/** @param certificate - armored, or null for none */
async function written(certificate: string | null) {
  const shortfalls: string[] = [];
  const key = certificate === null ? null : { file: 'ada.asc', bytes: Buffer.from(certificate) };
  const engineers = [{ name: 'Ada', address: 'ada@example.test', key }];
  const [ada] = await prepareEngineers(engineers, NOW, () => shortfalls.push('unusable'));
  if (ada === undefined) throw new Error('nobody to write to');
  const digest = {
    counts: ['3 to do', '1 overdue'],
    toDo: ['TS-2026-0001'],
    whole: () => ({ text: 'quokka-text TS-2026-0001', html: '<p>quokka-page</p>' }),
  };
  const writing = {
    sender: { name: 'Us', address: 'support@example.test' },
    key: null,
    timeZone: 'UTC',
    shortfall: (_messageId: string, shortfall: string) => shortfalls.push(shortfall),
  };
  const raw = await writeDigest({ messageId: '<notice.1@example.test>' }, ada, digest, writing, NOW);
  return { raw: raw.toString(), shortfalls };
}

async function revoked(): Promise<PublicKey> {
  const { privateKey } = await pair();
  return (await revokeKey({ key: privateKey, format: 'object' })).publicKey;
}

/** Such keys are made no more, unless they are asked for by name. */
async function weak(): Promise<PublicKey> {
  return (await pair({ type: 'rsa', rsaBits: 1024, config: { ...config, minRSABits: 1024 } })).publicKey;
}

describe('a digest to an engineer', () => {
  it('is encrypted whole: text, page and subject, and names nobody’s thread', async () => {
    const { privateKey, publicKey } = await pair();
    const { raw, shortfalls } = await written(publicKey.armor());
    expect(shortfalls).toEqual([]);
    for (const word of WORDS) expect(raw).not.toContain(word);
    expect(raw).toMatch(/^Subject: Security reports, \d{1,2} \w+ \d{4}\r$/m);
    expect(raw).not.toMatch(/^(?:In-Reply-To|References|Cc|Bcc):/im);
    const armoredMessage = /-----BEGIN[\s\S]+-----END PGP MESSAGE-----/.exec(raw)?.[0] ?? '';
    const message = await readMessage({ armoredMessage });
    const { data } = await decrypt({ message, decryptionKeys: privateKey });
    for (const word of WORDS) expect(data).toContain(word);
  });

  it.each<[string, () => Promise<PublicKey>]>([
    [
      'has expired',
      async () =>
        (await pair({ date: new Date(NOW.getTime() - 9 * DAY), keyExpirationTime: 3600 })).publicKey,
    ],
    ['is not in force yet', async () => (await pair({ date: new Date(NOW.getTime() + 9 * DAY) })).publicKey],
    ['was revoked', revoked],
    ['can only sign', async () => (await pair({ subkeys: [{ sign: true }] })).publicKey],
    ['is too weak', weak],
  ])('whose key %s holds no word, and somebody is told', async (_name, make) => {
    const { raw, shortfalls } = await written((await make()).armor());
    expect(raw).not.toContain('quokka');
    expect(raw).toContain('because your OpenPGP key');
    expect(shortfalls).toEqual(['unusable', 'can not be encrypted']);
  });

  it('without a key holds no word', async () => {
    const { raw, shortfalls } = await written(null);
    expect(raw).not.toContain('quokka');
    expect(raw).toContain('TS-2026-0001');
    expect(shortfalls).toEqual([]);
  });

  it('whose private key was given by mistake is encrypted to its public part', async () => {
    const { raw } = await written((await pair()).privateKey.armor());
    expect(raw).toContain('multipart/encrypted');
    expect(raw).not.toContain('quokka');
  });
});
