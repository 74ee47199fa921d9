/** When the program is said to do its work. */
import { expect, it } from 'vitest';
import { healthOf, patienceOf } from '../../src/monitoring/health.js';
import type { MailboxState } from '../../src/monitoring/snapshot.js';

const NOW = new Date('2026-11-25T12:00:00Z');
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

function mailbox(name: string, goodMinutesAgo: number | null, failure: string | null = null): MailboxState {
  return {
    name,
    kept: {
      mailbox: name,
      attemptedAt: NOW,
      lastGood: goodMinutesAgo === null ? null : { at: minutesAgo(goodMinutesAgo), milliseconds: 1 },
      outage: failure === null ? null : { since: minutesAgo(1), code: failure, message: 'words' },
      good: 0,
      failed: 0,
      lookedAt: 0,
      warnedOf: null,
    },
  };
}

it.each([
  ['read just now', mailbox('a', 0), true, 0],
  ['read as long ago as is borne', mailbox('a', 15), true, 900],
  ['read longer ago', mailbox('a', 15.1), false, 906],
  ['never read', mailbox('a', null), false, null],
  ['of which nothing is known', { name: 'a', kept: null }, false, null],
  ['read a little ahead of this clock', mailbox('a', -1), true, 0],
  ['read far in the future, by a clock that ran wrong', mailbox('a', -1000), false, 0],
])('a mailbox %s', (_name, state, healthy, secondsSinceGoodPass) => {
  expect(healthOf([state], 15, NOW)).toMatchObject({
    healthy,
    mailboxes: [{ mailbox: 'a', healthy, secondsSinceGoodPass }],
  });
});

it('a failure is named before it is too long', () => {
  expect(healthOf([mailbox('a', 3, 'unreachable')], 15, NOW)).toMatchObject({
    healthy: true,
    mailboxes: [{ failure: 'unreachable' }],
  });
});

it('one mailbox that is not read is enough', () => {
  expect(healthOf([mailbox('a', 0), mailbox('b', 20)], 15, NOW)).toMatchObject({
    healthy: false,
    mailboxes: [{ healthy: true }, { healthy: false }],
  });
});

it('where watch looks seldom, more is borne', () => {
  expect([1, 5, 60].map(patienceOf)).toEqual([15, 15, 180]);
});
