/** Clocks that are set, in zones that set them at odd times. Intl says independently what a clock shows. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, instantOf, isDay, localTimeOf, plusDays } from '../../src/deadlines/local-time.js';
import { ZONES } from './zones.js';

const clock = (text: string) => Date.parse(`1970-01-01T${text}Z`);

describe('a time of a day is', () => {
  it.each<[string, string, string, string, string]>([
    ['itself', 'Europe/Berlin', '2026-11-25', '14:03', '2026-11-25T13:03:00Z'],
    [
      'the moment of the skip, where it is skipped',
      'Europe/Berlin',
      '2026-03-29',
      '02:30',
      '2026-03-29T01:00:00Z',
    ],
    ['the next one after a skip', 'Europe/Berlin', '2026-03-29', '03:00', '2026-03-29T01:00:00Z'],
    [
      'the first of the two, where it comes twice',
      'Europe/Berlin',
      '2026-10-25',
      '02:30',
      '2026-10-25T00:30:00Z',
    ],
    ['after both', 'Europe/Berlin', '2026-10-25', '03:00', '2026-10-25T02:00:00Z'],
    [
      '01:00 for a midnight that is skipped',
      'America/Santiago',
      '2026-09-06',
      '00:00',
      '2026-09-06T04:00:00Z',
    ],
    ['the first 23:30 of the two', 'America/Santiago', '2026-04-04', '23:30', '2026-04-05T02:30:00Z'],
    ['midnight after a doubled hour', 'America/Santiago', '2026-04-05', '00:00', '2026-04-05T04:00:00Z'],
    ['45 minutes off the hour', 'Asia/Kathmandu', '2026-11-25', '10:00', '2026-11-25T04:15:00Z'],
    ['half an hour of a skip', 'Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-03T15:30:00Z'],
    ['the next day, where the day is skipped', 'Pacific/Apia', '2011-12-30', '10:00', '2011-12-30T10:00:00Z'],
  ])('%s', (_name, zone, day, time, instant) => {
    expect(instantOf(day, clock(time), zone)).toEqual(new Date(instant));
  });
});

it('a zone that crossed the date line has not the day it skipped', () => {
  expect(['2011-12-29', '2011-12-30', '2011-12-31'].map(day => isDay(day, 'Pacific/Apia'))).toEqual([
    true,
    false,
    true,
  ]);
  expect(isDay('2026-09-06', 'America/Santiago')).toBe(true);
});

const instants = fc
  .integer({ min: Date.UTC(2008, 0), max: Date.UTC(2035, 0) })
  .map(milliseconds => new Date(milliseconds));
const zones = fc.constantFrom(...ZONES);

it('a clock shows what Intl says that it shows', () => {
  fc.assert(
    fc.property(instants, zones, (instant, timeZone) => {
      const { day, time } = localTimeOf(instant, timeZone);
      const shown = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
      expect(shown.format(instant)).toBe(`${day} ${new Date(time).toISOString().slice(11, 19)}`);
    }),
    { numRuns: 500 },
  );
});

it('an instant is found again by its time, or by the same time before it', () => {
  fc.assert(
    fc.property(instants, zones, (instant, timeZone) => {
      const { day, time } = localTimeOf(instant, timeZone);
      const found = instantOf(day, time, timeZone);
      expect(localTimeOf(found, timeZone)).toEqual({ day, time });
      expect(instant.getTime() - found.getTime()).toBeOneOf([0, 1_800_000, 3_600_000]);
    }),
    { numRuns: 500 },
  );
});

it('a later time is never an earlier instant', () => {
  const clocks = fc.record({ day: fc.nat(2), time: fc.integer({ min: 0, max: DAY - 1 }) });
  fc.assert(
    fc.property(fc.nat(9000), clocks, clocks, zones, (from, one, other, timeZone) => {
      const [first, second] = [one, other]
        .sort((a, b) => a.day - b.day || a.time - b.time)
        .map(({ day, time }) => instantOf(plusDays('2010-01-01', from + day), time, timeZone));
      expect(Number(second)).toBeGreaterThanOrEqual(Number(first));
    }),
    { numRuns: 1000 },
  );
});
