import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Findings } from '../../src/report/found.js';
import { cveIn, cweIn, ghsaIn } from '../../src/report/identifiers.js';
import { MAX_ITEMS } from '../../src/report/limits.js';

const values = (findings: Findings<string>) => findings.taken.map(found => found.value);
const lost = (findings: Findings<string>) => findings.passed.map(found => found.value);

describe('a CWE is read from', () => {
  it.each([
    ['CWE-79', ['CWE-79']],
    ['cwe 79', ['CWE-79']],
    ['CWE: 79', ['CWE-79']],
    ['CWE79', ['CWE-79']],
    ['CWE-ID 79', ['CWE-79']],
    ['CWE ID: CWE-79', ['CWE-79']],
    ['CWE\u201179', ['CWE-79']],
    ['CWE\u2013022', ['CWE-22']],
    ['CWE-\n79', ['CWE-79']],
    ['https://cwe.mitre.org/data/definitions/1321.html', ['CWE-1321']],
    ['CWE-601, then CWE-79 and CWE-601.', ['CWE-601', 'CWE-79']],
    ['CWE 4.12 and CWE 2023 Top 25', []],
    ['ACWE-79 and NVD-CWE-noinfo', []],
    ['CWE-0', []],
  ])('%j', (text, expected) => {
    expect(values(cweIn(text))).toEqual(expected);
  });
});

describe('a CVE is this issue’s', () => {
  it.each([
    ['CVE-2026-90417 has been reserved for this issue.', ['CVE-2026-90417']],
    ['cve-2026-0001', ['CVE-2026-0001']],
    ['CVE 2026-12345', ['CVE-2026-12345']],
    ['CVE\u20112026\u201112345', ['CVE-2026-12345']],
    ['The patch for CVE-2026-12345 is incomplete.', ['CVE-2026-12345']],
    ['It is related to CVE-2026-12345, which you published.', ['CVE-2026-12345']],
    ['CVE-2026-1 has too few digits', []],
    ['https://nvd.nist.gov/vuln/detail/CVE-2026-12345', ['CVE-2026-12345']],
    ['La falla está registrada como CVE-2026-12345.', ['CVE-2026-12345']],
    ['Similar to the old one. CVE-2026-12345 is assigned.', ['CVE-2026-12345']],
  ])('in %j', (text, expected) => {
    expect(values(cveIn(text))).toEqual(expected);
  });
});

describe('a CVE is another issue’s', () => {
  it.each([
    'This is similar to CVE-2021-44228.',
    'Not the same as CVE-2021-44228, that was the log file.',
    'Das ist ähnlich wie damals CVE-2021-44228 bei Acme.',
    'In der Art von CVE-2021-44228.',
    'Comme pour CVE-2021-44228, la valeur est libre.',
    'Como ocurrió con CVE-2021-44228.',
    'similar to the well-known Log4Shell (CVE-2021-44228)',
    'It works like CVE-2021-44228.',
    'a CVE-2021-44228-like lookup',
    'a bypass of CVE-2021-44228',
    'a bypass for the fix of CVE-2021-44228',
    'an incomplete fix for CVE-2021-44228',
    'the same class of bug as CVE-2021-44228',
    'Das ist ähnlich wie CVE-2021-44228.',
    'vergleichbar mit CVE-2021-44228',
    'Une faille comme CVE-2021-44228.',
    'Es similar a CVE-2021-44228.',
    'similar to https://nvd.nist.gov/vuln/detail/CVE-2021-44228',
    'not CVE-2021-44228',
    'cf. CVE-2021-44228',
    'not as bad as CVE-2021-44228',
    'It resembles CVE-2021-44228.',
    'a variant of the issue known as CVE-2021-44228',
    'erinnert an CVE-2021-44228',
  ])('in %j', text => {
    expect(values(cveIn(text))).toEqual([]);
    expect(lost(cveIn(text))).toEqual(['CVE-2021-44228']);
    expect(cveIn(text).passed[0]?.rule).toBe('identifier of another issue that is compared with');
  });

  it('with all that are joined to it', () => {
    expect(lost(cveIn('similar to CVE-2021-44228, CVE-2021-45046 and CVE-2021-45105'))).toHaveLength(3);
  });

  it('when it is named again', () => {
    expect(
      values(cveIn('Similar to CVE-2021-44228. The fix of CVE-2021-44228 was to drop lookups.')),
    ).toEqual([]);
  });

  it('unless it is said to be assigned', () => {
    const text = 'Unlike CVE-2026-1111, which we withdrew. CVE-2026-1111 has been assigned to this now.';
    expect(values(cveIn(text))).toEqual(['CVE-2026-1111']);
    expect(lost(cveIn(text))).toEqual([]);
  });
});

describe('a GHSA is', () => {
  it.each([
    ['read in the case GitHub writes', 'ghsa-JFH8-c2jp-5v3q', ['GHSA-jfh8-c2jp-5v3q'], []],
    [
      'read from an address',
      'https://github.com/advisories/GHSA-jfh8-c2jp-5v3q',
      ['GHSA-jfh8-c2jp-5v3q'],
      [],
    ],
    [
      'no placeholder',
      'GHSA-xxxx-demo-0001 and GHSA-xxxx-xxxx-xxxx',
      [],
      ['GHSA-xxxx-demo-0001', 'GHSA-xxxx-xxxx-xxxx'],
    ],
    ['none of another issue', 'a bypass of GHSA-jfh8-c2jp-5v3q', [], ['GHSA-jfh8-c2jp-5v3q']],
    ['no longer word', 'GHSA-jfh8-c2jp-5v3qq', [], []],
  ])('%s', (_name, text, taken, passed) => {
    expect(values(ghsaIn(text))).toEqual(taken);
    expect(lost(ghsaIn(text))).toEqual(passed);
  });
});

describe('any text', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'CWE-79',
      'CVE-2021-44228',
      'similar to ',
      ' and ',
      '. ',
      'GHSA-jfh8-c2jp-5v3q',
      'CWE',
      '-',
      '79',
    ),
    fc.string({ unit: 'binary', maxLength: 8 }),
  );

  it('gives identifiers once, in order, where they are said to stand', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), pieces => {
        const text = pieces.join('');
        for (const [name, findings] of Object.entries({
          CWE: cweIn(text),
          CVE: cveIn(text),
          GHSA: ghsaIn(text),
        })) {
          const { taken, passed } = findings;
          const all = [...taken, ...passed];
          expect(new Set(all.map(found => found.value)).size).toBe(all.length);
          expect(taken.map(found => found.start)).toEqual(
            taken.map(found => found.start).sort((a, b) => a - b),
          );
          for (const { value, start, end } of all) {
            expect(value.startsWith(`${name}-`)).toBe(true);
            expect(text.slice(start, start + name.length).toUpperCase()).toBe(name);
            expect(text.slice(start, end)).toContain(value.slice(-2));
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['CWE-', 'CVE-2021-44228 ', 'similar to CVE-2021-44228 and ', 'GHSA-', 'CWE '])(
    'of a megabyte of %j ends, and gives no more than a report holds',
    seed => {
      const text = seed.repeat(1_048_576 / seed.length);
      for (const find of [cweIn, cveIn, ghsaIn])
        expect(find(text).taken.length).toBeLessThanOrEqual(MAX_ITEMS);
    },
    3000,
  );
});
