import { expect, it } from 'vitest';
import { parseSince } from '../../src/commands/since.js';
import type { Failure } from '../../src/failure.js';

const now = new Date('2026-11-24T12:00:00Z');

it.each<[string, string]>([
  ['24h', '2026-11-23T12:00:00.000Z'],
  ['3d', '2026-11-21T12:00:00.000Z'],
  ['1W', '2026-11-17T12:00:00.000Z'],
  ['2026-11-01', '2026-11-01T00:00:00.000Z'],
  ['2026-11-01T08:00:00+01:00', '2026-11-01T07:00:00.000Z'],
])('%s is a time', (text, expected) => {
  expect(parseSince(text, now).toISOString()).toBe(expected);
});

it.each(['', 'yesterday', '24', '1', '2026-13-45', 'h24'])(
  '"%s" is none, and the ways to say one are named',
  text => {
    try {
      parseSince(text, now);
    } catch (error) {
      expect((error as Failure).code).toBe('usage');
      expect((error as Failure).message).toContain('24h');
      return;
    }
    throw new Error('it was taken');
  },
);
