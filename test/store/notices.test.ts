import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/store/database.js';
import { dispatchRefused, dispatchSent, noticeBounced } from '../../src/store/dispatch-marks.js';
import { dueDispatches, MOST_AN_HOUR, makeDispatches } from '../../src/store/dispatches.js';
import { failedNotices } from '../../src/store/failed-notices.js';
import { addNote, moveDisclosure } from '../../src/store/life-changes.js';
import {
  keepTargets,
  type NewNotice,
  type NoticeTarget,
  queueNotices,
  toldNotices,
  watchedReports,
} from '../../src/store/notices.js';
import { restoreDatabase } from '../../src/store/restore.js';
import { ADA, CHAT, type NoticeWorld, newReport, openNoticeWorld, START } from '../notice/notice-world.js';
import { clear } from './clear.js';

const LATER = new Date(START.getTime() + 3_600_000);
const TARGETS = [ADA, CHAT];

let world: NoticeWorld;

beforeEach(() => {
  world = openNoticeWorld(TARGETS);
});

afterEach(() => world.remove());

const overdue = (reportId: number, at: Date): NewNotice => ({
  reportId,
  kind: 'overdue',
  occasion: at.toISOString(),
  at,
});

it('a report is extended where its own day of disclosure was moved, whatever else the history holds', () => {
  const by = { who: 'grace', now: START };
  const [first = 0, second = 0, third = 0] = [world.report(), world.report(), world.report()];
  const extend = (id: number) =>
    moveDisclosure(world.connection, id, { from: START, to: LATER, reason: 'r' }, by);
  const extended = () =>
    watchedReports(world.connection)
      .filter(({ isExtended }) => isExtended)
      .map(({ id }) => id);
  addNote(world.connection, third, 'seen', by);
  extend(second);
  expect(extended()).toEqual([second]);
  addNote(world.connection, first, 'seen', by);
  extend(first);
  expect(extended()).toEqual([first, second]);
});

describe('a notice', () => {
  it('is queued once for each target, however often it is due', () => {
    const id = world.report();
    expect(queueNotices(world.connection, [newReport(id)], TARGETS, START)).toBe(2);
    expect(queueNotices(world.connection, [newReport(id)], TARGETS, LATER)).toBe(0);
  });

  it('goes to those alone who want its kind', () => {
    const id = world.report();
    const picky: NoticeTarget = { ...CHAT, kinds: ['overdue'] };
    expect(queueNotices(world.connection, [newReport(id)], [ADA, picky], START)).toBe(1);
  });

  it('of what came before a target was there is not told to it', () => {
    const before = new Date(START.getTime() - 1000);
    const ids = Array.from({ length: 1000 }, () => world.report());
    expect(
      queueNotices(
        world.connection,
        ids.map(id => overdue(id, before)),
        TARGETS,
        LATER,
      ),
    ).toBe(0);
    expect(queueNotices(world.connection, [overdue(ids[0] ?? 0, LATER)], TARGETS, LATER)).toBe(2);
  });

  it('is told to a new engineer from when they are there', () => {
    const id = world.report();
    const eve: NoticeTarget = { ...ADA, target: 'eve@example.test' };
    keepTargets(world.connection, [...TARGETS, eve], LATER);
    expect(queueNotices(world.connection, [overdue(id, START)], [eve], LATER)).toBe(0);
    expect(queueNotices(world.connection, [overdue(id, LATER)], [eve], LATER)).toBe(1);
  });

  it('that waits for a target which is gone is dropped, and nothing old comes when it is back', () => {
    const id = world.report();
    world.queue([id]);
    keepTargets(world.connection, [CHAT], LATER);
    expect(dueDispatches(world.connection, 'mail', LATER)).toEqual([]);
    const back = new Date(LATER.getTime() + 1000);
    keepTargets(world.connection, TARGETS, back);
    expect(queueNotices(world.connection, [overdue(id, LATER)], [ADA], back)).toBe(0);
    expect(failedNotices(world.connection)).toEqual([]);
  });

  it('is told where it was queued, and that a report is new is not asked for', () => {
    const id = world.report();
    queueNotices(world.connection, [newReport(id), overdue(id, LATER)], TARGETS, LATER);
    expect([...toldNotices(world.connection)]).toEqual([`${id} overdue ${LATER.toISOString()}`]);
  });
});

describe('a dispatch', () => {
  it('holds all that waits for its target, and what comes later is another', () => {
    const [a, b, c] = [world.report(), world.report(), world.report()];
    world.queue([a, b]);
    world.queue([c]);
    const sizes = dueDispatches(world.connection, 'mail', START).map(({ notices }) => notices.length);
    expect(sizes).toEqual([2, 1]);
    makeDispatches(world.connection, 'example.test', LATER);
    expect(dueDispatches(world.connection, 'mail', LATER)).toHaveLength(2);
  });

  it('is made so often an hour at most; what comes in a flood waits, and then goes in one', () => {
    const minute = (count: number) => new Date(START.getTime() + count * 60_000);
    const sizes = (at: Date) =>
      dueDispatches(world.connection, 'mail', at).map(({ notices }) => notices.length);
    for (let count = 0; count < 30; count += 1) world.queue([world.report()], minute(count));
    expect(sizes(minute(30))).toEqual(Array.from({ length: MOST_AN_HOUR }, () => 1));
    makeDispatches(world.connection, 'example.test', minute(59));
    expect(sizes(minute(59))).toHaveLength(MOST_AN_HOUR);
    makeDispatches(world.connection, 'example.test', minute(61));
    expect(sizes(minute(61)).at(-1)).toBe(30 - MOST_AN_HOUR);
  });

  it('waits for none that was made while the clock ran ahead', () => {
    const ahead = new Date(START.getTime() + 400 * 24 * 3_600_000);
    for (let count = 0; count < MOST_AN_HOUR; count += 1) world.queue([world.report()], ahead);
    world.queue([world.report()], START);
    expect(dueDispatches(world.connection, 'mail', START)).toHaveLength(MOST_AN_HOUR + 1);
  });

  it('tells the most urgent first, whatever came before it', () => {
    const [a, b] = [world.report(), world.report()];
    const soon: NewNotice = { reportId: b, kind: 'due-soon', occasion: 'x', at: LATER };
    queueNotices(world.connection, [newReport(a), newReport(b), soon, overdue(a, LATER)], TARGETS, LATER);
    makeDispatches(world.connection, 'example.test', LATER);
    const [dispatch] = dueDispatches(world.connection, 'mail', LATER);
    expect(dispatch?.notices.map(({ kind }) => kind)).toEqual([
      'overdue',
      'due-soon',
      'new-report',
      'new-report',
    ]);
  });

  it('keeps its Message-ID and its token', () => {
    world.queue([world.report()]);
    const [first] = dueDispatches(world.connection, 'mail', START);
    const [second] = dueDispatches(world.connection, 'mail', LATER);
    expect(first?.messageId).toMatch(/^<notice\.[0-9a-f]{40}@example\.test>$/);
    expect(second).toEqual(first);
  });

  it('that was refused is for the digest to say', () => {
    world.queue([world.report()]);
    const [dispatch] = dueDispatches(world.connection, 'webhook', START);
    dispatchRefused(world.connection, dispatch?.id ?? 0, 'chat.example: HTTP 404');
    expect(failedNotices(world.connection)).toMatchObject([
      {
        number: 'TS-2026-0001',
        kind: 'new-report',
        channel: 'webhook',
        target: 'chat',
        answer: 'chat.example: HTTP 404',
      },
    ]);
  });

  it('that came back counts as refused, one that is delayed does not', () => {
    world.queue([world.report()]);
    const [dispatch] = dueDispatches(world.connection, 'mail', START);
    dispatchSent(world.connection, dispatch?.id ?? 0, '250 ok', START);
    const ids = [dispatch?.messageId ?? ''];
    expect(noticeBounced(world.connection, ids, null)).toBe(true);
    expect(failedNotices(world.connection)).toEqual([]);
    expect(noticeBounced(world.connection, ids, '5.1.1')).toBe(true);
    expect(failedNotices(world.connection)).toMatchObject([{ target: 'ada@example.test', answer: '5.1.1' }]);
    expect(noticeBounced(world.connection, ['<other@example.test>'], '5.1.1')).toBe(false);
  });
});

it('after a restore nothing that may have been told before is told', () => {
  const id = world.report();
  world.queue([id]);
  queueNotices(world.connection, [overdue(id, LATER)], TARGETS, LATER);
  const backup = `${world.connection.name}.backup`;
  world.connection.exec(`VACUUM INTO '${backup}'`);
  world.connection.close();
  const restoredAt = new Date(LATER.getTime() + 1000);
  restoreDatabase(backup, clear(world.connection.name), restoredAt);
  const restored = openDatabase(clear(world.connection.name));
  makeDispatches(restored, 'example.test', restoredAt);
  expect(dueDispatches(restored, 'mail', restoredAt)).toEqual([]);
  expect(queueNotices(restored, [overdue(id, LATER)], TARGETS, restoredAt)).toBe(0);
  expect(queueNotices(restored, [overdue(id, restoredAt)], TARGETS, restoredAt)).toBe(2);
  restored.close();
});
