/**
 * Whether a name may still be made public. A reporter who asked to be named may ask later not to be: from then on no name goes
 * out until an engineer, who has seen that, saves the advisory anew. Pure.
 */
import { CREDIT_REFUSED } from '../report/fill.js';
import type { Report } from '../report/schema.js';
import type { Advisory } from './advisory.js';

/** @returns when that was recorded, UTC; null where no later mail took back what an earlier one said */
function refusedAt({ followUps, reporter, where }: Report): Date | null {
  if (reporter.wantsCredit !== false || (where.wantsCredit?.mail ?? 0) === 0) return null;
  const refusal = followUps.findLast(({ filled }) => filled.includes(CREDIT_REFUSED));
  const filled = followUps.some(one => one.filled.includes('credit'));
  // Of a report with very many follow-ups the first are not listed any more: it was before those that are.
  const recorded = (refusal ?? (filled ? undefined : followUps[0]))?.recordedAt;
  return recorded === undefined ? null : new Date(recorded);
}

/**
 * Whether names of an advisory are held back.
 * @param decidedAt - when somebody saved it, or it went out last; null where neither is so
 */
export function isCreditHeldBack(
  report: Report,
  { credits }: Pick<Advisory, 'credits'>,
  decidedAt: Date | null,
): boolean {
  const at = refusedAt(report);
  return credits.length > 0 && at !== null && (decidedAt === null || decidedAt <= at);
}

/** What the engineer is told. */
export const CREDIT_HELD_BACK =
  'A later mail asks not to be named, so the names in credits are held back. Save the advisory anew with --from, without the name; or as it is, if they changed their mind once more.';
