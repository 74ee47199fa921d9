/** A report whose advisory is to be published. */
import type { Advisory } from '../../src/advisory/advisory.js';
import type { Candidate } from '../../src/publication/candidates.js';
import type { ReportNumber } from '../../src/store/reports.js';

/** @param change - what its readers are told of its first revision */
export function candidateOf(advisory: Advisory, change: string, at: Date): Candidate {
  return {
    id: 1,
    number: 'SEC-2026-0001' as ReportNumber,
    needed: [],
    isCreditHeldBack: false,
    isLastHeldBack: false,
    revisions: [],
    wentOutAs: null,
    next: { revision: 1, at, change, advisory },
  };
}
