/**
 * Reading mail from files without a record: what `ingest --dry-run` and `report explain` share.
 */
import { existsSync } from 'node:fs';
import { loadConfig } from '../config/load.js';
import { type FileMessage, readMessages } from '../mailbox/files.js';
import { readerSettings } from '../passes/opening.js';
import { type ExplainingReader, startReader } from '../reading/reader.js';
import type { ReaderSettings } from '../reading/reading.js';
import { namedMailbox } from './one-mailbox.js';

/** Without a configuration: no key, and no product of ours. */
const UNCONFIGURED: ReaderSettings = {
  privateKeys: [],
  knownKeys: [],
  learnedKeys: [],
  phrase: 'Security Alert',
  ownAddresses: [],
  authservId: null,
  products: [],
};

/**
 * Starts a reader with the configuration where there is one. Nothing is read from the database.
 * @param file - the configuration
 * @param mailbox - the name of the one that the mail is read for, where there are several
 * @param warn - takes a sentence on the configuration
 * @throws {Failure} `config`
 */
export async function dryReader(
  file: string,
  mailbox: string | undefined,
  warn: (sentence: string) => void,
): Promise<ExplainingReader> {
  const config = existsSync(file) ? namedMailbox(loadConfig(file, warn), mailbox) : null;
  const settings = config ? readerSettings(config, []) : UNCONFIGURED;
  return startReader(settings, (config?.limits.readingSeconds ?? 60) * 1000);
}

/**
 * The messages of all paths.
 * @param paths - files, Maildirs, folders of .eml files, or `-`
 * @throws {Failure} `no-input`
 */
export function* messagesOf(paths: readonly string[]): Generator<FileMessage> {
  for (const path of paths) yield* readMessages(path);
}
