import { describe, expect, it } from 'vitest';
import { createCalendar } from '../../src/deadlines/calendar.js';
import { deadlinesOf, formatDay, formatInstant } from '../../src/deadlines/deadlines.js';

const hesse = createCalendar({ timeZone: 'Europe/Berlin', country: 'DE', state: 'HE' });
const policy = { acknowledgeWorkingDays: 1, disclosureDays: 90 };

describe('the answer is due', () => {
  it.each<[string, string, string]>([
    [
      'at the same local time on the next day, midweek',
      '2026-11-24T14:03:00+01:00',
      '2026-11-25T14:03:00+01:00',
    ],
    ['on Monday for a mail of Friday', '2026-11-27T16:00:00+01:00', '2026-11-30T16:00:00+01:00'],
    [
      'on Tuesday at its start for a mail of Saturday',
      '2026-11-28T11:00:00+01:00',
      '2026-12-01T00:00:00+01:00',
    ],
    [
      'after Easter Monday for a mail of Maundy Thursday',
      '2026-04-02T23:59:00+02:00',
      '2026-04-07T23:59:00+02:00',
    ],
    ['after Corpus Christi, a holiday in Hesse', '2026-06-03T09:00:00+02:00', '2026-06-05T09:00:00+02:00'],
    [
      'at the same local time over the end of summer time',
      '2026-10-23T10:00:00+02:00',
      '2026-10-26T10:00:00+01:00',
    ],
    [
      "in the new year for a mail of New Year's Eve",
      '2026-12-31T12:00:00+01:00',
      '2027-01-04T12:00:00+01:00',
    ],
    ['after the leap day', '2028-02-29T08:00:00+01:00', '2028-03-01T08:00:00+01:00'],
  ])('%s', (_name, received, due) => {
    expect(deadlinesOf(new Date(received), policy, hesse).acknowledgeBy).toEqual(new Date(due));
  });

  it('on a day that is a holiday elsewhere only', () => {
    const berlin = createCalendar({ timeZone: 'Europe/Berlin', country: 'DE', state: 'BE' });
    const corpusChristi = deadlinesOf(new Date('2026-06-03T09:00:00+02:00'), policy, berlin);
    expect(corpusChristi.acknowledgeBy).toEqual(new Date('2026-06-04T09:00:00+02:00'));
  });
});

it('disclosure is due at the same local time ninety days later', () => {
  const { discloseBy } = deadlinesOf(new Date('2026-09-01T12:00:00+02:00'), policy, hesse);
  expect(discloseBy).toEqual(new Date('2026-11-30T12:00:00+01:00'));
});

it('instants are written in the zone of the calendar', () => {
  const instant = new Date('2026-11-25T13:03:00Z');
  expect(formatInstant(instant, 'Europe/Berlin')).toContain('14:03');
  expect(formatDay(instant, 'Europe/Berlin')).toBe('25 November 2026');
});
