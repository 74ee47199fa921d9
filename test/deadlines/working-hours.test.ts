import { describe, expect, it } from 'vitest';
import { createCalendar } from '../../src/deadlines/calendar.js';
import { workingHoursBefore } from '../../src/deadlines/working-hours.js';
import { workingTimeBetween } from './working-time.js';

const hesse = createCalendar({ timeZone: 'Europe/Berlin', country: 'DE', state: 'HE' });
const everyDay = createCalendar({ timeZone: 'Europe/Berlin', weekend: [], hours: '00:00-24:00' });
const HOUR = 3_600_000;

describe('four working hours before', () => {
  it.each<[string, string, string]>([
    ['an afternoon is the same day', '2026-11-25T15:00:00+01:00', '2026-11-25T11:00:00+01:00'],
    ['an evening counts from the end of work', '2026-11-25T22:00:00+01:00', '2026-11-25T13:00:00+01:00'],
    ['a morning reaches into the day before', '2026-11-25T10:30:00+01:00', '2026-11-24T14:30:00+01:00'],
    [
      'the start of a Tuesday is Monday after lunch',
      '2026-12-01T00:00:00+01:00',
      '2026-11-30T13:00:00+01:00',
    ],
    ['a Monday morning is Friday', '2026-11-30T09:00:00+01:00', '2026-11-27T13:00:00+01:00'],
    ['the Tuesday after Easter is Maundy Thursday', '2026-04-07T08:00:00+02:00', '2026-04-02T13:00:00+02:00'],
    ['thirteen o’clock is the start of work', '2026-11-25T13:00:00+01:00', '2026-11-25T09:00:00+01:00'],
  ])('%s', (_name, instant, expected) => {
    expect(workingHoursBefore(new Date(instant), 4, hesse)).toEqual(new Date(expected));
  });
});

it('hours may be parts of one, and many', () => {
  const instant = new Date('2026-11-25T10:00:00+01:00');
  expect(workingHoursBefore(instant, 0, hesse)).toEqual(instant);
  expect(workingHoursBefore(instant, 0.5, hesse)).toEqual(new Date('2026-11-25T09:30:00+01:00'));
  expect(workingHoursBefore(instant, 41, hesse)).toEqual(new Date('2026-11-18T09:00:00+01:00'));
});

describe('the working time between', () => {
  it.each<[string, string, string, number]>([
    ['two instants of one morning', '2026-11-25T09:30:00+01:00', '2026-11-25T11:00:00+01:00', 1.5],
    ['an evening and the next morning', '2026-11-24T18:00:00+01:00', '2026-11-25T08:00:00+01:00', 0],
    ['Friday noon and Monday noon', '2026-11-27T12:00:00+01:00', '2026-11-30T12:00:00+01:00', 8],
    ['the ends of Good Friday', '2026-04-03T00:00:00+02:00', '2026-04-04T00:00:00+02:00', 0],
    ['the wrong way round', '2026-11-25T12:00:00+01:00', '2026-11-25T10:00:00+01:00', 0],
  ])('%s', (_name, from, to, hours) => {
    expect(workingTimeBetween(new Date(from), new Date(to), hesse)).toBe(hours * HOUR);
  });

  it('a day that is an hour short, and one that is an hour long, is what passes', () => {
    const day = (from: string, to: string) =>
      workingTimeBetween(new Date(from), new Date(to), everyDay) / HOUR;
    expect(day('2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00')).toBe(23);
    expect(day('2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00')).toBe(25);
  });
});
