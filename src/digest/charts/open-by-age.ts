/** How old the open reports are: a count for each stretch of days, for when there are too many for a bar each. */
import type { DigestContents } from '../contents.js';
import type { Bucket } from './histogram.js';

const STRETCHES = 9;

/**
 * Counts open reports by age. The last bucket holds what is as old as disclosure was promised, or older.
 * @returns at most ten buckets
 */
export function ageBuckets({
  open,
  disclosureDays,
}: Pick<DigestContents, 'open' | 'disclosureDays'>): Bucket[] {
  const days = Math.max(1, Math.ceil(disclosureDays / STRETCHES));
  const count = Math.max(1, Math.ceil(disclosureDays / days));
  const counts = Array.from({ length: count + 1 }, () => 0);
  for (const { ageDays } of open) {
    const index = ageDays >= disclosureDays ? count : Math.max(0, Math.floor(ageDays / days));
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts.map((inBucket, index) => {
    const from = index * days;
    const to = Math.min(from + days, disclosureDays) - 1;
    if (index === count)
      return {
        label: `${disclosureDays}+`,
        name: `${disclosureDays} days old or more`,
        count: inBucket,
        isLate: true,
      };
    const name = from === to ? `${from} days old` : `from ${from} to ${to} days old`;
    return { label: String(from), name, count: inBucket, isLate: false };
  });
}
