/**
 * What is published as CSAF 2.0: the documents with their hashes, and what programs find them by, as §7 of the standard asks of
 * a trusted provider; without a key that signs, of a provider.
 */
import { createHash } from 'node:crypto';
import type { ReportNumber } from '../../store/reports.js';
import type { PublicAdvisory, Publisher } from '../public-advisory.js';
import { type PublicFile, unsigned } from '../public-file.js';
import { type Before, isThere } from '../signed-files.js';
import { csafDocument } from './document.js';
import { listings } from './listings.js';
import {
  documentName,
  documentPlace,
  FEED_PLACE,
  keyPlace,
  METADATA_PLACE,
  SERVICE_PLACE,
  WHITE_FOLDER,
} from './places.js';
import { providerMetadata } from './provider-metadata.js';
import { rolieFeed, rolieService } from './rolie.js';
import { sortedJson } from './sorted-json.js';
import { stamped } from './stamped.js';
import { loadValidator, loadWeaknesses } from './validate.js';

/** The key that signs what is published. */
export interface PublishedKey {
  /** In hexadecimal. */
  readonly fingerprint: string;
  /** The public key, in ASCII armor. */
  readonly armored: string;
}

/** An advisory whose document fails tests. */
export interface Judged {
  readonly number: ReportNumber;
  /** Sections of CSAF 2.0: "6.1.6", or "schema". */
  readonly tests: readonly string[];
}

export interface CsafFiles {
  /** What names others comes after them. */
  readonly files: readonly PublicFile[];
  /** No document of CSAF: none of their files are among the files. */
  readonly refused: readonly Judged[];
  /** Went out as another document than is made of them now: none of their files are among the files. */
  readonly changed: readonly ReportNumber[];
  /** SHA-256 of each document among the files. */
  readonly documents: ReadonlyMap<ReportNumber, string>;
  /** Worth less to their readers than they could be. */
  readonly warned: readonly Judged[];
}

/**
 * Writes the files.
 * @param advisories - disclosed ones, or drafts
 * @param key - null where nothing is signed
 * @param now - of what says when it was changed last, where it is changed; null where nothing is told of what the documents are
 *   found by, as of drafts
 * @param before - what lies in the folder. A document that does has been checked, which takes seconds, and is not checked again
 */
export async function csafFiles(
  advisories: readonly PublicAdvisory[],
  publisher: Publisher,
  key: PublishedKey | null,
  now: Date | null,
  before: Before = () => null,
): Promise<CsafFiles> {
  const weaknesses = await loadWeaknesses();
  const files: PublicFile[] = [];
  const refused: Judged[] = [];
  const warned: Judged[] = [];
  const changed: ReportNumber[] = [];
  const documents = new Map<ReportNumber, string>();
  const listed: PublicAdvisory[] = [];
  const taken = new Set<string>();
  for (const advisory of advisories) {
    const { number } = advisory;
    const content = advisory.keptDocument ?? sortedJson(csafDocument(advisory, publisher, weaknesses));
    const file = documentFile(advisory, content, key);
    const sha256 = documentHash(content);
    if (sha256 !== (advisory.wentOutAs ?? sha256)) {
      changed.push(number);
      continue;
    }
    if (taken.has(file.path)) {
      refused.push({ number, tests: ['5.1'] });
      continue;
    }
    if (!isThere(file, before)) {
      const { failed, warned: wanted } = await (await loadValidator())(JSON.parse(file.content));
      if (failed.length > 0) {
        refused.push({ number, tests: failed });
        continue;
      }
      if (wanted.length > 0) warned.push({ number, tests: wanted });
    }
    taken.add(file.path);
    documents.set(number, sha256);
    files.push(file);
    if (advisory.isDraft) continue;
    files.push(...hashes(file));
    listed.push(advisory);
  }
  return {
    files: now === null ? files : [...files, ...found(listed, publisher, key, now, before)],
    refused,
    changed,
    documents,
    warned,
  };
}

function documentFile(advisory: PublicAdvisory, content: string, key: PublishedKey | null) {
  return advisory.isDraft
    ? { path: `csaf/${documentName(advisory.number)}`, content, isSigned: false }
    : { path: WHITE_FOLDER + documentPlace(advisory), content, isSigned: key !== null };
}

/** @returns the SHA-256 by which it is kept what a revision went out as, in hexadecimal */
export function documentHash(content: string): string {
  return hashOf('sha256', content);
}

/** @returns in hexadecimal */
function hashOf(algorithm: string, content: string): string {
  return createHash(algorithm).update(content).digest('hex');
}

/** As `sha256sum --check` reads them (§7.1.18). */
function hashes({ path, content }: { path: string; content: string }): PublicFile[] {
  return ['sha256', 'sha512'].map(algorithm =>
    unsigned(`${path}.${algorithm}`, `${hashOf(algorithm, content)}  ${path.replace(/^.*\//, '')}\n`),
  );
}

/**
 * The lists that name each document.
 * @param isSigned - whether a signature stands beside each
 * @param now - of the feed, where it is changed
 */
export function namingFiles(
  advisories: readonly PublicAdvisory[],
  publisher: Publisher,
  isSigned: boolean,
  now: Date,
  before: Before,
): PublicFile[] {
  const feed = (at: Date) => sortedJson(rolieFeed(advisories, publisher, isSigned, at));
  return [
    ...listings(advisories).map(({ name, content }) => unsigned(WHITE_FOLDER + name, content)),
    unsigned(FEED_PLACE, stamped(feed, before(FEED_PLACE), now)),
  ];
}

/** What the documents are found by, from the nearest to what names all. */
function found(
  advisories: readonly PublicAdvisory[],
  publisher: Publisher,
  key: PublishedKey | null,
  now: Date,
  before: Before,
): PublicFile[] {
  const metadata = (since: Date) =>
    sortedJson(providerMetadata(advisories, publisher, key?.fingerprint ?? null, since));
  return [
    ...(key === null ? [] : [unsigned(keyPlace(key.fingerprint), key.armored)]),
    ...namingFiles(advisories, publisher, key !== null, now, before),
    unsigned(SERVICE_PLACE, sortedJson(rolieService(publisher))),
    unsigned(METADATA_PLACE, stamped(metadata, before(METADATA_PLACE), now)),
  ];
}
