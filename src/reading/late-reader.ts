/**
 * A reader whose threads start with the first mail that is to be read: starting them takes longer than all else that a poll
 * does which finds nothing.
 */
import { checkKeyFiles } from '../message/keyring.js';
import { unlockPrivateKeys } from '../message/private-keys.js';
import { learnedKeysFrom } from './learned-keys.js';
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
  const learned = learnedKeysFrom(settings.learnedKeys);
  let starting: Promise<Reader> | null = null;
  let started: Reader | null = null;
  let isStopped = false;

  const startNow = async (): Promise<Reader> => {
    const learnedKeys = learned.all();
    const reader = await start({ ...settings, learnedKeys }, timeLimit);
    if (isStopped) await reader.stop();
    for (const { address, armored } of learned.all().slice(learnedKeys.length))
      reader.learn(address, armored);
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
    learned: learned.added,
    read: async (raw, lookedUp) => (await reader()).read(raw, lookedUp),
    readHeader: async (raw, reason) => (await reader()).readHeader(raw, reason),
    learn: (address, armored) => {
      if (learned.add({ address, armored })) started?.learn(address, armored);
    },
    rest: async () => {
      if (started === null) return;
      const ended = started;
      [starting, started] = [null, null];
      await ended.stop();
    },
    stop: async () => {
      isStopped = true;
      await started?.stop();
    },
  };
}
