/** A folder as it is to be. */
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
  /** Those that could say more. */
  readonly warned: readonly Judged[];
}

/** The advisories that are among the files. */
export function without(advisories: readonly PublicAdvisory[], refused: readonly Judged[]): PublicAdvisory[] {
  return advisories.filter(({ number }) => refused.every(one => one.number !== number));
}
