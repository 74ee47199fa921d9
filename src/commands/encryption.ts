/**
 * `security-inbox encrypt`, `rekey` and `decrypt`: the database gets the key that the configuration says, another one, or
 * none. config.json is what is wanted, and these bring the file there; each may be run twice, and where one is killed the
 * next run goes on.
 */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { KEY_BYTES } from '../config/database-key.js';
import { loadStoreConfig, type StoreConfig } from '../config/load.js';
import { counted } from '../counted.js';
import { Failure } from '../failure.js';
import { type DatabaseKey, isSameKey } from '../store/connecting.js';
import { copiesBeside } from '../store/copies.js';
import { changeKey, type KeyChange, type OldFile, presentKey } from '../store/key-change.js';
import { writeNewSecret } from './new-secret.js';

export interface EncryptOptions {
  readonly config: string;
  readonly makeKey?: string;
}

/**
 * Encrypts a database that is in the clear with the configured key, or only makes a key.
 * @throws {Failure} `config` where no key is configured, `not-possible` where it has an earlier key, `output` where the key's
 * file can't be written, and as `changeKey` does
 */
export function encrypt(options: EncryptOptions): void {
  if (options.makeKey !== undefined) {
    makeKey(resolve(options.makeKey));
    return;
  }
  const config = loadStoreConfig(options.config);
  const key = configuredKey(config, 'encrypt');
  const present = presentKey(config);
  if (present !== null && !isSameKey(present, key)) {
    throw new Failure(
      'not-possible',
      `${config.database} is encrypted already, with one of previousDatabaseKeys. Run "security-inbox rekey".`,
    );
  }
  const change = changeKey(config, key);
  print([
    change.changed
      ? `Encrypted ${config.database} with databaseKey: ${extentOf(change)}, compared with what was there.`
      : `${config.database} is encrypted with databaseKey already.`,
    ...remains(config, change),
    'Keep a copy of the key apart from the machine and from the backups: without it nobody can read them.',
  ]);
}

/**
 * Encrypts the database with the configured key in place of an earlier one.
 * @throws {Failure} `config` where no key is configured, `not-possible` where it is in the clear, and as `changeKey` does
 */
export function rekey(options: { readonly config: string }): void {
  const config = loadStoreConfig(options.config);
  const key = configuredKey(config, 'rekey');
  if (presentKey(config) === null) {
    throw new Failure(
      'not-possible',
      `${config.database} is not encrypted. Run "security-inbox encrypt" to encrypt it with databaseKey.`,
    );
  }
  const change = changeKey(config, key);
  print([
    change.changed
      ? `Encrypted ${config.database} with databaseKey in place of its earlier key: ${extentOf(change)}, compared with what was there.`
      : `${config.database} is encrypted with databaseKey already.`,
    ...remains(config, change),
    'Backups made before need their earlier key: leave it in previousDatabaseKeys while you keep them.',
  ]);
}

/**
 * Writes the database in the clear.
 * @throws {Failure} as `changeKey` does
 */
export function decrypt(options: { readonly config: string }): void {
  const config = loadStoreConfig(options.config);
  const change = changeKey(config, null);
  print([
    change.changed
      ? `Decrypted ${config.database}: ${extentOf(change)}, compared with what was there.`
      : `${config.database} is not encrypted.`,
    ...(config.databaseKeys.length > 0
      ? [
          'Now take databaseKey and previousDatabaseKeys out of the configuration: until then nothing opens it.',
        ]
      : []),
    ...(change.changed || config.databaseKeys.length > 0
      ? ['Backups made before stay encrypted: keep the key while you keep them.']
      : []),
  ]);
}

/** @throws {Failure} `config` where there is none */
function configuredKey({ databaseKeys: [key] }: StoreConfig, command: string): DatabaseKey {
  if (key !== undefined) return key;
  throw new Failure(
    'config',
    `The configuration has no databaseKey. Make one with "security-inbox encrypt --make-key FILE", write "databaseKey": {"file": "FILE"} into the configuration, and run "security-inbox ${command}" again.`,
  );
}

function extentOf({ reports, size }: KeyChange): string {
  return `${counted(reports, 'report')}, ${size} bytes`;
}

const OLD_FILE: Readonly<Record<OldFile, string>> = {
  overwritten: 'The file that was there is overwritten and removed.',
  'named-elsewhere':
    'The file that was there has a second name somewhere (a hard link, as some backup programs make them), so it was not overwritten.',
  removed:
    'The file that was there is removed, but could not be overwritten: its file system knows no second name of a file. Its words may be left on the disk.',
};

/** What is in the clear, or encrypted with an earlier key, in spite of it. */
function remains(config: StoreConfig, { changed, old }: KeyChange): string[] {
  const copies = copiesBeside(config.database);
  return [
    ...(changed ? [OLD_FILE[old]] : []),
    ...(copies.length > 0
      ? [`Copies made before are as they were. Delete, where no longer needed: ${copies.join(', ')}.`]
      : []),
    ...(changed
      ? [
          'Backups that you made stay as they were, here and elsewhere, and so do blocks that a flash drive or a snapshot kept.',
        ]
      : []),
  ];
}

/** @throws {Failure} `output` */
function makeKey(file: string): void {
  writeNewSecret(file, randomBytes(KEY_BYTES).toString('hex'), 'key');
  print([
    `Wrote a new key to ${file}. Nothing is encrypted yet.`,
    `Keep a copy of it apart from the machine and from the backups. Then write "databaseKey": {"file": ${JSON.stringify(file)}} into the configuration (an earlier key moves to "previousDatabaseKeys"), stop poll and watch, and run "security-inbox encrypt", or "rekey" where there was a key.`,
  ]);
}

function print(lines: readonly string[]): void {
  process.stdout.write(lines.map(line => `${line}\n`).join(''));
}
