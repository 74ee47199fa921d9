import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ratingOf, vectorsIn } from '../../../src/report/severity/cvss.js';

const V31 = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
const V4 = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N';

function only(text: string) {
  const [found, ...more] = vectorsIn(text);
  expect(more).toEqual([]);
  if (found === undefined) throw new Error(`no vector in ${text}`);
  return found;
}

describe('a vector scores what the published calculators give', () => {
  it.each([
    // NVD: CVE-2021-44228, CVE-2014-0160, CVE-2017-0144; examples of the guides and of public calculator test sets.
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', '3.1', 10, 10, 'critical'],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', '3.1', 7.5, 7.5, 'high'],
    ['CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H', '3.0', 8.1, 8.1, 'high'],
    ['CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:N/A:N', '3.1', 5, 5, 'medium'],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', '3.1', 0, 0, 'none'],
    // The sum before rounding ends in a hair above the decimal: 3.1 §7 and appendix A.
    ['CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:C/C:H/I:H/A:N', '3.1', 7.5, 7.5, 'high'],
    ['CVSS:3.0/AV:L/AC:H/PR:L/UI:N/S:C/C:N/I:H/A:H', '3.0', 7.5, 7.5, 'high'],
    // Temporal and environmental metrics.
    ['CVSS:3.0/AV:N/AC:H/PR:L/UI:N/S:C/C:L/I:L/A:L/CR:H/IR:H/AR:H', '3.0', 6, 7.4, 'high'],
    [
      'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N/E:P/RL:O/RC:U/CR:L/IR:L/AR:L/MAV:P/MAC:H/MPR:H/MUI:R/MS:C/MC:H/MI:H/MA:H',
      '3.1',
      5.3,
      4.2,
      'medium',
    ],
    // The examples of the guide to version 2, §3.3, with their temporal scores.
    ['AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C', '2.0', 7.8, 6.4, 'medium'],
    ['AV:N/AC:L/Au:N/C:C/I:C/A:C/E:F/RL:OF/RC:C', '2.0', 10, 8.3, 'high'],
    ['AV:L/AC:H/Au:N/C:C/I:C/A:C/E:POC/RL:OF/RC:C', '2.0', 6.2, 4.9, 'medium'],
    ['AV:A/AC:L/Au:N/C:C/I:C/A:C/CDP:H/TD:H/CR:M/IR:L/AR:M', '2.0', 8.3, 9, 'high'],
    ['AV:N/AC:L/Au:N/C:P/I:N/A:N', '2.0', 5, 5, 'medium'],
    // Version 4: the highest and lowest, threat, requirements, safety, and macrovectors at their edges.
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H', '4.0', 10, 10, 'critical'],
    [V4, '4.0', 9.3, 9.3, 'critical'],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N', '4.0', 8.7, 8.7, 'high'],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N', '4.0', 0, 0, 'none'],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N', '4.0', 7.1, 7.1, 'high'],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N/E:U', '4.0', 7.1, 4.9, 'medium'],
    ['CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/E:A', '4.0', 7.3, 7.3, 'high'],
    ['CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/E:P', '4.0', 7.3, 5.9, 'medium'],
    [
      'CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/CR:M/IR:M/AR:M',
      '4.0',
      7.3,
      5.5,
      'medium',
    ],
    [
      'CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/CR:L/IR:L/AR:L',
      '4.0',
      7.3,
      5.4,
      'medium',
    ],
    // Modified to no impact at all, though the base metrics have one.
    [
      'CVSS:4.0/AV:A/AC:L/AT:P/PR:L/UI:N/VC:N/VI:H/VA:L/SC:N/SI:N/SA:L/E:P/CR:X/IR:L/AR:M/MAV:X/MAC:X/MAT:N/MPR:L/MUI:X/MVC:X/MVI:N/MVA:N/MSC:X/MSI:N/MSA:N/S:P/AU:X/R:A/V:X/RE:M/U:Clear',
      '4.0',
      5.9,
      0,
      'none',
    ],
  ] as const)('%s', (written, version, base, score, rating) => {
    expect(only(written).value).toEqual({ written, version, base, score, rating, problem: null });
  });
});

describe('a vector is found', () => {
  it.each([
    ['with its prefix', `Vector: ${V31} (9.8)`, V31],
    [
      'without one, version 3',
      'I get AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H here',
      'AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    ],
    ['without one, version 2', '(AV:N/AC:L/Au:N/C:P/I:P/A:P)', 'AV:N/AC:L/Au:N/C:P/I:P/A:P'],
    ['after a calculator address', `https://www.first.org/cvss/calculator/3.1#${V31}`, V31],
    ['in small letters', V31.toLowerCase(), V31.toLowerCase()],
    ['with a v in the prefix', V31.replace(':3', ' v3'), V31.replace(':3', 'v3')],
    ['where a line breaks after a slash', V31.replace('/S:', '/\n  S:'), V31],
    ['where a line breaks before a slash', V31.replace('/S:', '\n/S:'), V31],
    ['after a broken prefix', V31.replace('/', '/\n'), V31],
    ['with spaces around its slashes', V31.replaceAll('/', ' / ').replace(' / ', '/'), V31],
    ['before a full stop', `It is ${V31}.`, V31],
    ['in Markdown', `\`${V31}\``, V31],
    ['in the form of a scanner', 'CVSS2#AV:N/AC:L/Au:N/C:P/I:P/A:P', 'CVSS2#AV:N/AC:L/Au:N/C:P/I:P/A:P'],
  ])('%s', (_name, text, written) => {
    const found = only(text);
    expect(found.value).toMatchObject({ written, problem: null });
    expect(text.slice(found.start, found.end).replace(/\s+/g, '')).toBe(written);
  });

  it('each time it is written, in order', () => {
    expect(vectorsIn(`${V31}\n${V4}\n${V31}`).map(found => found.value.version)).toEqual([
      '3.1',
      '4.0',
      '3.1',
    ]);
  });

  it('not in a single metric or a path', () => {
    expect(vectorsIn('AC:H and AV:N/AC:L, see C:/A:/B:/x')).toEqual([]);
  });

  it('of 3.0 without a prefix where those words stand before it', () => {
    expect(only('CVSS 3.0 vector AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H').value.version).toBe('3.0');
    expect(only('CVSS vector AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H').value.version).toBe('3.1');
  });
});

describe('a vector has no score where', () => {
  it.each([
    ['no version is so called', V31.replace('3.1', '3.2'), null, 'unknown-version'],
    ['a metric is of another version', V31.replace('UI:N', 'Au:N'), '3.1', 'unknown-metric'],
    ['a value is of no metric', V31.replace('AV:N', 'AV:Z'), '3.1', 'unknown-value'],
    ['a base metric is not defined', V31.replace('AV:N', 'AV:X'), '3.1', 'unknown-value'],
    ['safety is a base metric', V4.replace('SI:N', 'SI:S'), '4.0', 'unknown-value'],
    ['a metric comes twice', `${V31}/AV:L`, '3.1', 'metric-twice'],
    ['a base metric is missing', V31.replace('/UI:N', ''), '3.1', 'metric-missing'],
    ['only its first metric is there', 'CVSS:4.0/AV:N', '4.0', 'metric-missing'],
    ['one of version 2 is short', 'AV:N/AC:L/Au:N/C:P/I:P', '2.0', 'metric-missing'],
  ] as const)('%s', (_name, written, version, problem) => {
    expect(only(written).value).toEqual({ written, version, base: null, score: null, rating: null, problem });
  });
});

describe('the word of a score', () => {
  it.each([
    [0, 'none'],
    [0.1, 'low'],
    [3.9, 'low'],
    [4, 'medium'],
    [6.9, 'medium'],
    [7, 'high'],
    [8.9, 'high'],
    [9, 'critical'],
    [10, 'critical'],
  ])('%d is %s', (score, rating) => {
    expect(ratingOf(score, '3.1')).toBe(rating);
  });

  it('goes no higher than high in version 2', () => {
    expect(ratingOf(10, '2.0')).toBe('high');
  });
});

describe('any text', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'CVSS:3.1/',
      'CVSS:4.0/',
      'AV:N/',
      'AC:L/',
      'PR:N/',
      'UI:N/',
      'S:U/',
      'C:H/',
      'I:H/',
      'A:H',
      '\n',
      ' ',
    ),
    fc.string({ unit: 'binary', maxLength: 8 }),
  );

  it('gives vectors that stand where they are said to', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), pieces => {
        const text = pieces.join('');
        for (const { value, start, end } of vectorsIn(text)) {
          expect(text.slice(start, end).replace(/\s+/g, '')).toBe(value.written);
          expect(value.problem === null).toBe(value.score !== null);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['AV:N/', 'AV:N ', 'CVSS:3.1/', 'CVSS', 'AV:N/AC:L/PR:N/UI:N ', `${V4}\n`, ' / '])(
    'of a megabyte of %j ends at a bounded number of vectors',
    seed => {
      expect(vectorsIn(seed.repeat(1_048_576 / seed.length)).length).toBeLessThanOrEqual(50);
    },
    2000,
  );
});
