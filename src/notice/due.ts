/**
 * Notice: what is due of every report → mails and posts to the people who have to know, each once.
 *
 * Takes deadlines, numbers and instants, and tells those in the clear; what a report says goes out encrypted to one
 * engineer's key or not at all. Promises never to tell the same twice, and never to hold up or fail the reading.
 *
 * This file is the rule of what is due. Pure.
 */
import { TZDate } from '@date-fns/tz';
import { addDays } from 'date-fns/addDays';
import { format } from 'date-fns/format';
import { startOfDay } from 'date-fns/startOfDay';
import type { Calendar } from '../deadlines/calendar.js';
import { workingHoursBefore } from '../deadlines/working-hours.js';
import { type NewNotice, noticeKey, type WatchedReport } from '../store/notices.js';
import { daysNearlyCome, isDisclosureNear } from './nearly-due.js';

/** When people are told. */
export interface NoticeSettings {
  /** Working hours before the answer is due. */
  readonly beforeDueHours: number;
  /** Days after arrival, while the report is open. */
  readonly days: readonly number[];
}

/**
 * What is to be told now. Of each report at most one notice of its answer and one of its age: what a later one has
 * overtaken, because the program did not run, is not told any more.
 * @param reports - those that are open
 * @param told - keys (`noticeKey`) of what was told before
 * @param now - UTC instant
 */
export function dueNotices(
  reports: readonly WatchedReport[],
  told: ReadonlySet<string>,
  settings: NoticeSettings,
  calendar: Calendar,
  now: Date,
): NewNotice[] {
  return reports
    .flatMap(report => [
      answerNotice(report, settings, calendar, now),
      ageNotice(report, settings, calendar, now),
    ])
    .filter(notice => notice !== null)
    .filter(notice => !told.has(noticeKey(notice)));
}

/** Of the answer that is owed; none once it was given. */
function answerNotice(
  { id, acknowledgeBy, acknowledgedAt }: WatchedReport,
  { beforeDueHours }: NoticeSettings,
  calendar: Calendar,
  now: Date,
): NewNotice | null {
  if (acknowledgedAt !== null) return null;
  const about = { reportId: id, occasion: acknowledgeBy.toISOString(), at: acknowledgeBy };
  if (acknowledgeBy <= now) return { ...about, kind: 'overdue' };
  if (beforeDueHours === 0 || workingHoursBefore(acknowledgeBy, beforeDueHours, calendar) > now) return null;
  return { ...about, kind: 'due-soon' };
}

/** Of the days that passed: the last that has come. */
function ageNotice(
  report: WatchedReport,
  { days }: NoticeSettings,
  { timeZone }: Calendar,
  now: Date,
): NewNotice | null {
  const { id: reportId, receivedAt, discloseBy } = report;
  // Local days are dear, and of ten thousand open reports hardly one has come to its day.
  const nearly = daysNearlyCome(report, days, now);
  const arrived = new TZDate(receivedAt.getTime(), timeZone);
  const reached: NewNotice[] = nearly.map(day => ({
    reportId,
    kind: 'days',
    occasion: String(day),
    at: new Date(addDays(arrived, day).getTime()),
  }));
  if (isDisclosureNear(report, now)) {
    const day = startOfDay(new TZDate(discloseBy.getTime(), timeZone));
    // The date is part of it: a day that is moved once more is told once more.
    const occasion = format(day, 'yyyy-MM-dd');
    reached.push({ reportId, kind: 'disclosure', occasion, at: new Date(day.getTime()) });
  }
  return reached.filter(({ at }) => at <= now).sort((a, b) => b.at.getTime() - a.at.getTime())[0] ?? null;
}
