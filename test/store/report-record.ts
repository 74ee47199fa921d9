/** Reports and follow-ups with what they say given, for tests of what finds them. */
import type { Report } from '../../src/report/schema.js';
import type { Connection } from '../../src/store/database.js';
import { findReport, recordFollowUp, recordReport } from '../../src/store/reports.js';
import { sampleReport } from '../report/sample.js';
import { newMessage } from './new-message.js';

let mails = 0;

function mailOf(words: readonly string[], receivedAt: Date) {
  mails += 1;
  return newMessage({
    raw: Buffer.from(`mail ${mails}`),
    receivedAt,
    bodies: words.map(text => ({
      origin: 'cleartext' as const,
      kind: 'plain' as const,
      text,
      filename: null,
    })),
  });
}

/** @returns its number */
export function recorded(
  connection: Connection,
  fields: Partial<Report>,
  { words = [] as readonly string[], due = new Date('2026-11-25T12:00:00Z') } = {},
): string {
  const content = sampleReport(fields);
  const receivedAt = new Date(content.receivedAt);
  const message = mailOf(words, receivedAt);
  const report = { content, acknowledgeBy: due, discloseBy: due, message, attachments: [] };
  return connection.transaction(() => recordReport(connection, report, 'TS', receivedAt).number)();
}

/** @param fields - of the report, as they are from then on */
export function followedUp(
  connection: Connection,
  number: string,
  fields: Partial<Report>,
  words: readonly string[] = [],
): void {
  const content = findReport(connection, number)?.content;
  if (content === undefined) throw new Error('there is no such report');
  connection.transaction(() =>
    recordFollowUp(connection, rowOf(connection, number), {
      content: { ...content, ...fields },
      message: mailOf(words, new Date('2026-11-26T12:00:00Z')),
      attachments: [],
    }),
  )();
}

/** @returns the id of a report's row */
export function rowOf(connection: Connection, number: string): number {
  return connection.prepare('SELECT id FROM reports WHERE number = ?').pluck().get(number) as number;
}
