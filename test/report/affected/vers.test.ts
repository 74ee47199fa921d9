import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogueOf } from '../../../src/report/affected/catalogue.js';
import { rangesOf, versRange } from '../../../src/report/affected/vers.js';
import { compareVersions } from '../../../src/report/affected/version-order.js';

describe('a version expression as a range', () => {
  it.each([
    ['2.1.0', '2.1.0'],
    ['v2.1', '2.1'],
    ['version 5', '5'],
    ['2.1.0-rc1', '2.1.0-rc1'],
    ['2.1 RC1', '2.1-rc1'],
    ['1.0.0-beta1', '1.0.0-beta1'],
    ['4.2.1 build 4711', '4.2.1+build.4711'],
    ['1.0.x', '>=1.0|<1.1'],
    ['2.x', '>=2|<3'],
    ['all 2.x versions', '>=2|<3'],
    ['2.0+', '>=2.0'],
    ['<= 2.0.1', '<=2.0.1'],
    ['≤ 2.0.1', '<=2.0.1'],
    ['< 2.4', '<2.4'],
    ['>=1.0 <1.4.2', '>=1.0|<1.4.2'],
    ['>= 1.0, < 2.0', '>=1.0|<2.0'],
    ['< 2.0 and >= 1.0', '>=1.0|<2.0'],
    ['1.0 <= x < 2.0', '>=1.0|<2.0'],
    ['^1.2.3', '>=1.2.3|<2'],
    ['~1.2.3', '>=1.2.3|<1.3'],
    ['[1.0,1.4.2)', '>=1.0|<1.4.2'],
    ['(,2.4]', '<=2.4'],
    ['1.8.0 to 2.0.1', '>=1.8.0|<=2.0.1'],
    ['1.8.0 - 2.0.1', '>=1.8.0|<=2.0.1'],
    ['1.8.0–2.0.1', '>=1.8.0|<=2.0.1'],
    ['1.8.0 through 2.0.1', '>=1.8.0|<=2.0.1'],
    ['from version 1.8.0 up to version 2.0.1', '>=1.8.0|<=2.0.1'],
    ['between 1.2 and 1.4', '>=1.2|<=1.4'],
    ['1.0 before 1.4.2', '>=1.0|<1.4.2'],
    ['2.0 up to 2.3 (exclusive)', '>=2.0|<2.3'],
    ['9.0 to 10.0', '>=9.0|<=10.0'],
    ['2.0.1 and earlier', '<=2.0.1'],
    ['2.0.1 (and below)', '<=2.0.1'],
    ['2.3.1 and all earlier versions', '<=2.3.1'],
    ['2.0 and later', '>=2.0'],
    ['up to and including 4.1', '<=4.1'],
    ['up to but not including 4.1', '<4.1'],
    ['before 3.2', '<3.2'],
    ['prior to 2.4', '<2.4'],
    ['all versions', '*'],
    ['all versions before 2.4', '<2.4'],
    ['since 1.8', '>=1.8'],
    ['1.8 to latest', '>=1.8'],
    ['bis einschließlich 4.1', '<=4.1'],
    ['2.1.0 bis einschließlich 2.3.4', '>=2.1.0|<=2.3.4'],
    ['1.0.0 bis vor 1.4.2', '>=1.0.0|<1.4.2'],
    ['ab 2.0', '>=2.0'],
    ['vor 3.1', '<3.1'],
    ['von 1.0 bis 2.3', '>=1.0|<=2.3'],
    ['2.3 und älter', '<=2.3'],
    ['alle Versionen', '*'],
    ['alle Versionen bis 2.3', '<=2.3'],
    ['kleiner als 2.4', '<2.4'],
    ['2.0 à 2.3', '>=2.0|<=2.3'],
    ['de la version 1.0 à la version 1.4', '>=1.0|<=1.4'],
    ['versions antérieures à 2.4', '<2.4'],
    ["jusqu'à la version 2.4", '<=2.4'],
    ['toutes les versions', '*'],
    ["toutes les versions jusqu'à la 2.3", '<=2.3'],
    ['2.3.1 et versions antérieures', '<=2.3.1'],
    ['à partir de la 2.0', '>=2.0'],
    ['desde 1.0 hasta 1.4.2', '>=1.0|<=1.4.2'],
    ['desde la versión 1.0 hasta la 1.4.2 (inclusive)', '>=1.0|<=1.4.2'],
    ['entre la 1.0 y la 1.4', '>=1.0|<=1.4'],
    ['anteriores a 3.1', '<3.1'],
    ['todas las versiones anteriores a la 3.1', '<3.1'],
    ['1.4.2 y anteriores', '<=1.4.2'],
  ])('%s', (expression, range) => {
    expect(versRange(expression, 'pypi')).toBe(`vers:pypi/${range}`);
  });

  it.each([
    'latest',
    'current',
    'master',
    'commit abc1234',
    'cloud',
    '',
    '2.0 to 1.0',
    '>1.0 <1.0',
    '2.0 maybe',
  ])('is not told of "%s"', expression => {
    expect(versRange(expression, 'npm')).toBeNull();
  });

  it('of an image is its tag, whatever the product is otherwise', () => {
    expect(versRange('trustsource/ts-scan:2.1.1-alpine', 'pypi')).toBe('vers:docker/2.1.1-alpine');
    expect(versRange('trustsource/ts-scan:latest', 'pypi')).toBeNull();
  });

  it('encodes what the notation keeps for itself', () => {
    expect(versRange('2024-10%2', 'generic')).toBeNull();
    expect(versRange('1.0.*', 'npm')).toBe('vers:npm/>=1.0|<1.1');
  });

  it('never throws, and is made of ASCII that is no white space', () => {
    const word = fc.constantFrom(
      '1.0',
      '2.x',
      'bis',
      '<',
      '>=',
      'and',
      'à',
      '(',
      ')',
      ',',
      'ü',
      'all',
      'versions',
      '99999999',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map(words => words.join(' ')),
        ),
        text => {
          expect(versRange(text, 'npm') ?? 'vers:').toMatch(/^vers:[!-~]*$/);
        },
      ),
    );
  });
});

describe('versions', () => {
  it.each([
    ['1.9', '1.10'],
    ['2.0-rc1', '2.0'],
    ['2.0-beta2', '2.0-rc1'],
    ['1.0', '1.0.1'],
  ])('%s come before %s', (low, high) => {
    expect(compareVersions(low, high)).toBeLessThan(0);
    expect(compareVersions(high, low)).toBeGreaterThan(0);
  });

  it('are one where only zeros differ', () => {
    expect(compareVersions('2.0', '2.0.0')).toBe(0);
  });
});

describe('the ranges of affected products', () => {
  const catalogue = catalogueOf([
    { name: 'foo', aliases: [], purls: ['pkg:maven/org.acme/foo@1.0?type=jar'] },
  ]);

  it('are counted as the package URL says, else as nothing in particular', () => {
    expect(
      rangesOf(
        [
          { product: 'foo', versions: ['vor 3.1', 'latest'] },
          { product: 'bar', versions: ['2.0'] },
        ],
        catalogue,
      ),
    ).toEqual([
      { product: 'foo', purl: 'pkg:maven/org.acme/foo?type=jar', ranges: ['vers:maven/<3.1', null] },
      { product: 'bar', purl: null, ranges: ['vers:generic/2.0'] },
    ]);
  });
});

it.each([
  ['prior to and including 3.4', 'vers:generic/<=3.4'],
  ['all versions prior to and including 3.4', 'vers:generic/<=3.4'],
  ['v1.2.x - v1.4.x', 'vers:generic/>=1.2|<1.5'],
  ['2.x before 2.4', 'vers:generic/>=2|<2.4'],
])('%s is %s', (expression, range) => {
  expect(versRange(expression, 'generic')).toBe(range);
});
