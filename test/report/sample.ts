/** A plain report for tests of what comes after extraction. */
import { NOTHING_EXTRACTED, type Report } from '../../src/report/schema.js';

/** @param fields - laid over a report that came in the clear, unsigned and complete */
export function sampleReport(fields: Partial<Report> = {}): Report {
  return {
    ...NOTHING_EXTRACTED,
    schema: 'security-inbox/report@1',
    id: null,
    furtherIds: [],
    state: 'received',
    stateReason: null,
    receivedAt: '2026-11-24T12:00:00.000Z',
    trigger: 'subject',
    foundIn: 'inbox',
    encryption: { state: 'cleartext' },
    signature: { outcome: 'unsigned', fingerprint: null, key: null, userIdMatchesFrom: null, covers: null },
    protectedHeader: null,
    differences: [],
    replaySuspected: false,
    authentication: null,
    notes: [],
    related: [],
    followUps: [],
    reporter: { name: 'R', email: 'r@example.org', creditAs: null, wantsCredit: null },
    summary: 'summary',
    ...fields,
  };
}
