/** What a line of an advisory's versions tells programs. */
import { describe, expect, it } from 'vitest';
import { keyOf, toldVersion } from '../../src/advisory/told-version.js';

const PURL = 'pkg:pypi/ts-scan';

describe('a line of versions', () => {
  it.each([
    ['2.4.1', '2.4.1'],
    ['v2.4.1-rc1', 'v2.4.1-rc1'],
    ['jammy', 'jammy'],
    ['2026-05-01_nightly', '2026-05-01_nightly'],
    ['vers:pypi/2.4.1', '2.4.1'],
    ['vers:pypi/=2.4.1', '2.4.1'],
    ['vers:deb/1%3A2.4', '1:2.4'],
  ])('is one version: %s', (line, version) => {
    expect(toldVersion(line, PURL)).toEqual({ kind: 'version', version });
  });

  it.each([
    ['<= 2.4', 'vers:pypi/<=2.4', [['<=', '2.4']]],
    ['up to 2.4', 'vers:pypi/<=2.4', [['<=', '2.4']]],
    [
      '2.x',
      'vers:pypi/>=2|<3',
      [
        ['>=', '2'],
        ['<', '3'],
      ],
    ],
    ['ab 2.0', 'vers:pypi/>=2.0', [['>=', '2.0']]],
    ['*', 'vers:all/*', []],
    ['all versions', 'vers:all/*', []],
    ['vers:npm/*', 'vers:all/*', []],
    [
      'vers:npm/1.0|>=2.0|!=2.1|<3%2B1',
      'vers:npm/1.0|>=2.0|!=2.1|<3%2B1',
      [
        ['=', '1.0'],
        ['>=', '2.0'],
        ['!=', '2.1'],
        ['<', '3+1'],
      ],
    ],
  ])('is a range: %s', (line, vers, constraints) => {
    const told = toldVersion(line, PURL);
    expect(told).toMatchObject({ kind: 'range', vers });
    expect(told.kind === 'range' && told.constraints.map(each => [each.comparator, each.version])).toEqual(
      constraints,
    );
  });

  it.each([
    'the nightly of May',
    'prior to the merger',
    'vers:',
    'vers:pypi/',
    'vers:pypi/<',
    'vers:PYPI/<2.4',
    'vers:pypi/<2.4||>3',
    'vers:pypi/<2%ZZ',
    'vers:pypi/%3C2',
    'vers:pypi/<2 .4',
  ])('is words that only people understand: %s', line => {
    expect(toldVersion(line, PURL)).toEqual({ kind: 'words', words: line });
  });

  it.each([
    ['2.4', 'v2.4', true],
    ['2.4', 'vers:pypi/2.4', true],
    ['up to 2.4', 'vers:pypi/<=2.4', true],
    ['2.4', '<=2.4', false],
    ['2.4', '2.4.0', false],
  ])('%s and %s are the same: %s', (one, other, isSame) => {
    expect(keyOf(toldVersion(one, PURL)) === keyOf(toldVersion(other, PURL))).toBe(isSame);
  });
});
