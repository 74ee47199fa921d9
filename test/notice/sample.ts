/** Notices as a dispatch tells them. */
import type { Notice } from '../../src/store/dispatches.js';
import type { ReportNumber } from '../../src/store/reports.js';

export function notice(fields: Partial<Notice> = {}): Notice {
  return {
    number: 'TS-2026-0001' as ReportNumber,
    kind: 'new-report',
    days: null,
    at: new Date('2026-11-24T11:00:00Z'),
    receivedAt: new Date('2026-11-24T11:00:00Z'),
    acknowledgeBy: new Date('2026-11-25T11:00:00Z'),
    discloseBy: new Date('2027-02-22T11:00:00Z'),
    ...fields,
  };
}
