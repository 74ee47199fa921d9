/**
 * CVSS vectors of versions 2.0, 3.0, 3.1 and 4.0: found in running text, checked against the metrics of their
 * version, and scored.
 */

import type { Found } from '../found.js';
import { sentenceBefore } from '../surroundings.js';
import { CALCULATORS, type CvssVersion, isVersion } from './cvss-calculator.js';

export type { CvssVersion } from './cvss-calculator.js';

/** The qualitative scale of FIRST, CVSS 3.1 §5 and 4.0 §6. */
export type Rating = 'none' | 'low' | 'medium' | 'high' | 'critical';

/** Why a vector has no score. */
export type VectorProblem =
  /** "CVSS:5.0/": no version there is. */
  | 'unknown-version'
  /** A metric its version does not have. */
  | 'unknown-metric'
  /** A value its metric does not have, or "not defined" for a base metric. */
  | 'unknown-value'
  | 'metric-twice'
  /** A base metric is not given. */
  | 'metric-missing'
  /** The calculator failed on it. */
  | 'not-computed';

export interface CvssVector {
  /** As in the text, without the white space of a line that was wrapped. */
  readonly written: string;
  /** null where the prefix names none there is. */
  readonly version: CvssVersion | null;
  /** Of the base metrics alone, 0 to 10; null where there is a problem. */
  readonly base: number | null;
  /** Of all metrics given, 0 to 10; the base score where only those are. */
  readonly score: number | null;
  /** The word for `score`; of CVSS 2.0, which has none of its own, as the NVD words it. */
  readonly rating: Rating | null;
  readonly problem: VectorProblem | null;
}

/** Far more than the versions a person scores a flaw in. */
const MAX_VECTORS = 50;
/** CVSS 4.0 has 32 metrics. */
const MAX_METRICS = 40;
/** Without a prefix, as many metrics as the smallest vector has, less one forgotten. */
const MIN_BARE_METRICS = 5;

/** A prefix, or the attack vector of a vector without one. */
const START = /\bCVSS[:\s]?\s?v?(\d(?:\.\d)?)[/#]\s{0,3}(?=[A-Z]{1,4}:[A-Z])|\bAV:(?=[A-Z])/gi;
const METRIC = /([A-Z]{1,4}):([A-Z]{1,6})(?![A-Z0-9])/iy;
/** A slash, with the line break of a mail that was wrapped before or after it. */
const SLASH = /(?:[ \t]{0,3}\n)?[ \t]{0,8}\/(?:[ \t]{0,3}\n)?[ \t]{0,8}/y;

/** "CVSS2#" and "CVSS3/" are written too. */
const SHORT_VERSIONS: Readonly<Record<string, CvssVersion>> = { '2': '2.0', '3': '3.1', '4': '4.0' };

type Metrics = readonly (readonly [name: string, value: string])[];

/**
 * The CVSS vectors in a text, in order; one that is written twice comes twice. With or without a prefix, in capitals
 * or not, and whole where a hard-wrapped mail breaks it at a slash. A vector of version 3 without a prefix counts as
 * 3.1 unless "3.0" stands before it. Never throws.
 * @param text - any text
 */
export function vectorsIn(text: string): Found<CvssVector>[] {
  const found: Found<CvssVector>[] = [];
  const start = new RegExp(START);
  for (let match = start.exec(text); match !== null; match = start.exec(text)) {
    const prefixed = match[1] !== undefined;
    const { metrics, end } = metricsAt(text, match.index + (prefixed ? match[0].length : 0));
    if (metrics.length < (prefixed ? 1 : MIN_BARE_METRICS)) continue;
    const version =
      match[1] === undefined
        ? bareVersion(metrics, text, match.index)
        : (SHORT_VERSIONS[match[1]] ?? match[1]);
    const written = text.slice(match.index, end).replace(/\s+/g, '');
    found.push({ value: read(written, version, metrics), start: match.index, end });
    if (found.length >= MAX_VECTORS) break;
    start.lastIndex = end;
  }
  return found;
}

/**
 * The word for a score.
 * @param score - 0 to 10
 * @param version - 2.0 is worded as the NVD does: nothing above high, nothing below low
 */
export function ratingOf(score: number, version: CvssVersion): Rating {
  if (version === '2.0') return score >= 7 ? 'high' : score >= 4 ? 'medium' : 'low';
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 ? 'low' : 'none';
}

function metricsAt(text: string, from: number): { metrics: Metrics; end: number } {
  const metrics: [string, string][] = [];
  let end = from;
  let at = from;
  while (metrics.length < MAX_METRICS) {
    METRIC.lastIndex = at;
    const metric = METRIC.exec(text);
    if (metric?.[1] === undefined || metric[2] === undefined) break;
    metrics.push([metric[1], metric[2]]);
    end = at + metric[0].length;
    SLASH.lastIndex = end;
    const slash = SLASH.exec(text);
    if (slash === null) break;
    at = end + slash[0].length;
  }
  return { metrics, end };
}

function bareVersion(metrics: Metrics, text: string, at: number): CvssVersion {
  const names = new Set(metrics.map(([name]) => name.toLowerCase()));
  if (names.has('vc') || names.has('at')) return '4.0';
  if (names.has('au') && !names.has('pr')) return '2.0';
  return /\b3\.0\b/.test(sentenceBefore(text, at, 40)) ? '3.0' : '3.1';
}

function read(written: string, version: string, metrics: Metrics): CvssVector {
  const nothing = { written, version: null, base: null, score: null, rating: null };
  if (!isVersion(version)) return { ...nothing, problem: 'unknown-version' };
  const { metrics: known, prefix, score } = CALCULATORS[version];
  const given = new Map<string, string>();
  for (const [name, value] of metrics) {
    const metric = known.get(name.toLowerCase());
    if (metric === undefined) return { ...nothing, version, problem: 'unknown-metric' };
    const canonical = metric.values.get(value.toLowerCase());
    if (canonical === undefined) return { ...nothing, version, problem: 'unknown-value' };
    if (given.has(metric.name)) return { ...nothing, version, problem: 'metric-twice' };
    given.set(metric.name, canonical);
  }
  if ([...known.values()].some(({ name, isBase }) => isBase && !given.has(name))) {
    return { ...nothing, version, problem: 'metric-missing' };
  }
  try {
    const computed = score(prefix + [...given].map(([name, value]) => `${name}:${value}`).join('/'));
    return { written, version, ...computed, rating: ratingOf(computed.score, version), problem: null };
  } catch {
    return { ...nothing, version, problem: 'not-computed' };
  }
}
