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
    ['on the leap day', '2028-02-28T08:00:00+01:00', '2028-02-29T08:00:00+01:00'],
    [
      'on Tuesday for a mail of the last minute before Whitsun',
      '2026-05-22T23:59:59.999+02:00',
      '2026-05-26T23:59:59.999+02:00',
    ],
    [
      'on Wednesday at its start for a mail a moment later',
      '2026-05-23T00:00:00+02:00',
      '2026-05-27T00:00:00+02:00',
    ],
    [
      'at the same local time over the start of summer time',
      '2026-03-27T02:30:00+01:00',
      '2026-03-30T02:30:00+02:00',
    ],
    [
      'from the start of Monday for a mail of the doubled hour',
      '2026-10-25T02:30:00+01:00',
      '2026-10-27T00:00:00+01:00',
    ],
    ['on the last working day of the year', '2026-12-30T17:00:00+01:00', '2026-12-31T17:00:00+01:00'],
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

it('by no working day, at once, or at the start of the next working day', () => {
  const atOnce = { ...policy, acknowledgeWorkingDays: 0 };
  const due = (received: string) => deadlinesOf(new Date(received), atOnce, hesse).acknowledgeBy;
  expect(due('2026-11-24T14:03:00+01:00')).toEqual(new Date('2026-11-24T14:03:00+01:00'));
  expect(due('2026-11-28T14:03:00+01:00')).toEqual(new Date('2026-11-30T00:00:00+01:00'));
  const everyDay = createCalendar({ timeZone: 'Europe/Berlin', weekend: [] });
  const second = new Date('2026-10-25T02:30:00+01:00');
  expect(deadlinesOf(second, atOnce, everyDay).acknowledgeBy).toEqual(second);
});

describe('where a clock is set on the day that something is due', () => {
  const everyDay = { weekend: [] };
  it.each<[string, string, string, string]>([
    [
      'a time that is skipped is the moment of the skip',
      'Europe/Berlin',
      '2026-03-28T02:30:00+01:00',
      '2026-03-29T03:00:00+02:00',
    ],
    [
      'a time that comes twice is the first',
      'Europe/Berlin',
      '2026-10-24T02:30:00+02:00',
      '2026-10-25T02:30:00+02:00',
    ],
    [
      'a midnight that is skipped is one o’clock',
      'America/Santiago',
      '2026-09-05T00:00:00-04:00',
      '2026-09-06T01:00:00-03:00',
    ],
    [
      'the last hour of a Saturday that comes twice is the first',
      'America/Santiago',
      '2026-04-03T23:30:00-03:00',
      '2026-04-04T23:30:00-03:00',
    ],
    [
      'an arrival in the second of two hours is due at what its clock showed',
      'Europe/Berlin',
      '2026-10-25T02:30:00+01:00',
      '2026-10-26T02:30:00+01:00',
    ],
    [
      'a day that is skipped is none that counts',
      'Pacific/Apia',
      '2011-12-29T10:00:00-10:00',
      '2011-12-31T10:00:00+14:00',
    ],
    [
      'a zone 45 minutes off keeps its time',
      'Asia/Kathmandu',
      '2026-11-24T18:20:00Z',
      '2026-11-25T18:20:00Z',
    ],
  ])('%s', (_name, timeZone, received, due) => {
    const calendar = createCalendar({ timeZone, ...everyDay });
    expect(deadlinesOf(new Date(received), policy, calendar).acknowledgeBy).toEqual(new Date(due));
  });
});

it('a weekend of Friday and Saturday is counted over', () => {
  const riyadh = createCalendar({ timeZone: 'Asia/Riyadh', country: 'SA', weekend: ['friday', 'saturday'] });
  const due = (received: string) => deadlinesOf(new Date(received), policy, riyadh).acknowledgeBy;
  expect(due('2026-11-26T16:00:00+03:00')).toEqual(new Date('2026-11-29T16:00:00+03:00'));
  expect(due('2026-11-28T16:00:00+03:00')).toEqual(new Date('2026-11-30T00:00:00+03:00'));
});

it('own free days are counted over', () => {
  const closed = createCalendar({
    timeZone: 'Europe/Berlin',
    country: 'DE',
    state: 'HE',
    extraDays: ['12-24', '12-27..12-31'],
  });
  const { acknowledgeBy } = deadlinesOf(new Date('2026-12-23T10:00:00+01:00'), policy, closed);
  expect(acknowledgeBy).toEqual(new Date('2027-01-04T10:00:00+01:00'));
});

it('instants are written in the zone of the calendar', () => {
  const instant = new Date('2026-11-25T13:03:00Z');
  expect(formatInstant(instant, 'Europe/Berlin')).toContain('14:03');
  expect(formatDay(instant, 'Europe/Berlin')).toBe('25 November 2026');
});
