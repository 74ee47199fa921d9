/**
 * What of a folder the database has no record of: advisories that it never published, or in a later version than it knows.
 * Nothing says of them that they were withdrawn. It is another database, or an older copy of it. Pure.
 */
import type { PublishedNumber } from '../store/advisories.js';
import { documentHash } from './csaf/files.js';
import { documentName } from './csaf/places.js';
import { versionOf } from './csaf/version.js';
import { documentOfPath, numberInPage } from './withdrawal.js';

export interface Unrecorded {
  /** Their numbers, in lower case where no report has such a one; in their order. */
  readonly numbers: readonly string[];
  /** Every file of theirs. */
  readonly paths: ReadonlySet<string>;
  /** How many advisories lie in the folder, these among them. */
  readonly among: number;
  /** Whether the database published none of those, not even as something else. */
  readonly isAnother: boolean;
}

/** What the record can say of an advisory in the folder. */
type Standing =
  /** It went out as it lies there, or no document says otherwise. */
  | 'recorded'
  /** Nothing was published under its number. */
  | 'unpublished'
  /** It is disclosed, and lies there in a version that is to come. */
  | 'later'
  /** Its version went out as another document: somebody wrote into it, or it is not of this database. */
  | 'other';

/**
 * @param files - of ours in the folder
 * @param published - of all reports
 * @param read - a file of the folder as text; null where none can be read
 */
export function unrecordedIn(
  files: readonly string[],
  published: readonly PublishedNumber[],
  read: (path: string) => string | null,
): Unrecorded {
  const byName = new Map(published.map(one => [documentName(one.number), one]));
  const advisories = [...filesByDocument(files)].flatMap(([name, paths]) => {
    if (paths.every(path => read(path) === null)) return [];
    const known = byName.get(name);
    const document = paths.find(path => path.endsWith('.json'));
    const standing = standingOf(known, document === undefined ? null : read(document));
    return [{ number: known?.number ?? nameless(name), paths, standing }];
  });
  // One that somebody wrote into is written anew; where all are others, it was not somebody.
  const areOthers = advisories.every(({ standing }) => standing !== 'recorded');
  const found = advisories.filter(
    ({ standing }) => standing !== 'recorded' && (standing !== 'other' || areOthers),
  );
  return {
    numbers: found.map(({ number }) => number),
    paths: new Set(found.filter(({ standing }) => standing !== 'other').flatMap(({ paths }) => paths)),
    among: advisories.length,
    isAnother: found.length > 0 && advisories.every(({ standing }) => standing === 'unpublished'),
  };
}

function filesByDocument(files: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const path of files) {
    const page = numberInPage(path);
    const name = page === null ? documentOfPath(path) : documentName(page);
    if (name !== null) found.set(name, [...(found.get(name) ?? []), path]);
  }
  return new Map([...found].sort());
}

function standingOf(known: PublishedNumber | undefined, document: string | null): Standing {
  if (known === undefined || known.revision === 0) return 'unpublished';
  if (document === null) return 'recorded';
  const version = Number(versionOf(document));
  // Of one that is not disclosed, the record says that it was withdrawn.
  if (version > known.revision) return known.isDisclosed ? 'later' : 'recorded';
  const sha256 = known.documents.get(version);
  return sha256 === undefined || sha256 === documentHash(document) ? 'recorded' : 'other';
}

function nameless(document: string): string {
  return document.replace(/\.json$/, '');
}
