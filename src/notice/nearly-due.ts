/**
 * What of a report may be due, as far as shows without a calendar: the rule of what is due (`due.ts`) asks for working days
 * and local days, which take long to load and are rarely wanted. Pure.
 */
import { noticeKey, type WatchedReport } from '../store/notices.js';
import type { NoticeSettings } from './due.js';

/** Milliseconds; a local day has an hour or two more or less at most. */
const DAY = 86_400_000;

/**
 * Whether anything of a report may be due that was not told.
 * @param told - keys (`noticeKey`) of what was told before
 * @param now - UTC instant
 * @returns never false where `dueNotices` gives a notice
 */
export function mayBeDue(
  report: WatchedReport,
  told: ReadonlySet<string>,
  settings: NoticeSettings,
  now: Date,
): boolean {
  const isTold = (day: number) =>
    told.has(noticeKey({ reportId: report.id, kind: 'days', occasion: String(day) }));
  return (
    mayBeAnswerDue(report, told, settings, now) ||
    isDisclosureNear(report, now) ||
    !daysThatMayBeLast(report, settings.days, now).every(isTold)
  );
}

function mayBeAnswerDue(
  { id: reportId, acknowledgeBy, acknowledgedAt }: WatchedReport,
  told: ReadonlySet<string>,
  { beforeDueHours }: NoticeSettings,
  now: Date,
): boolean {
  if (acknowledgedAt !== null) return false;
  const isOverdue = acknowledgeBy <= now;
  if (!isOverdue && beforeDueHours === 0) return false;
  const kind = isOverdue ? 'overdue' : 'due-soon';
  return !told.has(noticeKey({ reportId, kind, occasion: acknowledgeBy.toISOString() }));
}

/** Of the days that have come the last is told; which it is, one within a day of now leaves open. */
function daysThatMayBeLast(report: WatchedReport, days: readonly number[], now: Date): number[] {
  const age = now.getTime() - report.receivedAt.getTime();
  const surely = Math.max(0, ...days.filter(day => age >= (day + 1) * DAY));
  return daysNearlyCome(report, days, now).filter(day => day >= surely);
}

/** Of the days after arrival at which people are told: those that have come, or come within a day. */
export function daysNearlyCome({ receivedAt }: WatchedReport, days: readonly number[], now: Date): number[] {
  return days.filter(day => now.getTime() - receivedAt.getTime() >= (day - 1) * DAY);
}

/** Whether a day of disclosure that was moved has come, or comes within two days. */
export function isDisclosureNear({ isExtended, discloseBy }: WatchedReport, now: Date): boolean {
  return isExtended && discloseBy.getTime() - now.getTime() <= 2 * DAY;
}
