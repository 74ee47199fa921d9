/**
 * Who else on this machine can reach what is secret, or change what is believed. Secret files that every user can read
 * are refused when the configuration is loaded; here all of them are said at once, and what a group or another owner may do.
 */
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { capitalised } from '../capitalised.js';
import type { Config } from '../config/config.js';
import { holdsPublicKey } from '../config/private-key-file.js';
import { secretsInPlace } from '../config/schema-places.js';
import { errorCode } from '../failure.js';
import { about, type CheckResult, failure, ok, warning } from './result.js';

/** What the system says of a file or folder. */
export interface Ownership {
  /** Permission bits, and the sticky one. */
  readonly mode: number;
  /** User id of its owner. */
  readonly owner: number;
}

/** What a file is to us: `secret` must be read by nobody else, `believed` changed by nobody else. */
export type Kind = 'secret' | 'believed';

/**
 * What others may do with a file, as a clause. Pure.
 * @param us - user id of this process; root may own anything
 * @returns the worst that they may, and how to end it; null where they may nothing
 */
export function trouble(
  file: string,
  kind: Kind,
  { mode, owner }: Ownership,
  us: number,
): { readonly grave: boolean; readonly sentence: string; readonly remedy: string } | null {
  const close = (bits: string) => `Run: chmod ${bits} '${file}'`;
  // In a folder with the sticky bit, as /tmp, nobody puts another file in the place of one of ours.
  const isSticky = (mode & 0o1000) !== 0;
  if (mode & 0o002 && !isSticky) {
    return {
      grave: true,
      sentence: `every user of this machine can change ${file}.`,
      remedy: close('o-rwx'),
    };
  }
  if (kind === 'secret' && mode & 0o005) {
    return {
      grave: true,
      sentence: `every user of this machine can reach ${file}.`,
      remedy: close('go-rwx'),
    };
  }
  if (owner !== us && owner !== 0 && us !== 0) {
    return {
      grave: false,
      sentence: `${file} belongs to user ${owner}, who can change it, and this runs as user ${us}.`,
      remedy: `Run this as the user that the service runs as (runuser -u NAME -- security-inbox check …). Only where that is user ${us}, run, as root: chown ${us} '${file}'`,
    };
  }
  if (mode & 0o020 && !isSticky) {
    return { grave: false, sentence: `its group can change ${file}.`, remedy: close('g-w') };
  }
  return null;
}

/** A file to look at. */
export interface Guarded {
  readonly path: string;
  readonly kind: Kind;
}

/**
 * Files that a configuration names for their secrets, and itself.
 * @param file - absolute path of config.json
 * @param json - as it was written, before any of it was checked
 */
export function guardedFiles(file: string, json: unknown): Guarded[] {
  const secrets = filesIn(json).map(path => resolve(dirname(file), path));
  return [
    { path: file, kind: secretsInPlace(json).length > 0 ? 'secret' : 'believed' },
    { path: dirname(file), kind: 'believed' },
    ...[...new Set(secrets)].map(path => ({ path, kind: 'secret' as const })),
  ];
}

/** Folders and files whose content is taken on trust: whoever changes them has keys believed, or reports encrypted to theirs. */
export function believedFiles({
  knownKeys,
  answering,
  engineers,
}: Pick<Config, 'knownKeys' | 'answering' | 'engineers'>): Guarded[] {
  const paths = [knownKeys, answering.templates ?? null, ...engineers.map(({ key }) => key?.file ?? null)];
  return paths.flatMap(path => (path === null ? [] : [{ path, kind: 'believed' as const }]));
}

/** Paths under "file" and "keyFile", which name private keys and files of secrets alone. */
function filesIn(json: unknown): string[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) =>
    (key === 'file' || key === 'keyFile') && typeof value === 'string' ? [value] : filesIn(value),
  );
}

/**
 * Looks at all of them, with the database where there is one.
 * @param database - absolute path, or null where it is not known
 */
export function checkFiles(guarded: readonly Guarded[], database: string | null): CheckResult[] {
  const id = 'files.modes';
  // Windows has no such bits, and readPrivateFile does not ask for them either.
  if (process.platform === 'win32' || process.getuid === undefined) return [];
  const us = process.getuid();
  // SQLite keeps the newest pages in the one, and an index of it in the other.
  const records = database === null ? [] : ['', '-wal', '-shm'].map(end => `${database}${end}`);
  const all = [
    ...guarded,
    ...(database === null ? [] : [{ path: dirname(database), kind: 'believed' as const }]),
    ...records.map(path => ({ path, kind: 'secret' as const })),
  ];
  const once = [...new Map(all.map(each => [each.path, each])).values()];
  const found = once.flatMap(({ path, kind }) => {
    const there = ownershipOf(path);
    const wrong = there === null ? null : trouble(path, kind, there, us);
    // A public key is no secret, and what is wrong with it here is said where the configuration is read.
    if (wrong === null) return [];
    if (kind === 'secret' && !records.includes(path) && holdsPublicKey(path)) return [];
    const sentence = capitalised(wrong.sentence);
    return [
      about(
        path,
        wrong.grave ? failure(id, 'config', sentence, wrong.remedy) : warning(id, sentence, wrong.remedy),
      ),
    ];
  });
  return found.length > 0 ? found : [ok(id, 'Nobody else can reach what is secret.')];
}

/** @returns null for what is not there, or not to be seen, which others say with more reason */
function ownershipOf(path: string): Ownership | null {
  try {
    const { mode, uid } = statSync(path);
    return { mode: mode & 0o1777, owner: uid };
  } catch (error) {
    if (errorCode(error) === null) throw error;
    return null;
  }
}
