/** What of a large Sent folder is asked for; the rest is tried on a real server in the scenarios. */
import { expect, it } from 'vitest';
import { MOST_LOOKED_AT, sentBatches } from '../../src/mailbox/sent-mails.js';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

it('mails are asked for in order, each once, and few enough for one line', () => {
  expect(sentBatches([3, 1, 3, 2])).toEqual([[1, 2, 3]]);
  expect(sentBatches([])).toEqual([]);
  const batches = sentBatches(upTo(450).map(uid => uid + 4_294_000_000));
  expect(batches.map(({ length }) => length)).toEqual([200, 200, 50]);
  // RFC 7162 §4: a server takes lines of 8192 octets.
  expect(Math.max(...batches.map(batch => batch.join(',').length))).toBeLessThan(8000);
});

it('where they are too many, the last to come are', () => {
  const batches = sentBatches(upTo(MOST_LOOKED_AT + 5)).flat();
  expect(batches).toHaveLength(MOST_LOOKED_AT);
  expect(batches.at(0)).toBe(6);
});
