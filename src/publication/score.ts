/** The severity of an advisory as formats want it that hold CVSS vectors. Pure. */

import { type Rating, ratingOf, vectorsIn } from '../report/severity/cvss.js';
import { CALCULATORS, type CvssVersion } from '../report/severity/cvss-calculator.js';
import { judgedSeverity } from '../report/severity/judged.js';

/** What a vector comes to. */
export interface Score {
  readonly version: CvssVersion;
  /** In the letters and the order of its version's specification. */
  readonly vector: string;
  /** Of the base metrics alone, 0 to 10. */
  readonly base: number;
  /** The word for it. */
  readonly rating: Rating;
}

export type PublicSeverity =
  | { readonly kind: 'vector'; readonly score: Score }
  | { readonly kind: 'word'; readonly rating: Rating };

/**
 * Reads the severity of an advisory.
 * @param severity - which `judgedSeverity` takes, or null
 * @returns null where none is told
 */
export function publicSeverity(severity: string | null): PublicSeverity | null {
  if (severity === null) return null;
  const found = vectorsIn(severity)[0]?.value;
  if (found === undefined) {
    const rating = judgedSeverity(severity)?.rating ?? null;
    return rating === null ? null : { kind: 'word', rating };
  }
  const { written, version, base } = found;
  if (version === null || base === null) return null;
  return {
    kind: 'vector',
    score: { version, vector: spelled(written, version), base, rating: ratingOf(base, version) },
  };
}

/** The metrics that a person wrote in any case, order and with or without a prefix. */
function spelled(written: string, version: CvssVersion): string {
  const { prefix, metrics } = CALCULATORS[version];
  const given = new Map(
    [...written.matchAll(/([a-z]{1,4}):([a-z]{1,6})(?![a-z0-9])/gi)].map(([, name = '', value = '']) => [
      name.toLowerCase(),
      value.toLowerCase(),
    ]),
  );
  const parts = [...metrics].flatMap(([key, { name, values }]) => {
    const value = values.get(given.get(key) ?? '');
    return value === undefined ? [] : [`${name}:${value}`];
  });
  return prefix + parts.join('/');
}
