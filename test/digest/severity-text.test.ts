import { expect, it } from 'vitest';
import { severityText } from '../../src/digest/severity-text.js';
import type { Report } from '../../src/report/schema.js';

type Stated = NonNullable<Report['severity']>;
type Scoring = NonNullable<Report['cvss']>;

const vector = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N';
const computed: Scoring = { version: '3.1', score: 7.5, rating: 'high', agrees: null, problem: null };

it.each<[string, Partial<Stated>, Partial<Scoring> | null, string]>([
  ['a score alone as stated', { score: 9.8 }, null, '9.8'],
  ['what a vector without a score comes to', { vector }, {}, `${vector} (the vector comes to 7.5 high)`],
  [
    'that score and vector disagree',
    { vector, score: 9.8 },
    { agrees: false },
    `9.8 ${vector} (DIFFERS: stated 9.8, the vector comes to 7.5 high)`,
  ],
  [
    'that word and vector disagree',
    { vector, rating: 'low' },
    { agrees: false },
    `low ${vector} (DIFFERS: stated low, the vector comes to 7.5 high)`,
  ],
  [
    'that score and vector agree',
    { vector, score: 7.5, rating: 'high' },
    { agrees: true },
    `high 7.5 ${vector} (as the vector comes to)`,
  ],
  [
    'why a vector is invalid',
    { vector: 'CVSS:3.1/AV:X' },
    { score: null, rating: null, problem: 'unknown-value' },
    'CVSS:3.1/AV:X (the vector is invalid: a metric has a value that there is not)',
  ],
  [
    'that a version is unknown',
    { vector: 'CVSS:9.9/AV:N' },
    { score: null, rating: null, problem: 'unknown-version' },
    'CVSS:9.9/AV:N (the vector is of no version of CVSS that is known)',
  ],
])('tells %s', (_name, stated, cvss, expected) => {
  const severity = { vector: null, score: null, rating: null, ...stated };
  expect(severityText(severity, cvss && { ...computed, ...cvss })).toBe(expected);
});

it('says nothing where nothing is stated', () => {
  expect(severityText(null, null)).toBeNull();
});
