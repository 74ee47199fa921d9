/** The life of a report: which change of status is what. */
import { describe, expect, it } from 'vitest';
import { changeOf, isClosed, isWaiting, STATUSES, type Status } from '../../src/life/status.js';

describe('a change of status', () => {
  it.each<[string, Status, Status, boolean, string]>([
    ['forwards is allowed', 'received', 'acknowledged', false, 'allowed'],
    ['may skip: accepted without an answer', 'received', 'accepted', false, 'allowed'],
    ['may skip to the end', 'acknowledged', 'disclosed', true, 'allowed'],
    ['to the same is none', 'accepted', 'accepted', true, 'none'],
    ['into a verdict is allowed', 'received', 'out-of-scope', false, 'allowed'],
    ['into rejected needs a reason', 'received', 'rejected', false, 'needs-reason rejecting'],
    ['out of closed needs a reason', 'duplicate', 'accepted', true, 'needs-reason reopening'],
    ['out of closed forwards needs one too', 'out-of-scope', 'disclosed', true, 'needs-reason reopening'],
    ['out of disclosed needs a reason', 'disclosed', 'remediated', true, 'needs-reason reopening'],
    ['backwards needs a reason', 'remediated', 'accepted', true, 'needs-reason going-back'],
    ['from a verdict to its like needs a reason', 'accepted', 'duplicate', true, 'needs-reason going-back'],
    ['back to received needs a reason', 'accepted', 'received', false, 'needs-reason going-back'],
    [
      'back to received after an answer is impossible',
      'accepted',
      'received',
      true,
      'impossible answered-already',
    ],
  ])('%s', (_name, from, to, isAcknowledged, expected) => {
    const change = changeOf(from, to, isAcknowledged);
    expect([change.kind, ...('because' in change ? [change.because] : [])].join(' ')).toBe(expected);
  });

  it('from and to every status is one of the four, and only the same is none', () => {
    for (const from of STATUSES) {
      for (const to of STATUSES) expect(changeOf(from, to, false).kind === 'none').toBe(from === to);
    }
  });
});

it('closed are rejected, duplicate, out of scope and disclosed, and no other', () => {
  expect(STATUSES.filter(isClosed)).toEqual(['rejected', 'duplicate', 'out-of-scope', 'disclosed']);
});

it.each<[string, Status, Date | null, boolean]>([
  ['a received report waits', 'received', null, true],
  ['an accepted one waits still: a verdict is no answer', 'accepted', null, true],
  ['an answered one does not', 'accepted', new Date(0), false],
  ['a closed one does not', 'rejected', null, false],
])('%s for an answer', (_name, status, acknowledgedAt, expected) => {
  expect(isWaiting(status, acknowledgedAt)).toBe(expected);
});
