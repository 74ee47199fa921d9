/**
 * What a person has to do about a report, and why. Pure.
 *
 * | Reason | Stands as long as |
 * | --- | --- |
 * | answer overdue, due today | an answer is owed: open, not acknowledged, and not written by a machine |
 * | disclosure overdue, near | it is open; near is from seven days of the calendar before |
 * | undecryptable, quarantined | it is open and was not read |
 * | replay suspected | it is `received`: nobody has judged it |
 * | receipt refused, waiting, may have arrived, without a copy | it is open |
 * | receipt held | nobody has decided, also of a closed report |
 * | receipt bounced | it is open, or closed without anybody having answered its reporter |
 * | receipt withheld | it is open and nobody acknowledged it |
 * | follow-up | its reporter wrote since, also where it is closed |
 * | incomplete | it was read, is open, and nobody acknowledged it |
 *
 * A report that a machine sent stands here by its withheld receipt, once and never as overdue, until a person has
 * acknowledged or closed it.
 */
import { instantOf, localTimeOf, plusDays } from '../deadlines/local-time.js';
import { isClosed } from '../life/status.js';
import { latestTry } from '../store/next-try.js';
import type { ReceiptStatus } from '../store/receipt-status.js';
import type { ReportSummary } from '../store/summaries.js';
import type { Reason, ToDo } from './contents.js';
import { type DigestSettings, owesAnswer, reportShower } from './digest-report.js';
import type { DigestRecord } from './record.js';

/** Days of the calendar before a disclosure from which on it is near. */
const NEAR_DAYS = 7;

/** The most urgent first; several of one rank go by their instant. */
const RANK: Readonly<Record<Reason['kind'], number>> = {
  'answer-overdue': 0,
  'disclosure-overdue': 1,
  undecryptable: 2,
  quarantined: 2,
  'receipt-bounced': 3,
  'receipt-refused': 3,
  'receipt-held': 3,
  'receipt-withheld': 3,
  'receipt-may-have-arrived': 3,
  'answer-due-today': 4,
  'replay-suspected': 5,
  'disclosure-near': 6,
  'receipt-waiting': 7,
  'copy-given-up': 8,
  'follow-up': 9,
  incomplete: 10,
};

/**
 * Everything there is to do, the most urgent first; each report once, with all of its reasons.
 * @param shown - makes the report of a summary
 */
export function toDoOf(
  record: DigestRecord,
  settings: DigestSettings,
  shown = reportShower(record, settings),
): ToDo[] {
  const days = daysOf(settings);
  return record.reports
    .map(report => ({ report, reasons: reasonsOf(report, record, days) }))
    .flatMap(({ report, reasons: [first, ...more] }) =>
      first === undefined
        ? []
        : [{ first, at: instantOfReason(first, report), report, reasons: [first, ...more] as const }],
    )
    .sort((a, b) => RANK[a.first.kind] - RANK[b.first.kind] || a.at - b.at)
    .map(({ report, reasons }) => ({ report: shown(report), reasons }));
}

/** The instants between which the days lie that reasons speak of. */
interface Days {
  readonly now: Date;
  readonly endOfToday: Date;
  /** A disclosure before it is near. */
  readonly endOfNear: Date;
}

function daysOf({ now, timeZone }: DigestSettings): Days {
  const { day } = localTimeOf(now, timeZone);
  return {
    now,
    endOfToday: instantOf(plusDays(day, 1), 0, timeZone),
    endOfNear: instantOf(plusDays(day, NEAR_DAYS + 1), 0, timeZone),
  };
}

function instantOfReason(reason: Reason, { receivedAt }: ReportSummary): number {
  return 'at' in reason ? Date.parse(reason.at) : receivedAt.getTime();
}

function reasonsOf(report: ReportSummary, record: DigestRecord, days: Days): Reason[] {
  const { life } = report;
  const all = [
    ...(isClosed(life.status) ? [] : openReasons(report, record, days)),
    ...(life.purged === null ? receiptReasons(report, record, days.now) : []),
    ...followUpReason(report, record),
  ];
  return all.sort((a, b) => RANK[a.kind] - RANK[b.kind]);
}

function openReasons(report: ReportSummary, record: DigestRecord, days: Days): Reason[] {
  const { number, life, state, stateReason, missing } = report;
  const copy = record.copiesGivenUp.get(number);
  const isIncomplete = state === 'received' && missing.length > 0 && life.acknowledgedAt === null;
  return [
    ...(owesAnswer(report, record.receipts) ? answerReason(report.acknowledgeBy, days) : []),
    ...disclosureReason(report.discloseBy, days),
    ...(state === 'received' ? [] : [{ kind: state, reason: stateReason }]),
    ...(report.replaySuspected && life.status === 'received' ? [{ kind: 'replay-suspected' } as const] : []),
    ...(copy === undefined ? [] : [{ kind: 'copy-given-up', answer: copy } as const]),
    ...(isIncomplete ? [{ kind: 'incomplete', missing } as const] : []),
  ];
}

function answerReason(acknowledgeBy: Date, { now, endOfToday }: Days): Reason[] {
  const at = acknowledgeBy.toISOString();
  if (acknowledgeBy < now) return [{ kind: 'answer-overdue', at }];
  return acknowledgeBy < endOfToday ? [{ kind: 'answer-due-today', at }] : [];
}

function disclosureReason(discloseBy: Date, { now, endOfNear }: Days): Reason[] {
  const at = discloseBy.toISOString();
  if (discloseBy < now) return [{ kind: 'disclosure-overdue', at }];
  return discloseBy < endOfNear ? [{ kind: 'disclosure-near', at }] : [];
}

function receiptReasons({ number, life }: ReportSummary, { receipts }: DigestRecord, now: Date): Reason[] {
  const isOpen = !isClosed(life.status);
  const isAnswered = life.acknowledgedAt !== null;
  return Object.entries(receipts).flatMap(([kind, statuses]) => {
    const status = statuses.get(number);
    switch (status?.state) {
      case 'held':
        return [{ kind: 'receipt-held', recipient: status.recipient, reason: status.reason }];
      case 'bounced':
        if (!isOpen && isAnswered) return [];
        return [{ kind: 'receipt-bounced', recipient: status.recipient, reason: status.reason }];
      case 'refused':
        return isOpen ? [refusedReason(status)] : [];
      case 'withheld':
        // That a follow-up went unanswered is nothing to decide.
        if (kind !== 'receipt' || !isOpen || isAnswered) return [];
        return [{ kind: 'receipt-withheld', recipient: null, reason: status.reason }];
      case 'queued':
        return isOpen ? waitingReason(status, now) : [];
      default:
        return [];
    }
  });
}

function refusedReason(status: Extract<ReceiptStatus, { state: 'refused' }>): Reason {
  const { recipient, lastAnswer: answer, mayHaveArrived } = status;
  return { kind: mayHaveArrived ? 'receipt-may-have-arrived' : 'receipt-refused', recipient, answer };
}

/** One that was not tried yet goes with the next poll, and is nothing to do. */
function waitingReason(status: Extract<ReceiptStatus, { state: 'queued' }>, now: Date): Reason[] {
  const { attempts, lastAnswer: answer, notBefore } = status;
  if (attempts === 0 && answer === null) return [];
  // Put off while the clock ran ahead, it is due.
  const isAhead = notBefore !== null && notBefore > now && notBefore <= latestTry(now);
  return [{ kind: 'receipt-waiting', attempts, answer, nextTry: isAhead ? notBefore.toISOString() : null }];
}

function followUpReason({ number }: ReportSummary, { followUps }: DigestRecord): Reason[] {
  const recent = followUps.get(number) ?? [];
  const last = recent.at(-1);
  if (last === undefined) return [];
  return [
    {
      kind: 'follow-up',
      count: recent.length,
      lastAt: last.receivedAt,
      filled: [...new Set(recent.flatMap(({ filled }) => filled))],
      notRead: recent.filter(({ state }) => state !== 'received').length,
    },
  ];
}
