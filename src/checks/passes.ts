/** Whether the mailbox is being read at all, as the passes over it have kept. */
import type { KeptPass } from '../store/kept-passes.js';
import { type CheckResult, ok, skipped, warning } from './result.js';

/** Milliseconds without a good pass after which something has stopped, however seldom it is to look. */
const LONG = 3_600_000;

/** Pure. @param kept - null where no pass has ended yet, or there is no record to ask */
export function judgePasses(kept: KeptPass | null, now: Date): CheckResult {
  const id = 'passes.last';
  if (kept === null) return skipped(id, 'The mailbox has not been read yet.');
  const { outage, lastGood } = kept;
  const last =
    lastGood === null ? 'never read to its end' : `last read to its end at ${lastGood.at.toISOString()}`;
  if (outage !== null) {
    return warning(
      id,
      `The mailbox could not be read since ${outage.since.toISOString()}, and was ${last}. The last failure: ${outage.message}`,
      'Where all of mailbox.* is ok below, it is over with the next poll.',
    );
  }
  return lastGood === null || now.getTime() - lastGood.at.getTime() > LONG
    ? warning(id, `The mailbox was ${last}.`, 'See that watch runs, or that cron runs poll.')
    : ok(id, `The mailbox was ${last}.`);
}
