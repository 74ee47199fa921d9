/** What the reader of these tests is started with. */
import type { PrivateKey } from 'openpgp';
import type { ReaderSettings } from '../../src/reading/reading.js';

/** @param keys - of ours, to decrypt with */
export function settingsFor(...keys: readonly PrivateKey[]): ReaderSettings {
  return {
    privateKeys: keys.map(key => ({ file: 'key.asc', bytes: Buffer.from(key.armor()), passphrase: null })),
    knownKeys: [],
    learnedKeys: [],
    phrase: 'Security Alert',
    ownAddresses: ['security@acme.example'],
    authservId: null,
    products: [],
  };
}
