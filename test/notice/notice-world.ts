/** A database with reports and somebody to tell, for tests of telling. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { makeDispatches } from '../../src/store/dispatches.js';
import {
  keepTargets,
  type NewNotice,
  NOTICE_KINDS,
  type NoticeTarget,
  queueNotices,
} from '../../src/store/notices.js';
import { recordReport } from '../../src/store/reports.js';
import { sampleReport } from '../report/sample.js';
import { clear } from '../store/clear.js';
import { newMessage } from '../store/new-message.js';

export const START = new Date('2026-11-24T12:00:00Z');

export const ADA: NoticeTarget = { channel: 'mail', target: 'ada@example.test', kinds: NOTICE_KINDS };
export const CHAT: NoticeTarget = { channel: 'webhook', target: 'chat', kinds: NOTICE_KINDS };

export interface NoticeWorld {
  readonly connection: Connection;
  /** Records one more report. @returns the row's id */
  report(): number;
  /** Queues that those reports are new, and makes dispatches of what waits. */
  queue(ids: readonly number[], now?: Date): void;
  rows(): Record<string, unknown>[];
  remove(): void;
}

/** Opens one with the given targets known since START. */
export function openNoticeWorld(targets: readonly NoticeTarget[]): NoticeWorld {
  const folder = mkdtempSync(join(tmpdir(), 'notices-'));
  const connection = openDatabase(clear(join(folder, 'inbox.sqlite')));
  keepTargets(connection, targets, START);
  let count = 0;
  return {
    connection,
    report() {
      count += 1;
      const { id, ...content } = sampleReport({ id: 'x' });
      const message = newMessage({ raw: Buffer.from(`mail ${count}`) });
      const deadlines = {
        acknowledgeBy: new Date('2026-11-25T12:00:00Z'),
        discloseBy: new Date('2027-02-22T12:00:00Z'),
      };
      return recordReport(connection, { content, ...deadlines, message, attachments: [] }, 'TS', START).id;
    },
    queue(ids, now = START) {
      queueNotices(connection, ids.map(newReport), targets, now);
      makeDispatches(connection, 'example.test', now);
    },
    rows: () =>
      connection.prepare('SELECT state, attempts, last_answer FROM dispatches ORDER BY id').all() as Record<
        string,
        unknown
      >[],
    remove() {
      connection.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export function newReport(reportId: number): NewNotice {
  return { reportId, kind: 'new-report', occasion: '', at: START };
}
