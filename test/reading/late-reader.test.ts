/** The reader that starts its threads late, with threads that only say what they were started with. */
import { generateKey } from 'openpgp';
import { describe, expect, it } from 'vitest';
import { lateReader } from '../../src/reading/late-reader.js';
import type { ExplainingReader } from '../../src/reading/reader.js';
import type { ReaderSettings, Reading } from '../../src/reading/reading.js';
import { settingsFor } from './settings.js';

const SETTINGS: ReaderSettings = {
  ...settingsFor(),
  learnedKeys: [{ address: 'ada@quill.example', armored: 'of the store' }],
};

const READING: Reading = { kind: 'unreadable', trigger: null, reason: 'broken-mime', header: null };
const MAIL = new Uint8Array();

/** What threads are started with, and told afterwards. */
function threads(failures = 0) {
  const started: ReaderSettings[] = [];
  const told: string[] = [];
  let left = failures;
  let stops = 0;
  const start = async (settings: ReaderSettings): Promise<ExplainingReader> => {
    started.push(settings);
    left -= 1;
    if (left >= 0) throw new Error('no memory');
    return {
      fingerprints: [],
      read: async () => READING,
      readHeader: async () => READING,
      explain: async () => ({ reading: READING, candidates: null }),
      learned: [],
      learn: address => told.push(address),
      stop: async () => {
        stops += 1;
      },
    };
  };
  return { start, started, told, stops: () => stops };
}

describe('the threads of a late reader', () => {
  it('start with the first mail, and once', async () => {
    const { start, started } = threads();
    const reader = await lateReader(SETTINGS, 1000, start);
    expect(started).toEqual([]);
    await Promise.all([
      reader.read(MAIL),
      reader.readHeader(MAIL, 'larger-than-configured'),
      reader.read(MAIL),
    ]);
    expect(started).toHaveLength(1);
  });

  it('know what was learned before they started, and are told the rest', async () => {
    const { start, started, told } = threads();
    const reader = await lateReader(SETTINGS, 1000, start);
    reader.learn('eve@quill.example', 'early');
    const first = reader.read(MAIL);
    reader.learn('max@quill.example', 'while they start');
    await first;
    reader.learn('ida@quill.example', 'late');
    reader.learn('ada@quill.example', 'known already');
    expect(started.flatMap(({ learnedKeys }) => learnedKeys.map(({ address }) => address))).toEqual([
      'ada@quill.example',
      'eve@quill.example',
    ]);
    expect(told).toEqual(['max@quill.example', 'ida@quill.example']);
  });

  it('are started anew by the next mail where they could not be', async () => {
    const { start, started } = threads(1);
    const reader = await lateReader(SETTINGS, 1000, start);
    await expect(reader.read(MAIL)).rejects.toThrow('no memory');
    expect(await reader.read(MAIL)).toEqual(READING);
    expect(started).toHaveLength(2);
  });

  it('end where nothing more is known to come, and the next mail starts others that know what was learned', async () => {
    const { start, started, told, stops } = threads();
    const reader = await lateReader(SETTINGS, 1000, start);
    await reader.rest?.();
    expect(stops()).toBe(0);
    await reader.read(MAIL);
    reader.learn('eve@quill.example', 'told');
    await reader.rest?.();
    expect(stops()).toBe(1);
    reader.learn('max@quill.example', 'between');
    expect(await reader.read(MAIL)).toEqual(READING);
    expect(told).toEqual(['eve@quill.example']);
    expect(started.map(({ learnedKeys }) => learnedKeys.length)).toEqual([1, 3]);
    await reader.stop();
    expect(stops()).toBe(2);
  });

  it('end with the reader, also where they were about to start', async () => {
    const { start, stops } = threads();
    const reader = await lateReader(SETTINGS, 1000, start);
    const first = reader.read(MAIL);
    await reader.stop();
    await first;
    expect(stops()).toBe(1);
  });
});

describe('before any thread starts', () => {
  it('the fingerprints of our keys are known', async () => {
    const { privateKey } = await generateKey({
      userIDs: [{ email: 'support@example.test' }],
      format: 'object',
    });
    const keys = [{ file: 'key.asc', bytes: Buffer.from(privateKey.armor()), passphrase: null }];
    const { fingerprints } = await lateReader({ ...SETTINGS, privateKeys: keys }, 1000, threads().start);
    expect(fingerprints).toEqual([privateKey.getFingerprint().toUpperCase()]);
  });

  it.each<[string, Partial<ReaderSettings>, RegExp]>([
    [
      'a private key that is none',
      { privateKeys: [{ file: 'broken.asc', bytes: Buffer.from('no key'), passphrase: null }] },
      /broken\.asc holds no OpenPGP private key/,
    ],
    [
      'a known key that is none',
      { knownKeys: [{ file: 'ada.asc', bytes: Buffer.from('no key') }] },
      /ada\.asc holds no OpenPGP public key/,
    ],
  ])('%s is refused', async (_name, broken, sentence) => {
    await expect(lateReader({ ...SETTINGS, ...broken }, 1000, threads().start)).rejects.toMatchObject({
      code: 'config',
      message: expect.stringMatching(sentence),
    });
  });
});
