/** Notices that are no longer true when their time comes. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { acknowledge } from '../../src/store/acknowledging.js';
import { beginAttempt, dispatchDeferred } from '../../src/store/dispatch-marks.js';
import { dueDispatches, makeDispatches } from '../../src/store/dispatches.js';
import { setStatus } from '../../src/store/life-changes.js';
import { type NoticeKind, queueNotices, toldNotices } from '../../src/store/notices.js';
import { ADA, type NoticeWorld, newReport, openNoticeWorld, START } from '../notice/notice-world.js';

const LATER = new Date(START.getTime() + 3_600_000);

let world: NoticeWorld;

beforeEach(() => {
  world = openNoticeWorld([ADA]);
});

afterEach(() => world.remove());

function queue(reportId: number, ...kinds: readonly NoticeKind[]): void {
  const notices = kinds.map(kind =>
    kind === 'new-report' ? newReport(reportId) : { reportId, kind, occasion: '60', at: LATER },
  );
  queueNotices(world.connection, notices, [ADA], LATER);
}

const make = () => makeDispatches(world.connection, 'example.test', LATER);
const told = () =>
  dueDispatches(world.connection, 'mail', LATER).map(({ notices }) => notices.map(one => one.kind));
const close = (id: number) =>
  setStatus(world.connection, id, { from: 'received', to: 'rejected' }, { who: 'grace', now: LATER });
const answer = (id: number) => acknowledge(world.connection, id, LATER, 'grace', 'said', LATER);

it.each<[string, (id: number) => unknown, NoticeKind[]]>([
  ['closed', close, ['new-report']],
  ['answered', answer, ['disclosure', 'days', 'new-report']],
  ['left as it is', () => undefined, ['overdue', 'due-soon', 'disclosure', 'days', 'new-report']],
])('of a report that was %s meanwhile are not told', (_name, act, left) => {
  const id = world.report();
  queue(id, 'new-report', 'due-soon', 'overdue', 'days', 'disclosure');
  act(id);
  make();
  expect(told()).toEqual([left]);
});

it('are called back from a mail that waits for its server, where all of it is settled', () => {
  const [closed, open] = [world.report(), world.report()];
  queue(closed, 'overdue');
  make();
  const [dispatch] = dueDispatches(world.connection, 'mail', LATER);
  beginAttempt(world.connection, dispatch?.id ?? 0, 0, LATER);
  dispatchDeferred(world.connection, dispatch?.id ?? 0, '451 later', null, 0);
  queue(open, 'overdue');
  close(closed);
  make();
  expect(told()).toEqual([['overdue']]);
  expect(world.rows().map(({ state }) => state)).toEqual(['dropped', 'queued']);
  expect([...toldNotices(world.connection)]).toEqual([`${open} overdue 60`]);
});

it('stay in a mail that tells of an open report too, and in one that may have gone', () => {
  const [one, another] = [world.report(), world.report()];
  queue(one, 'overdue');
  queue(another, 'overdue');
  make();
  close(one);
  make();
  expect(told()).toEqual([['overdue', 'overdue']]);
  const [dispatch] = dueDispatches(world.connection, 'mail', LATER);
  dispatchDeferred(world.connection, dispatch?.id ?? 0, 'no answer', null, 1);
  close(another);
  make();
  expect(told()).toEqual([['overdue', 'overdue']]);
});
