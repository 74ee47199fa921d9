/**
 * Deadlines as an iCalendar file (RFC 5545), for the calendar of a team. Calendars are shared more widely than reports:
 * an event holds a report's number and an instant, and nothing that anybody wrote. Pure.
 */

/** What a calendar may know of a report. */
export interface DatedReport {
  readonly number: string;
  readonly acknowledgeBy: Date;
  /** When an engineer answered, or null. */
  readonly acknowledgedAt: Date | null;
  readonly discloseBy: Date;
  /** How often the day of disclosure was moved. */
  readonly disclosureMoves: number;
  /** Whether nothing more is owed for it. */
  readonly isClosed: boolean;
}

/** What is due, with the name that makes its event's UID: never changed, or calendars show it twice. */
const KINDS = {
  answer: 'answer due',
  disclosure: 'disclosure due',
} as const;

/**
 * Writes the calendar: for every open report when the answer is due, unless it was given, and when disclosure is. What
 * is no longer in the file is done; a calendar that subscribes to it drops the event.
 * @param domain - of our address; makes the UIDs ours alone (RFC 7986 §5.3)
 * @param now - UTC instant of writing
 */
export function deadlinesCalendar(reports: readonly DatedReport[], domain: string, now: Date): string {
  const events = reports
    .filter(({ isClosed }) => !isClosed)
    .flatMap(({ number, acknowledgeBy, acknowledgedAt, discloseBy, disclosureMoves }) => [
      ...(acknowledgedAt === null ? event('answer', number, acknowledgeBy, 0, domain, now) : []),
      ...event('disclosure', number, discloseBy, disclosureMoves, domain, now),
    ]);
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//security-inbox//deadlines//EN',
    'CALSCALE:GREGORIAN',
    ...events,
    'END:VCALENDAR',
  ];
  return lines.map(line => `${folded(line)}\r\n`).join('');
}

/** @param sequence - how often the instant was moved: a calendar goes by the event with the highest (RFC 5545 §3.8.7.4) */
function event(
  kind: keyof typeof KINDS,
  number: string,
  at: Date,
  sequence: number,
  domain: string,
  now: Date,
): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(`${number}.${kind}@${domain}`)}`,
    `DTSTAMP:${utc(now)}`,
    // Without an end, an event ends as it starts (§3.6.1): a deadline takes no time.
    `DTSTART:${utc(at)}`,
    `SEQUENCE:${sequence}`,
    `SUMMARY:${escaped(`${number}: ${KINDS[kind]}`)}`,
    'STATUS:CONFIRMED',
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

/** RFC 5545 §3.3.5, form 2: "20261125T130300Z". Fractions of a second are cut off. */
function utc(instant: Date): string {
  return instant.toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '');
}

/** RFC 5545 §3.3.11: TEXT holds no control character but a tab, and four characters are marked. */
function escaped(text: string): string {
  return text
    .replaceAll(/[\\;,]/g, mark => `\\${mark}`)
    .replaceAll(/\r\n|\r|\n/g, '\\n')
    .replaceAll(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '');
}

/** The octets of a line without its end, RFC 5545 §3.1. */
const LINE_OCTETS = 75;

/** Folds a line between characters, never within one's octets. */
function folded(line: string): string {
  const lines: string[] = [];
  let piece = '';
  let octets = 0;
  for (const character of line) {
    const length = Buffer.byteLength(character);
    if (octets + length > LINE_OCTETS) {
      lines.push(piece);
      piece = ' ';
      octets = 1;
    }
    piece += character;
    octets += length;
  }
  return [...lines, piece].join('\r\n');
}
