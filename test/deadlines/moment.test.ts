import { describe, expect, it } from 'vitest';
import { parseMoment } from '../../src/deadlines/moment.js';

const AFTERNOON = new Date('2026-11-24T14:30:00.000Z');

describe('a moment as typed', () => {
  it.each<[string, string, string | null]>([
    ['a date takes the local time of day it is given', '2027-02-22', '2027-02-22T14:30:00.000Z'],
    ['also where summer time has begun', '2027-07-01', '2027-07-01T13:30:00.000Z'],
    ['a local time is that of the zone', '2026-11-24 15:30', '2026-11-24T14:30:00.000Z'],
    ['seconds count', '2026-11-24T15:30:05', '2026-11-24T14:30:05.000Z'],
    ['Z is UTC', '2026-11-24T15:30:00Z', '2026-11-24T15:30:00.000Z'],
    ['an offset counts', '2026-11-24T15:30:00-05:00', '2026-11-24T20:30:00.000Z'],
    ['30 February is none', '2027-02-30', null],
    ['hour 24 is none', '2027-02-03 24:00', null],
    ['the last minute that can be written is one', '9999-12-31T23:59Z', '9999-12-31T23:59:00.000Z'],
    ['an instant of the year 10000 is none', '9999-12-31T23:59-05:00', null],
    ['words are none', 'tomorrow', null],
    ['another order is none', '24.11.2026', null],
  ])('%s', (_name, text, expected) => {
    expect(parseMoment(text, 'Europe/Berlin', AFTERNOON)?.toISOString() ?? null).toBe(expected);
  });
});
