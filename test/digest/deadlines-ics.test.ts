/** The iCalendar file, read by ical.js, which has no code in common with what wrote it. */
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { type DatedReport, deadlinesCalendar } from '../../src/digest/deadlines-ics.js';

const NOW = new Date('2026-11-25T08:00:00.123Z');

function dated(fields: Partial<DatedReport> = {}): DatedReport {
  return {
    number: 'TS-2026-0012',
    acknowledgeBy: new Date('2026-11-25T13:03:00Z'),
    acknowledgedAt: null,
    discloseBy: new Date('2027-02-22T13:03:00Z'),
    disclosureMoves: 0,
    isClosed: false,
    ...fields,
  };
}

const write = (...reports: DatedReport[]) => deadlinesCalendar(reports, 'example.com', NOW);

function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents('vevent').map(component => new ICAL.Event(component));
}

it('another program reads two events of an open report, at their instants', () => {
  const events = read(write(dated()));
  expect(
    events.map(({ uid, summary, startDate }) => [uid, summary, startDate.toJSDate().toISOString()]),
  ).toEqual([
    ['TS-2026-0012.answer@example.com', 'TS-2026-0012: answer due', '2026-11-25T13:03:00.000Z'],
    ['TS-2026-0012.disclosure@example.com', 'TS-2026-0012: disclosure due', '2027-02-22T13:03:00.000Z'],
  ]);
  expect(events.every(event => event.startDate.zone === ICAL.Timezone.utcTimezone)).toBe(true);
  expect(events.every(event => event.duration.toSeconds() === 0)).toBe(true);
});

it('every event says what RFC 5545 asks of it, and that nobody is busy', () => {
  for (const { component } of read(write(dated()))) {
    expect(component.getFirstPropertyValue('dtstamp')?.toString()).toBe('2026-11-25T08:00:00Z');
    expect(component.getFirstPropertyValue('transp')).toBe('TRANSPARENT');
    expect(component.getFirstPropertyValue('status')).toBe('CONFIRMED');
    expect(component.getFirstPropertyValue('sequence')).toBe(0);
  }
});

it('a disclosure that was moved is a later revision of its event, and the answer is none', () => {
  const sequences = read(write(dated({ disclosureMoves: 2 }))).map(({ summary, component }) => [
    summary,
    component.getFirstPropertyValue('sequence'),
  ]);
  expect(sequences).toEqual([
    ['TS-2026-0012: answer due', 0],
    ['TS-2026-0012: disclosure due', 2],
  ]);
});

describe('a report', () => {
  it.each<[string, Partial<DatedReport>, string[]]>([
    ['that was answered is only due to be disclosed', { acknowledgedAt: NOW }, ['disclosure due']],
    ['that is closed has no events', { isClosed: true }, []],
    ['that is overdue keeps its events', { acknowledgeBy: new Date(0) }, ['answer due', 'disclosure due']],
  ])('%s', (_name, fields, due) => {
    expect(read(write(dated(fields))).map(({ summary }) => summary.replace('TS-2026-0012: ', ''))).toEqual(
      due,
    );
  });
});

it('the same reports give the same names to their events, whenever they are written', () => {
  const later = deadlinesCalendar([dated()], 'example.com', new Date('2026-12-01T00:00:00Z'));
  expect(read(later).map(({ uid }) => uid)).toEqual(read(write(dated())).map(({ uid }) => uid));
});

it('no reports are a calendar without events', () => {
  expect(write()).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*END:VCALENDAR\r\n$/);
  expect(read(write())).toEqual([]);
});

it.each([
  ['marks of the format', 'A,B;C\\D\\n'],
  ['a line and what looks like another property', 'A\r\nEND:VEVENT\nX-B:1'],
  ['letters of many octets, longer than a line', '漏洞🔓é'.repeat(30)],
  ['a line of exactly one piece', 'x'.repeat(200)],
])('text with %s comes back as it was, in lines of no more than 75 octets', (_name, number) => {
  const text = write(dated({ number }));
  const [first] = read(text);
  expect(first?.summary).toBe(`${number.replaceAll('\r\n', '\n')}: answer due`);
  const lines = text.split('\r\n');
  expect(lines.filter(line => Buffer.byteLength(line) > 75)).toEqual([]);
  // Folded between characters: each line is whole UTF-8 by itself, and none has half of a pair.
  expect(lines.every(line => line.isWellFormed())).toBe(true);
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
});

it('what turns the direction of writing or moves a cursor is left out', () => {
  expect(write(dated({ number: 'A\u001b[2J\u202eB\u0000' }))).toContain('SUMMARY:A[2JB: answer due');
});
