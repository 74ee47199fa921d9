/**
 * What a digest is made of, read from the store: the open reports, and of the closed ones those alone that something
 * happened to. Reads nothing that it does not need: a record of years is as quick as one of weeks.
 */
import { OPEN_STATUSES } from '../life/status.js';
import type { FollowUp } from '../report/schema.js';
import type { DamagedReport } from '../store/damaged-rows.js';
import type { Connection } from '../store/database.js';
import { type FailedDigest, failedDigests } from '../store/digest-mails.js';
import { type FailedNotice, failedNotices } from '../store/failed-notices.js';
import { closingReasons } from '../store/history.js';
import {
  answersSince,
  countDone,
  type DoneCounts,
  disclosuresSince,
  type PromiseDone,
} from '../store/kept-promises.js';
import { mailboxNames } from '../store/mailboxes.js';
import { type NearMissRow, openNearMisses } from '../store/near-misses.js';
import type { ReceiptKind } from '../store/outbox.js';
import { type ReceiptStatus, unsentStatuses } from '../store/receipt-status.js';
import type { ReportFilter } from '../store/report-filter.js';
import { copiesGivenUp } from '../store/sent-mails.js';
import { followUpsSince, type ReportSummary, readSummaries } from '../store/summaries.js';
import { listUnread, type UnreadMessage } from '../store/unread.js';
import type { NearMiss } from './contents.js';

/** Days looked back for the counts: the numbers of the week. */
export const COUNTED_DAYS = 7;
/** Days looked back for how long things took: in a week of few reports a median would say nothing. */
export const TIMED_DAYS = 90;

const DAY = 86_400_000;

/** What became of the last receipt of each kind, by report number; none that was sent and arrived. */
export type ReceiptsByReport = Readonly<Record<ReceiptKind, ReadonlyMap<string, ReceiptStatus>>>;

export interface DigestRecord {
  /** Reports whose row can't be read: nothing else here is of them. */
  readonly damaged: readonly DamagedReport[];
  /** Each once, oldest first: those open, those closed since, and those others that a follow-up or a receipt is of. */
  readonly reports: readonly ReportSummary[];
  /** Which mailbox each came by, by report number; null where there was never more than one. */
  readonly mailboxes: ReadonlyMap<string, string> | null;
  /** Follow-ups since then, by report number. */
  readonly followUps: ReadonlyMap<string, readonly FollowUp[]>;
  readonly receipts: ReceiptsByReport;
  /** Why the copy of a report's receipt is not in the Sent folder, by report number. */
  readonly copiesGivenUp: ReadonlyMap<string, string>;
  /** Why reports were closed, by report number. */
  readonly closingReasons: ReadonlyMap<string, string>;
  readonly unread: readonly UnreadMessage[];
  readonly nearMisses: readonly NearMiss[];
  /** Last tried in the days counted: an old one has been shown every day of a week. */
  readonly failedNotices: readonly FailedNotice[];
  readonly failedDigests: readonly FailedDigest[];
  /** Of the days counted. */
  readonly counts: DoneCounts;
  /** Of the days timed, the latest first. */
  readonly answers: readonly PromiseDone[];
  readonly disclosures: readonly PromiseDone[];
}

/**
 * Reads it, in one transaction, so that a poll between two queries tears nothing apart.
 * @param since - UTC instant, from which follow-ups and closings count
 * @param now - UTC instant
 */
export function readRecord(connection: Connection, since: Date, now: Date): DigestRecord {
  return connection.transaction(() => readNow(connection, since, now))();
}

function toNearMiss({ id, receivedAt, from, subject, folder }: NearMissRow): NearMiss {
  return { id, receivedAt: receivedAt?.toISOString() ?? null, from, subject, folder };
}

function readNow(connection: Connection, since: Date, now: Date): DigestRecord {
  const counted = new Date(now.getTime() - COUNTED_DAYS * DAY);
  const timed = new Date(now.getTime() - TIMED_DAYS * DAY);
  const followUps = followUpsSince(connection, since);
  const receipts = {
    receipt: unsentStatuses(connection, 'receipt'),
    'follow-up': unsentStatuses(connection, 'follow-up'),
    question: unsentStatuses(connection, 'question'),
  };
  const isRecent = ({ triedAt }: { readonly triedAt: Date | null }) => triedAt === null || triedAt >= counted;
  const found = reportsOf(connection, since, [...followUps.keys(), ...inTrouble(receipts)]);
  return {
    ...found,
    mailboxes: mailboxNames(
      connection,
      found.reports.map(({ number }) => number),
    ),
    followUps,
    receipts,
    copiesGivenUp: copiesGivenUp(connection),
    closingReasons: closingReasons(connection, since),
    unread: listUnread(connection),
    nearMisses: openNearMisses(connection).map(toNearMiss),
    failedNotices: failedNotices(connection).filter(isRecent),
    failedDigests: failedDigests(connection).filter(isRecent),
    counts: countDone(connection, counted),
    answers: answersSince(connection, timed),
    disclosures: disclosuresSince(connection, timed),
  };
}

/** Reports, open or closed, whose receipts a person has to decide on. */
function inTrouble(receipts: ReceiptsByReport): string[] {
  return Object.values(receipts).flatMap(statuses =>
    [...statuses]
      .filter(([, { state }]) => state === 'held' || state === 'bounced')
      .map(([number]) => number),
  );
}

function reportsOf(
  connection: Connection,
  since: Date,
  further: readonly string[],
): Pick<DigestRecord, 'reports' | 'damaged'> {
  const damages = new Map<string, DamagedReport>();
  const list = (filter: ReportFilter) => {
    const { sound, damaged } = readSummaries(connection, { filter, order: 'received', limit: null });
    for (const damage of damaged) damages.set(damage.number, damage);
    return sound;
  };
  const found = new Map(
    [...list({ statuses: OPEN_STATUSES }), ...list({ closedFrom: since })].map(report => [
      report.number as string,
      report,
    ]),
  );
  const missing = [...new Set(further)].filter(number => !found.has(number));
  for (const report of missing.length === 0 ? [] : list({ numbers: missing }))
    found.set(report.number, report);
  return {
    reports: [...found.values()].sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime()),
    damaged: [...damages.values()],
  };
}
