/** What the pipeline needs around it, for a test that gives it its readings. */
import { createCalendar } from '../../src/deadlines/calendar.js';
import type { Intake } from '../../src/intake.js';
import type { Reading } from '../../src/reading/reading.js';
import { loadTemplates } from '../../src/receipt/templates.js';
import { openApparentThreads } from '../../src/store/apparent-threads.js';
import type { Connection } from '../../src/store/database.js';
import { openThreads } from '../../src/store/threads.js';

const TEMPLATES = loadTemplates(null);

/**
 * An intake that reads every mail as what it is given.
 * @param read - gives the reading of the next mail
 * @param now - gives the UTC instant
 */
export function intakeReading(connection: Connection, read: () => Promise<Reading>, now: () => Date): Intake {
  return {
    connection,
    threads: openThreads(connection),
    apparentThreads: openApparentThreads(connection),
    reader: {
      fingerprints: [],
      learned: [],
      read,
      readHeader: read,
      learn: () => undefined,
      stop: async () => undefined,
    },
    calendar: createCalendar({ timeZone: 'UTC' }),
    responder: {
      name: 'Example Security',
      address: 'support@example.test',
      policyUrl: 'https://example.test/policy',
      timeZone: 'UTC',
      acknowledgeWorkingDays: 1,
      disclosureDays: 90,
      keyFingerprint: null,
    },
    ownAddresses: ['support@example.test', 'security@example.test'],
    rules: {
      perSenderPerHour: 1000,
      perDomainPerHour: 1000,
      perHour: 1000,
      onDmarcFailure: 'hold',
      maxAgeDays: 14,
    },
    templates: TEMPLATES,
    reportIdPrefix: 'TS',
    noticeTargets: [],
    now,
  };
}
