/** What a mail counts as by how it came, whatever it says. Pure. */
import type { Arrival } from '../mailbox/arrival.js';
import type { Reading } from '../reading/reading.js';

/** Its reading with the trigger that the way it came by gives it. */
export function asFound(
  reading: Reading,
  { foundIn, takenByHand }: Pick<Arrival, 'foundIn' | 'takenByHand'>,
): Reading {
  // Nobody fills in the form for anything else; and an address that is typed there proves nothing of who wrote.
  if (foundIn === 'form') return { ...reading, trigger: 'form' };
  return takenByHand ? { ...reading, trigger: reading.trigger ?? 'taken-by-hand' } : reading;
}
