/** A folder as it is to be. */

import type { ReportNumber } from '../store/reports.js';
import type { Judged } from './csaf/files.js';
import type { PublicAdvisory } from './public-advisory.js';
import type { PublicFile } from './public-file.js';

export interface Wanted {
  /** In groups, in the order in which they are written: what names others comes behind them. */
  readonly files: readonly (readonly PublicFile[])[];
  /** Addresses of ours that can't be found in the Web Key Directory, because the key does not name them. */
  readonly unnamed: readonly string[];
  /** Advisories that are not among the files, because no document of CSAF can be made of them. */
  readonly refused: readonly Judged[];
  /** Advisories that are not among the files, because their last revision went out as another document than is made of it now. */
  readonly changed: readonly ReportNumber[];
  /** SHA-256 of the document of each that is among the files. */
  readonly documents: ReadonlyMap<ReportNumber, string>;
  /** Those that could say more. */
  readonly warned: readonly Judged[];
}

/** The advisories that are among the files. */
export function among(
  advisories: readonly PublicAdvisory[],
  documents: Wanted['documents'],
): PublicAdvisory[] {
  return advisories.filter(({ number }) => documents.has(number));
}
