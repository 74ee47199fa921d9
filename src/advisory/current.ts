/**
 * Which advisory of a report holds. Pure.
 */
import type { Life } from '../life/life.js';
import type { Report } from '../report/schema.js';
import type { Advisory } from './advisory.js';
import { proposedAdvisory } from './proposed.js';

/**
 * What engineers saved, else what was published last, else what the report makes by itself. Once published it is changed by
 * people alone: a later mail of the reporter fills in a report, and must not write what the public reads.
 */
export function currentAdvisory(
  report: Report,
  life: Pick<Life, 'severity'>,
  saved: Advisory | null,
  published: Advisory | null,
): Advisory {
  return saved ?? published ?? proposedAdvisory(report, life);
}
