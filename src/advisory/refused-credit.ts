/**
 * Whether a name may still be made public. A later mail may ask not to be named: from then on no name goes out
 * until an engineer, who has seen that, saves the advisory anew. Pure.
 */
import { CREDIT_ASKED, CREDIT_REFUSED } from '../report/fill.js';
import type { Report } from '../report/schema.js';
import type { Advisory } from './advisory.js';

/** @returns when that was recorded, UTC; null where no later mail asks not to be named */
function refusedAt({ followUps, reporter: { wantsCredit }, where }: Report): Date | null {
  if (wantsCredit === true) return null;
  const last = followUps.findLast(({ filled }) =>
    [CREDIT_ASKED, CREDIT_REFUSED].some(one => filled.includes(one)),
  );
  if (last !== undefined) {
    const isRefusal = wantsCredit === false || last.filled.includes(CREDIT_REFUSED);
    return isRefusal ? new Date(last.recordedAt) : null;
  }
  // Of a report with very many follow-ups the first are not listed any more: it was before those that are.
  const [first] = followUps;
  const isLater = wantsCredit === false && (where.wantsCredit?.mail ?? 0) > 0;
  return isLater && first !== undefined ? new Date(first.recordedAt) : null;
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
