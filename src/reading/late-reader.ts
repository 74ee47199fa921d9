/**
 * A reader whose threads start with the first mail that is to be read: starting them takes longer than all else that a poll
 * does which finds nothing.
 */
import { checkKeyFiles } from '../message/keyring.js';
import { unlockPrivateKeys } from '../message/private-keys.js';
import { type Reader, startReader } from './reader.js';
import type { ReaderSettings } from './reading.js';

/**
 * Checks the keys as the threads will, so that what is wrong with them shows now.
 * @param timeLimit - milliseconds one mail may take
 * @param start - starts the threads
 * @throws {Failure} `config` where a key can't be read or unlocked
 */
export async function lateReader(
  settings: ReaderSettings,
  timeLimit: number,
  start: typeof startReader = startReader,
): Promise<Reader> {
  const keys = await unlockPrivateKeys(settings.privateKeys);
  await checkKeyFiles(settings.knownKeys);
  const learnedKeys = new Map(settings.learnedKeys.map(({ address, armored }) => [address, armored]));
  const learned: string[] = [];
  let starting: Promise<Reader> | null = null;
  let started: Reader | null = null;
  let isStopped = false;

  const startNow = async (): Promise<Reader> => {
    const known = [...learnedKeys].map(([address, armored]) => ({ address, armored }));
    const reader = await start({ ...settings, learnedKeys: known }, timeLimit);
    if (isStopped) await reader.stop();
    for (const [address, armored] of [...learnedKeys].slice(known.length)) reader.learn(address, armored);
    started = reader;
    return reader;
  };
  const reader = (): Promise<Reader> => {
    starting ??= startNow().catch((error: unknown) => {
      // The next mail tries again.
      starting = null;
      throw error;
    });
    return starting;
  };

  return {
    fingerprints: keys.map(key => key.getFingerprint().toUpperCase()),
    learned,
    read: async (raw, lookedUp) => (await reader()).read(raw, lookedUp),
    readHeader: async (raw, reason) => (await reader()).readHeader(raw, reason),
    learn: (address, armored) => {
      if (learnedKeys.has(address)) return;
      learnedKeys.set(address, armored);
      learned.push(address);
      started?.learn(address, armored);
    },
    stop: async () => {
      isStopped = true;
      await started?.stop();
    },
  };
}
