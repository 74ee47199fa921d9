/** The list of places against the library that it is made from. */

import { readFileSync } from 'node:fs';
import Holidays from 'date-holidays';
import { describe, expect, it } from 'vitest';
import { KNOWN_PLACES } from '../../src/deadlines/known-places.js';
import { knownPlacesText } from '../../src/deadlines/list-places.js';
import { plusDays } from '../../src/deadlines/local-time.js';
import { placeOf } from '../../src/deadlines/places.js';

it('the list holds every place that the library knows, and no other', () => {
  // After an update of date-holidays: npm run reference.
  expect(readFileSync('src/deadlines/known-places.ts', 'utf8')).toBe(knownPlacesText());
});

describe('a place', () => {
  it.each<[string, Parameters<typeof placeOf>[0], readonly string[] | null]>([
    ['is none where no country is named', {}, null],
    ['is a country', { country: 'DE' }, ['DE']],
    ['is a state, in whatever case', { country: 'de', state: 'by' }, ['DE', 'BY']],
    [
      'is a region, as the library spells it',
      { country: 'DE', state: 'BY', region: 'evang' },
      ['DE', 'BY', 'EVANG'],
    ],
  ])('%s', (_name, settings, place) => {
    expect(placeOf(settings)).toEqual(place);
  });

  it.each<[string, Parameters<typeof placeOf>[0], string]>([
    ['its country', { country: 'XX' }, 'XX'],
    ['its state', { country: 'DE', state: 'XX' }, 'DE-XX'],
    ['its region', { country: 'DE', state: 'BY', region: 'XX' }, 'DE-BY-XX'],
    ['its country by a word of the language', { country: 'constructor' }, 'constructor'],
  ])('is not known where %s is not', (_name, settings, path) => {
    expect(() => placeOf(settings)).toThrow(`there is no holiday calendar for ${path}`);
  });
});

it('no place has so many holidays that they could close a year which own days leave open', () => {
  const places = Object.entries(KNOWN_PLACES).flatMap(([country, states]) => [
    new Holidays(country),
    ...Object.keys(states).map(state => new Holidays(country, state)),
  ]);
  const most = places.map(place => {
    const days = [2026, 2027].flatMap(year =>
      place.getHolidays(year).filter(({ type }) => type === 'public'),
    );
    const free = new Set(
      days.flatMap(({ date, start, end }) => {
        const length = Math.ceil((end.getTime() - start.getTime()) / 86_400_000);
        return Array.from({ length }, (_none, index) => plusDays(date.slice(0, 10), index));
      }),
    );
    return free.size / 2;
  });
  // own-days.ts takes 60 for more than any has.
  expect(Math.max(...most)).toBeLessThan(45);
});
