import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogued, catalogueOf, mentionsIn, packageOf } from '../../../src/report/affected/catalogue.js';

const catalogue = catalogueOf([
  {
    name: 'ts-scan',
    aliases: ['trustsource/ts-scan', 'Quellenprüfer'],
    purls: ['pkg:pypi/ts-scan', 'pkg:npm/%40acme/scan'],
  },
  { name: 'ts-scan pro', aliases: [], purls: [] },
  { name: 'web app', aliases: ['dashboard', 'web interface'], purls: [] },
  { name: 'REST API', aliases: ['API'], purls: [] },
]);
const found = (text: string) =>
  mentionsIn(text, catalogue).map(({ product, start, end }) => [product.name, text.slice(start, end)]);

describe('a catalogue finds', () => {
  it.each([
    ['It is in ts-scan.', [['ts-scan', 'ts-scan']]],
    [
      'TS Scan, ts_scan, tsscan',
      [
        ['ts-scan', 'TS Scan'],
        ['ts-scan', 'ts_scan'],
        ['ts-scan', 'tsscan'],
      ],
    ],
    ['ts‑scan', [['ts-scan', 'ts‑scan']]],
    ['the web\n interface', [['web app', 'web\n interface']]],
    ['TS-SCAN PRO is another', [['ts-scan pro', 'TS-SCAN PRO']]],
    ["l'API", [['REST API', 'API']]],
    ['REST API', [['REST API', 'REST API']]],
    ['der QUELLENPRUEFER', [['ts-scan', 'QUELLENPRUEFER']]],
    ['das ts-scan-Image', [['ts-scan', 'ts-scan']]],
    ['my-ts-scan and ts-scan-action and ts-scanner', []],
    ['the API key and an API-Schlüssel', []],
    ['ts. scan', []],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it('names that many things go by as such', () => {
    expect(mentionsIn('API, REST API, dashboard', catalogue).map(each => each.isGeneric)).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('a product by image, coordinates and package URL', () => {
    for (const name of [
      'trustsource/ts-scan',
      'registry.example/x/ts-scan',
      'org.acme:ts-scan',
      'pkg:npm/%40acme/scan@1.2',
    ]) {
      expect(catalogued(name, catalogue)?.name).toBe('ts-scan');
    }
    expect(catalogued('pkg:npm/scan', catalogue)).toBeNull();
  });

  it('nothing without products', () => {
    expect(mentionsIn('ts-scan', catalogueOf([]))).toEqual([]);
  });
});

describe('products of one family', () => {
  const family = catalogueOf(
    [
      'ts-scan',
      'ts-deepscan',
      'ts-dashboard',
      'ts-maven-plugin',
      'ts-python-client',
      'other-gradle-plugin',
    ].map(name => ({ name, aliases: [], purls: [] })),
  );
  const named = (text: string) => mentionsIn(text, family).map(({ product }) => product.name);

  it.each([
    ['the Maven plugin', ['ts-maven-plugin']],
    ['des Maven-Plugins', ['ts-maven-plugin']],
    ['le plugin Maven', ['ts-maven-plugin']],
    ['el complemento de Maven', ['ts-maven-plugin']],
    ['a client for Python', ['ts-python-client']],
    ['DeepScan', ['ts-deepscan']],
  ])('go by what is left of their name: %s', (text, expected) => {
    expect(named(text)).toEqual(expected);
  });

  it.each(['a scan', 'the dashboard', 'the Gradle plugin', 'Maven', 'the plugin'])(
    'but not by an everyday word, nor by the name of a product of no family: %s',
    text => {
      expect(named(text)).toEqual([]);
    },
  );
});

it('an interface is not named where its keys are', () => {
  expect(found('the REST API key, la clave de la API, la clé d’API')).toEqual([]);
  expect(found('the REST API tells its keys')).toEqual([['REST API', 'REST API']]);
});

it('the first of two products that share a name has it', () => {
  const shared = catalogueOf([
    { name: 'one', aliases: ['x'], purls: [] },
    { name: 'two', aliases: ['X'], purls: [] },
  ]);
  expect(catalogued('x', shared)?.name).toBe('one');
});

it('what is no package URL is null', () => {
  expect(packageOf('pkg:npm')).toBeNull();
  expect(packageOf('pkg:pypi/Foo@1.0')).toEqual({ key: 'pypi//foo', type: 'pypi', version: '1.0' });
});

it('mentions stand in order, none inside another, and never outside the text', () => {
  const word = fc.constantFrom(
    'ts',
    '-',
    'scan',
    ' ',
    'pro',
    'API',
    'web',
    'app',
    '\n',
    'é',
    '\u0301',
    '_',
    '.',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(word).map(words => words.join('')),
      ),
      text => {
        let end = 0;
        for (const mention of mentionsIn(text, catalogue)) {
          expect(mention.start).toBeGreaterThanOrEqual(end);
          expect(mention.end).toBeGreaterThan(mention.start);
          end = mention.end;
        }
        expect(end).toBeLessThanOrEqual(text.length);
      },
    ),
  );
});
