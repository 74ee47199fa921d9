/** Contents of a digest for tests: nothing, and as many reports as one wants. */
import type { DigestContents, DigestReport } from '../../src/digest/contents.js';

const NOW = Date.parse('2026-11-25T07:03:00.000Z');
const HOUR = 3_600_000;

/** An instant so many hours from when the digest is made. */
export function hoursFromNow(hours: number): string {
  return new Date(NOW + hours * HOUR).toISOString();
}

/** A report of an age, complete and answered unless told otherwise. @param fields - laid over it */
export function sampleDigestReport(
  id: string,
  ageDays: number,
  fields: Partial<DigestReport> = {},
): DigestReport {
  const received = -24 * ageDays - 2;
  return {
    id,
    summary: `summary of ${id}`,
    reporter: 'Ada Quill',
    mailbox: null,
    status: 'accepted',
    assignedTo: 'mara',
    severity: 'medium 5.3',
    receivedAt: hoursFromNow(received),
    acknowledgeBy: hoursFromNow(received + 24),
    acknowledgedAt: hoursFromNow(received + 5),
    owesAnswer: fields.acknowledgedAt === null,
    discloseBy: hoursFromNow(received + 90 * 24),
    ageDays,
    daysLeft: 90 - ageDays,
    isNew: ageDays === 0,
    foundIn: 'inbox',
    related: [],
    keyState: null,
    ...fields,
  };
}

/** A digest in which nothing is. @param fields - laid over it */
export function emptyContents(fields: Partial<DigestContents> = {}): DigestContents {
  const none = { count: 0, median: null, percentile90: null, shareInTime: null };
  return {
    schema: 'security-inbox/digest@2',
    generatedAt: hoursFromNow(0),
    since: hoursFromNow(-24),
    timeZone: 'Europe/Berlin',
    disclosureDays: 90,
    toDo: [],
    damaged: [],
    unreadMessages: [],
    nearMisses: [],
    failedNotices: [],
    new: [],
    open: [],
    closed: [],
    numbers: {
      days: 7,
      timingDays: 90,
      received: 0,
      acknowledged: 0,
      closed: 0,
      disclosed: 0,
      open: 0,
      overdue: 0,
      timeToAcknowledge: none,
      timeToDisclose: none,
      acknowledgements: [],
    },
    ...fields,
  };
}

/** As many reports as there are ages: a flood, where a bar each would say nothing. */
export function manyOpenContents(count: number): DigestContents {
  const open = Array.from({ length: count }, (_, index) =>
    sampleDigestReport(
      `EX-2026-${String(index + 1).padStart(4, '0')}`,
      Math.floor(((count - index) * 110) / count),
    ),
  );
  return emptyContents({ open });
}
