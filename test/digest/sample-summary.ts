/** The summary of a plain report, for tests of what lists and counts them. */

import type { ReportNumber } from '../../src/store/reports.js';
import type { ReportSummary } from '../../src/store/summaries.js';
import { JUST_RECEIVED } from '../life/just-received.js';

const AT = new Date('2026-11-24T12:00:00Z');

/** @param fields - laid over a report that came in the clear, complete and unrated */
export function sampleSummary(number: string, fields: Partial<ReportSummary> = {}): ReportSummary {
  return {
    number: number as ReportNumber,
    state: 'received',
    stateReason: null,
    summary: `summary of ${number}`,
    reporterName: 'R',
    reporterEmail: 'r@example.org',
    receivedAt: AT,
    recordedAt: AT,
    acknowledgeBy: AT,
    discloseBy: AT,
    stated: { rating: null, score: null },
    computed: { rating: null, score: null },
    missing: [],
    foundIn: 'inbox',
    replaySuspected: false,
    related: [],
    keyState: null,
    life: JUST_RECEIVED,
    ...fields,
  };
}
