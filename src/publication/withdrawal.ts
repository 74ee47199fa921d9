/**
 * What of a folder may no longer be public: the files of an advisory whose report is not disclosed any more, and those that name
 * it. It is removed before anything else is looked at, so that nothing which fails later keeps it there. Pure.
 */
import type { ReportNumber } from '../store/reports.js';
import { documentName, FEED_PLACE, WHITE_FOLDER } from './csaf/places.js';
import { feedPaths } from './feeds/feeds.js';
import { ADVISORY_INDEX, HALL_PAGE, pathOfPage } from './pages/pages.js';

export interface Withdrawal {
  /** Of the advisories that go: their numbers, in lower case where no report has such a one. */
  readonly numbers: readonly string[];
  /** Pages, documents, hashes and signatures. */
  readonly paths: readonly string[];
  /** The lists and feeds of the folder, which name every advisory. */
  readonly naming: readonly string[];
}

/** Of a document, its hashes and its signature: the document's name. */
const DOCUMENT = /\/([^/]+\.json)(?:\.(?:sha256|sha512|asc))?$/;

/**
 * @param files - of ours in the folder
 * @param known - the numbers of all reports
 * @param isKept - whether an advisory may be in the folder
 */
export function withdrawalOf(
  files: readonly string[],
  known: readonly ReportNumber[],
  isKept: (number: ReportNumber) => boolean,
): Withdrawal {
  const numbers = new Map(known.map(number => [pathOfPage({ number }), number]));
  const kept = known.filter(isKept);
  const keptPages = new Set(kept.map(number => pathOfPage({ number })));
  const keptDocuments = new Set(kept.map(documentName));
  const pages = files.flatMap(path => {
    const number = keptPages.has(path) ? null : numberInPage(path);
    return number === null ? [] : [{ path, number }];
  });
  const gone = new Set(pages.map(({ number }) => documentName(number)));
  const isGone = (path: string) => {
    const name = documentOfPath(path);
    return name !== null && (gone.has(name) || !keptDocuments.has(name));
  };
  return {
    numbers: pages.map(({ path, number }) => numbers.get(path) ?? number),
    paths: [...pages.map(({ path }) => path), ...files.filter(isGone)],
    naming: files.filter(isNaming),
  };
}

/** @returns the number of the advisory whose page has a path, in lower case; null for any other file */
export function numberInPage(path: string): string | null {
  return path === ADVISORY_INDEX ? null : (/^advisories\/([^/]+)\.html$/.exec(path)?.[1] ?? null);
}

/** @returns the name of the document that a path is, or is the hash or the signature of; null for any other file */
export function documentOfPath(path: string): string | null {
  return path.startsWith(WHITE_FOLDER) && !isNaming(path) ? (DOCUMENT.exec(path)?.[1] ?? null) : null;
}

function isNaming(path: string): boolean {
  return (
    NAMING.has(path) ||
    (path.startsWith(WHITE_FOLDER) && /\/(?:index\.html|index\.txt|changes\.csv)$/.test(path))
  );
}

const NAMING = new Set([ADVISORY_INDEX, HALL_PAGE, FEED_PLACE, ...feedPaths]);
