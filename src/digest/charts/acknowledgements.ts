/**
 * How much of the time promised the answers took. A share and no hours: the promise is in working days, so one given on
 * a Friday has more hours than one given on a Monday.
 */
import type { Acknowledgement } from '../contents.js';
import type { Bucket } from './histogram.js';

/** Upper ends as shares of the time promised; beyond the last is the last bucket. */
const ENDS = [
  { upTo: 0.25, label: '25%', name: 'up to a quarter of the time' },
  { upTo: 0.5, label: '50%', name: 'up to half' },
  { upTo: 0.75, label: '75%', name: 'up to three quarters' },
  { upTo: 1, label: '100%', name: 'up to all of it' },
  { upTo: 2, label: '200%', name: 'up to twice the time, which is late' },
  { upTo: Number.POSITIVE_INFINITY, label: 'more', name: 'still more' },
] as const;

/** Counts the answers by the share of the time promised that they took; always six buckets, the last two late. */
export function acknowledgementBuckets(acknowledgements: readonly Acknowledgement[]): Bucket[] {
  const shares = acknowledgements.map(shareTaken);
  return ENDS.map(({ upTo, label, name }, index) => {
    const from = ENDS[index - 1]?.upTo ?? Number.NEGATIVE_INFINITY;
    return {
      label,
      name,
      count: shares.filter(share => share > from && share <= upTo).length,
      isLate: upTo > 1,
    };
  });
}

function shareTaken({ receivedAt, acknowledgeBy, acknowledgedAt }: Acknowledgement): number {
  const received = Date.parse(receivedAt);
  const promised = Date.parse(acknowledgeBy) - received;
  const taken = Date.parse(acknowledgedAt) - received;
  if (promised > 0) return taken / promised;
  return taken <= promised ? 0 : Number.POSITIVE_INFINITY;
}
