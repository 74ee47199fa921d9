/**
 * Digest: the record → what an engineer has to look at this morning. Pure: the same record and the same instant give the
 * same contents, which `formats/` writes out.
 */
import { statisticsOf } from '../deadlines/statistics.js';
import { isClosed } from '../life/status.js';
import type { FailedDigest } from '../store/digest-mails.js';
import type { FailedNotice } from '../store/failed-notices.js';
import type { PromiseDone } from '../store/kept-promises.js';
import type { NoticeKind } from '../store/notices.js';
import type { ReportSummary } from '../store/summaries.js';
import type { UnreadMessage } from '../store/unread.js';
import type * as contents from './contents.js';
import { type DigestSettings, owesAnswer, reportShower } from './digest-report.js';
import { COUNTED_DAYS, type DigestRecord, TIMED_DAYS } from './record.js';
import { toDoOf } from './to-do.js';

/** Makes the digest. */
export function digestOf(record: DigestRecord, settings: DigestSettings): contents.DigestContents {
  const { since, now, timeZone, disclosureDays } = settings;
  const open = record.reports.filter(({ life }) => !isClosed(life.status));
  const shown = reportShower(record, settings);
  return {
    schema: 'security-inbox/digest@2',
    generatedAt: now.toISOString(),
    since: since.toISOString(),
    timeZone,
    disclosureDays,
    toDo: toDoOf(record, settings, shown),
    damaged: record.damaged.map(({ number, column }) => ({ id: number, column })),
    unreadMessages: record.unread.map(toUnread),
    nearMisses: record.nearMisses,
    failedNotices: [...record.failedNotices.map(toFailedNotice), ...record.failedDigests.map(toFailedDigest)],
    new: open
      .filter(({ recordedAt }) => recordedAt >= since)
      .sort((a, b) => b.recordedAt.getTime() - a.recordedAt.getTime())
      .map(shown),
    open: open.map(shown),
    closed: record.reports
      .filter(({ life }) => life.closedAt !== null && life.closedAt >= since)
      .map(report => ({ ...shown(report), ...closingOf(report, record) })),
    numbers: numbersOf(record, open, now),
  };
}

function closingOf({ number, life, receivedAt }: ReportSummary, { closingReasons }: DigestRecord) {
  const repeats = life.duplicateOf === null ? null : `it repeats ${life.duplicateOf}`;
  const reasons = [repeats, closingReasons.get(number)].filter(reason => reason != null);
  return {
    closedAt: (life.closedAt ?? receivedAt).toISOString(),
    reason: reasons.length === 0 ? null : reasons.join(': '),
  };
}

function toUnread({ folder, uid, firstSeen, attempts, lastWords }: UnreadMessage): contents.UnreadMessage {
  return { folder, uid, since: firstSeen.toISOString(), attempts, answer: lastWords };
}

const NOTICE: Readonly<Record<NoticeKind, string>> = {
  'new-report': 'new report',
  'due-soon': 'answer due soon',
  overdue: 'answer overdue',
  days: 'days passed',
  disclosure: 'day of disclosure',
};

function toFailedNotice({ number, kind, target, answer }: FailedNotice): contents.FailedNotice {
  return { id: number, notice: NOTICE[kind], to: target, answer };
}

function toFailedDigest({ target, answer }: FailedDigest): contents.FailedNotice {
  return { id: null, notice: 'digest', to: target, answer };
}

function numbersOf(record: DigestRecord, open: readonly ReportSummary[], now: Date): contents.DigestNumbers {
  const lateAnswers = open.filter(
    report => report.acknowledgeBy < now && owesAnswer(report, record.receipts),
  );
  const lateDisclosures = open.filter(({ discloseBy }) => discloseBy < now);
  return {
    days: COUNTED_DAYS,
    timingDays: TIMED_DAYS,
    ...record.counts,
    open: open.length,
    overdue: new Set([...lateAnswers, ...lateDisclosures]).size,
    timeToAcknowledge: timingOf(
      record.answers,
      lateAnswers.map(({ receivedAt, acknowledgeBy }) => ({ receivedAt, by: acknowledgeBy })),
      now,
    ),
    timeToDisclose: timingOf(
      record.disclosures,
      lateDisclosures.map(({ receivedAt, discloseBy }) => ({ receivedAt, by: discloseBy })),
      now,
    ),
    acknowledgements: record.answers.map(({ number, receivedAt, by, doneAt }) => ({
      id: number,
      receivedAt: receivedAt.toISOString(),
      acknowledgeBy: by.toISOString(),
      acknowledgedAt: doneAt.toISOString(),
    })),
  };
}

/** @param late - not done though due, which count as not in time however long they have been */
function timingOf(
  done: readonly PromiseDone[],
  late: readonly { readonly receivedAt: Date; readonly by: Date }[],
  now: Date,
): contents.Timing {
  const promises = [...done, ...late.map(promise => ({ ...promise, doneAt: null }))];
  const { acknowledgement: kept } = statisticsOf(
    promises.map(({ receivedAt, by, doneAt }) => ({
      receivedAt,
      acknowledgeBy: by,
      acknowledgedAt: doneAt,
      discloseBy: by,
      disclosedAt: doneAt,
      isClosed: false,
    })),
    now,
  );
  const { inTime, late: tooLate, overdue, median, percentile90, shareInTime } = kept;
  return { count: inTime + tooLate + overdue, median, percentile90, shareInTime };
}
