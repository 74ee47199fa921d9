import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configSchema } from '../../../src/config/schema.js';
import type { Block, Line } from '../../../src/document/document.js';
import { type AffectedWords, affectedFrom } from '../../../src/report/affected/affected.js';
import { type Catalogue, catalogueOf, EMPTY_CATALOGUE } from '../../../src/report/affected/catalogue.js';
import { processorTime } from '../../processor-time.js';

const example: unknown = JSON.parse(readFileSync('config.example.json', 'utf8'));
const ours = catalogueOf(configSchema.parse(example).products);

/** What a test says of a mail; blank lines part the blocks of a section. */
interface Mail {
  readonly affected?: string;
  readonly product?: string;
  readonly version?: string;
  readonly subject?: string;
  readonly prose?: string;
  readonly rest?: string;
  readonly tried?: string;
}

/** Builds blocks whose lines stand in one body, and that body. */
function wordsOf(mail: Mail): { words: AffectedWords; body: string } {
  let body = '';
  const blocks = (text: string | undefined): Block[] =>
    (text === undefined ? [] : text.split('\n\n')).map(paragraph => {
      const lines = paragraph.split('\n').map(line => {
        const built = { text: line, body: 0, start: body.length };
        body += `${line}\n`;
        return built;
      });
      const rows = lines.filter(line => line.text.startsWith('|')).map(cells);
      return rows.length === lines.length
        ? {
            kind: 'table',
            lines,
            rows: rows.filter(row => !/^-+$/.test(row[0]?.text ?? '')),
            quoted: 0,
            depth: 0,
          }
        : { kind: 'paragraph', lines, quoted: 0, depth: 0 };
    });
  const sections = (['affected', 'product', 'version'] as const).flatMap(name =>
    mail[name] === undefined
      ? []
      : [{ name, source: 'label' as const, title: `The ${name}`, blocks: blocks(mail[name]) }],
  );
  const { prose, rest, tried } = mail;
  const words = {
    sections,
    subject: mail.subject ?? '',
    prose: blocks(prose),
    rest: blocks(rest),
    tried: blocks(tried),
  };
  return { words, body };
}

function cells(line: Line): Line[] {
  return [...line.text.matchAll(/[^|]+/g)]
    .filter(({ 0: cell }) => cell.trim() !== '')
    .map(({ 0: cell, index }) => ({
      text: cell.trim(),
      body: line.body,
      start: line.start + index + cell.length - cell.trimStart().length,
    }));
}

/** "ts-scan 1.0 | 2.0; web app" for the first candidate. */
function read(mail: Mail, catalogue: Catalogue = ours): string {
  const value = affectedFrom(wordsOf(mail).words, catalogue)[0]?.value ?? [];
  return value.map(({ product, versions }) => `${product} ${versions.join(' | ')}`.trim()).join('; ');
}

const EXPRESSIONS = [
  ...[
    '2.0.1 and earlier',
    'up to and including 4.1',
    'before 3.2',
    'prior to 2.4',
    'all versions before 2.4',
    '1.0.x',
  ],
  ...['>=1.0 <1.4.2', '>= 1.0, < 2.0', 'v2.1', '2.1.0-rc1', '1.0.0-beta1', 'build 4711', 'ab 2.0', 'vor 3.1'],
  ...['alle Versionen', 'alle Versionen bis 2.3', 'versions antérieures à 2.4', "jusqu'à la version 2.4"],
  ...[
    'toutes les versions',
    'desde 1.0 hasta 1.4.2',
    'anteriores a 3.1',
    'latest',
    'current',
    '2.0 à 2.3',
    '≤ 2.0.1',
  ],
  ...[
    '2.1.0 bis einschließlich 2.3.4',
    '1.8.0 - 2.0.1',
    '1.8.0 – 2.0.1',
    '2.0.1 (and earlier)',
    '2.0+',
    '2.x',
  ],
  ...[
    'de la 1.0 a la 1.4.2',
    'von 1.0 bis 2.3',
    'between 1.2 and 1.4',
    '2.3 und älter',
    '2.3 et antérieures',
  ],
  ...[
    '2.3 y anteriores',
    '2.3.1 et versions antérieures',
    'hasta la versión 2.4 incluida',
    '4.2.1 build 4711',
  ],
  ...['2024.10.1', 'from 1.0 to 1.4', '[1.0,1.4.2)', '1.0.0 bis vor 1.4.2', '1.2 RC1', 'latest master'],
];

describe('a version expression is taken as written', () => {
  it.each(EXPRESSIONS)('%s', expression => {
    const subject = 'XSS in ts-scan';
    expect(read({ affected: expression, subject })).toBe(`ts-scan ${expression}`);
    expect(read({ affected: `ts-deepscan ${expression}`, subject })).toBe(`ts-deepscan ${expression}`);
    expect(read({ version: expression, subject })).toBe(`ts-scan ${expression}`);
  });
});

describe('under "Affected"', () => {
  it.each([
    ['ts-scan 1.2.0, 1.2.1 and 1.3.0', 'ts-scan 1.2.0 | 1.2.1 | 1.3.0'],
    ['ts-scan <= 2.0.1 (pip package)', 'ts-scan <= 2.0.1'],
    ['ts-scan 2.0 and ts-deepscan 1.2.4', 'ts-scan 2.0; ts-deepscan 1.2.4'],
    [
      'ecs-client 0.9.0 through 0.12.3\necs-client 1.0.0-beta1',
      'ecs-client 0.9.0 through 0.12.3 | 1.0.0-beta1',
    ],
    ['ts-scan 2.0.1 on Ubuntu 22.04 with Python 3.11', 'ts-scan 2.0.1'],
    ['Python 3.11, ts-scan 2.0.1', 'ts-scan 2.0.1'],
    ['TrustSource web app (Firefox 115)', 'web app'],
    ['Version 4.1 ist betroffen', 'foo-tool 4.1'],
    ['Foo Server 4.1', 'Foo Server 4.1'],
    ['pkg:npm/ts-node-client@1.4.1', 'ts-npm-plugin 1.4.1'],
    ['de.eacg:ts-maven-plugin:2.3.1', 'ts-maven-plugin 2.3.1'],
    ['Docker image trustsource/ts-scan:2.1.0', 'ts-scan trustsource/ts-scan:2.1.0'],
    ['die Weboberfläche', 'web app'],
    ['the web app and the REST API', 'web app; REST API'],
    ['ts-scan (used with ts-maven-plugin)', 'ts-scan'],
    ['La version 2.3 du ts-maven-plugin', 'ts-maven-plugin 2.3'],
    ['2.0 to 2.3 (tested with 2.3)', 'foo-tool 2.0 to 2.3'],
    ['2.0.1 (current release)', 'foo-tool 2.0.1'],
    ['ts-scan == 2.0.1', 'ts-scan 2.0.1'],
    ['TrustSource app (cloud, as of November 2026)', 'web app'],
  ])('%s', (affected, expected) => {
    expect(read({ affected, subject: 'A flaw in foo-tool' })).toBe(expected);
  });

  it('words that name nothing known give way to a name of the catalogue', () => {
    expect(read({ affected: 'all our customers', subject: 'XSS in ts-scan' })).toBe('ts-scan');
  });

  it('a product without a version takes the one that prose tells of it', () => {
    expect(read({ affected: 'ts-scan', prose: 'I tested ts-scan 2.0.1 with Python 3.11.' })).toBe(
      'ts-scan 2.0.1',
    );
  });

  it('a product and a version of their own labels belong together', () => {
    expect(read({ product: 'Foo Portal', version: '3.2.1' }, EMPTY_CATALOGUE)).toBe('Foo Portal 3.2.1');
    expect(read({ product: 'ts-scan', version: 'unknown' })).toBe('ts-scan');
    expect(read({ product: 'ts-scan', version: '5' })).toBe('ts-scan 5');
  });
});

describe('a fixed version is not affected', () => {
  it.each([
    ['ts-scan <= 2.0.1, fixed in 2.0.2', 'ts-scan <= 2.0.1'],
    ['ts-scan before 2.4. 2.4 is not affected.', 'ts-scan before 2.4'],
    ['ts-scan 2.0.1; ts-deepscan is not affected', 'ts-scan 2.0.1'],
    ['ts-scan 2.0.1; 1.8 and 1.9 are not affected', 'ts-scan 2.0.1'],
    ['ts-maven-plugin 2.1.0 bis 2.3.4, behoben in 2.3.5', 'ts-maven-plugin 2.1.0 bis 2.3.4'],
    ['ts-maven-plugin 2.3, la 2.4 non affectée', 'ts-maven-plugin 2.3'],
    ['ts-scan 2.3, corrigé dans la 2.4', 'ts-scan 2.3'],
    ['ts-scan 2.3, corregido en la 2.4', 'ts-scan 2.3'],
    ['ts-scan 2.3, not yet fixed in 2.4', 'ts-scan 2.3 | 2.4'],
  ])('%s', (affected, expected) => {
    expect(read({ affected })).toBe(expected);
  });
});

describe('a table', () => {
  const table =
    '| package | affected | fixed |\n|---|---|---|\n| ts-scan | 1.8.0 to 2.0.1 | none |\n| ts-deepscan | <= 1.2.4 | 1.2.5 |';

  it.each([
    ['of columns', table, 'ts-scan 1.8.0 to 2.0.1; ts-deepscan <= 1.2.4'],
    [
      'of bars without a block of its own',
      `See\n${table}`.slice(4).replaceAll('\n|', '\n '),
      'ts-scan 1.8.0 to 2.0.1; ts-deepscan <= 1.2.4',
    ],
    [
      'of keys and values',
      '| Product | ts-scan |\n| Version | 4.2.1 |\n| Environment | Java 11 |',
      'ts-scan 4.2.1',
    ],
    [
      'that answers yes and no',
      '| Product | Version | Affected |\n| ts-scan | 2.0 | yes |\n| ts-scan | 2.1 | no |',
      'ts-scan 2.0',
    ],
    [
      'of German columns',
      '| Komponente | Betroffene Versionen | Behoben in |\n| ts-scan | alle bis 2.0.1 | 2.0.2 |',
      'ts-scan alle bis 2.0.1',
    ],
    ['of names no catalogue has', '| Product | Versions |\n| Foo Server | 4.x |', 'Foo Server 4.x'],
    [
      'of French titles',
      '| Outil | Vulnérable | Corrigé |\n| ts-scan | de 2.0.0 à 2.2.3 | 2.3.0 |',
      'ts-scan de 2.0.0 à 2.2.3',
    ],
    [
      'of Spanish titles',
      '| Herramienta | Afectadas | Corregida |\n| ts-scan | hasta 2.1 | pendiente |',
      'ts-scan hasta 2.1',
    ],
    [
      'of builds and results',
      '| product | build | result |\n| ts-scan | 2.5.11 | vulnerable |\n| web app | 2.6.0 | not vulnerable |',
      'ts-scan 2.5.11',
    ],
    [
      'whose titles became a block of their own',
      'Product       Affected          First clean release\n\n| ts-scan | 1.8.0 to 2.0.1 | 2.0.2 |',
      'ts-scan 1.8.0 to 2.0.1',
    ],
    [
      'of aligned text',
      'Package        Affected          Fixed\nts-scan        1.8.0 to 2.0.1    none\nts-deepscan    <= 1.2.4          1.2.5',
      'ts-scan 1.8.0 to 2.0.1; ts-deepscan <= 1.2.4',
    ],
  ])('%s', (_name, affected, expected) => {
    expect(read({ affected })).toBe(expected);
  });

  it('among prose counts where it names both products and versions', () => {
    expect(read({ prose: `${table}\n\nIt is bad.` })).toBe('ts-scan 1.8.0 to 2.0.1; ts-deepscan <= 1.2.4');
  });
});

describe('in prose', () => {
  it.each([
    ['I tested ts-scan 2.0.1 on Ubuntu 22.04.', 'ts-scan 2.0.1'],
    [
      'Der Fehler steckt in Version 2.3.1 des ts-maven-plugin. Getestet mit Java 11.',
      'ts-maven-plugin 2.3.1',
    ],
    ['While testing ts-deepscan (v1.2.4) I found it.', 'ts-deepscan v1.2.4'],
    ['It is in version 4.2 of ts-python-client.', 'ts-python-client 4.2'],
    ['We run ts-maven-plugin. Our version is 2.3.1, with Maven 3.9.', 'ts-maven-plugin 2.3.1'],
    ['He encontrado un fallo en ts-npm-plugin. La versión que uso es la 1.4.1.', 'ts-npm-plugin 1.4.1'],
    ['Ich habe ts-deepscan 1.2.3 und 1.2.4 unter Debian 12 getestet.', 'ts-deepscan 1.2.3 | 1.2.4'],
    [
      'ts-scan leaks. All versions before 2.4 are affected; it was fixed in 2.4.',
      'ts-scan All versions before 2.4',
    ],
    ['ts-scan leaks. This affects versions 2.0.0 and 2.0.1 only.', 'ts-scan 2.0.0 | 2.0.1'],
    ['pip install ts-scan==2.0.1', 'ts-scan 2.0.1'],
    ['ts-scan loads PyYAML 5.3.1 from 192.0.2.1 since 5.10.2026, CVSS 9.8', 'ts-scan'],
    ['Please upgrade to ts-scan 2.4.', 'ts-scan'],
    ['users could still call the REST API, only the web login is blocked', 'REST API'],
    ["L'interface web affiche le nom.", 'web app'],
    ['Der Dialog des Portals zeigt es.', 'web app'],
    ['The scanner logs the API key. I ran ts-scan.', 'ts-scan'],
    ['Both ts-scan and ts-deepscan unpack archives.', 'ts-scan; ts-deepscan'],
    ['The login is weak.', ''],
    // What was tried, and what came of it
    [
      'ts-scan leaks. Seen with 2.0.4 and 2.1.0, both from pip, on Arch with Python 3.12.',
      'ts-scan 2.0.4 | 2.1.0',
    ],
    [
      'ts-scan leaks. I looked at 0.4.1 and 0.5.0, older releases do not have the cache.',
      'ts-scan 0.4.1 | 0.5.0',
    ],
    ['ts-scan leaks. I run 2.1.0 here. In 1.9.8 it did not happen.', 'ts-scan 2.1.0'],
    ['ts-scan leaks. I checked on 2.2.0 and on 2.3.4. The 2.1.x I did not check.', 'ts-scan 2.2.0 | 2.3.4'],
    [
      'ts-scan liest zu viel. Nachvollzogen mit 1.2.0 und 1.3.0; 1.1.9 tut das nicht.',
      'ts-scan 1.2.0 | 1.3.0',
    ],
    [
      'ts-scan liest zu viel. Mit 1.2.0 und 1.3.0 konnte ich es nachstellen, in 1.1 trat es noch nicht auf.',
      'ts-scan 1.2.0 | 1.3.0',
    ],
    [
      'Betroffen ist ts-scan ab 2.0, die Version 1.9.3 hat das Problem bei mir nicht gezeigt.',
      'ts-scan ab 2.0',
    ],
    ['ts-scan lit tout. Constaté avec la 2.2.0 et la 2.3.1, la 2.1 ne le fait pas.', 'ts-scan 2.2.0 | 2.3.1'],
    ['ts-scan lee todo. La versión que tengo es la 2.1.3, en la 2.0 todavía no pasaba.', 'ts-scan 2.1.3'],
    ['ts-scan leaks. The tool (2.1.0, from pip) keeps the key.', 'ts-scan 2.1.0'],
    ['ts-scan leaks. It uses 2.5 GB and takes 1.5 hours.', 'ts-scan'],
    ['In ts-scan 2.0.1 the path is not checked.', 'ts-scan 2.0.1'],
    ['ts-scan answers after 2.5 seconds.', 'ts-scan'],
    [
      'ts-scan leaks. Bad: trustsource/ts-scan:2.2.0\nGood: trustsource/ts-scan:2.0.1',
      'ts-scan trustsource/ts-scan:2.2.0',
    ],
    [
      'In ts-scan 2.2.0 and everything built since commit 41fe9aa.',
      'ts-scan 2.2.0 | everything built since commit 41fe9aa',
    ],
    // Names
    ['The Maven plugin leaks. Seen with 2.3.1.', 'ts-maven-plugin 2.3.1'],
    ['Le plugin Maven écrit tout.', 'ts-maven-plugin'],
    ['El cliente de Python escribe todo.', 'ts-python-client'],
    ['It keeps the TrustSource API key in a file.', ''],
    ['Sie steht in der Datei .ts-cache, im Ordner ~/foo-bar/ und in $my-own.', ''],
  ])('%s', (prose, expected) => {
    expect(read({ prose })).toBe(expected);
  });

  it('needs no catalogue for a hyphenated name or a part that says what it is', () => {
    expect(read({ prose: 'ecs-client fetches it.' }, EMPTY_CATALOGUE)).toBe('ecs-client');
    expect(read({ prose: 'In Acme Portal 3.2.0 it leaks.' }, EMPTY_CATALOGUE)).toBe('Acme Portal 3.2.0');
    expect(read({ prose: 'In version 4.1 of Acme Gateway it leaks.' }, EMPTY_CATALOGUE)).toBe(
      'Acme Gateway 4.1',
    );
    expect(read({ prose: 'I could call the REST API.' }, EMPTY_CATALOGUE)).toBe('REST API');
    expect(read({ prose: 'A cross-site, use-after-free, hard-coded flaw.' }, EMPTY_CATALOGUE)).toBe('');
  });
});

describe('the product is named', () => {
  it('by the section rather than by the subject', () => {
    expect(read({ affected: 'ts-deepscan', subject: 'XSS in ts-scan' })).toBe('ts-deepscan');
  });

  it('by the subject rather than by the description', () => {
    expect(read({ subject: 'XSS in ts-scan', prose: 'ts-deepscan has it not.' })).toBe('ts-scan');
  });

  it('by the description rather than by what a word like "API" may mean', () => {
    expect(read({ subject: 'API leaks', prose: 'ts-scan sends it.' })).toBe('ts-scan');
  });

  it('not by the tool something was done with', () => {
    expect(read({ subject: 'Stored XSS in the web app', prose: 'I uploaded it with ts-scan 2.0.1.' })).toBe(
      'web app',
    );
  });

  it('by the steps only where nothing else names it, and never by what it was tried on', () => {
    expect(read({ prose: 'It crashes.', rest: 'Run ts-scan.' })).toBe('ts-scan');
    expect(read({ subject: 'A flaw in ecs-client', rest: 'Run ts-scan.' })).toBe('ecs-client');
    expect(read({ prose: 'It crashes.', tried: 'ts-scan 2.0.1' })).toBe('');
  });
});

describe('what a product was tried on', () => {
  it('tells the version of one that has none', () => {
    expect(read({ subject: 'XSS in ts-scan', tried: 'Install ts-scan 2.0.1 with pip on Debian 12.' })).toBe(
      'ts-scan 2.0.1',
    );
    expect(read({ prose: 'ts-scan leaks.', tried: 'I have checked 2.2.0, the 2.1 I did not check.' })).toBe(
      'ts-scan 2.2.0',
    );
  });

  it('tells nothing where versions are told', () => {
    expect(read({ affected: 'ts-scan <= 2.0.1', tried: 'ts-scan 2.1.0' })).toBe('ts-scan <= 2.0.1');
  });
});

describe('a part of a product', () => {
  it('gives way to the product that the subject names', () => {
    expect(read({ product: 'archive reader', version: '2.0.0', subject: 'XSS in ts-scan' })).toBe(
      'ts-scan 2.0.0',
    );
  });

  it('is none where it is written as a name', () => {
    expect(read({ product: 'Foo Server', version: '2.0.0', subject: 'XSS in ts-scan' })).toBe(
      'Foo Server 2.0.0',
    );
  });
});

describe('candidates', () => {
  it('come with the places of their words and a rule that names no mail content beyond a title', () => {
    const { words, body } = wordsOf({
      affected: 'ts-scan up to\nversion 2.0.1',
      subject: 'XSS in ts-deepscan',
    });
    const [first, ...others] = affectedFrom(words, ours);
    expect(first?.spans.map(span => body.slice(span.start, span.end))).toEqual([
      'ts-scan',
      'up to',
      'version 2.0.1',
    ]);
    expect(first?.rule).toBe("label 'The affected'");
    expect(first?.source).toBe('label');
    expect(others.map(each => [each.value[0]?.product, each.source, each.rule])).toEqual([
      ['ts-deepscan', 'subject', 'catalogue name in the subject'],
    ]);
  });
});

describe('whatever a mail says', () => {
  const word = fc.constantFrom(
    ...[
      'ts-scan',
      'Acme',
      '1.0',
      '2',
      'x',
      '<=',
      '(',
      ')',
      ',',
      'und',
      'bis',
      'all',
      'versions',
      'fixed',
      'in',
      '|',
      '\n',
      '-',
    ],
    ...[
      'pkg:npm/A@1',
      'a/b:1.0',
      'v1',
      'à',
      '\u0301',
      'Java',
      'latest',
      '[1.0,',
      '2.0)',
      '.',
      '  ',
      '\n\n',
      'API',
      '==1.0',
    ],
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(word, { maxLength: 40 }).map(words => words.join(' ')),
  );

  it('every version stands in it, every product in it or in the catalogue, every span inside', () => {
    const names = new Set(ours.products.map(product => product.name));
    fc.assert(
      fc.property(text, text, text, (affected, version, prose) => {
        const { words, body } = wordsOf({ affected, version, prose, subject: prose });
        // Cells of a table are told with a space between them.
        const fold = (words: string) => words.replace(/[\s|\p{Cc}\u2028\u2029]+/gu, ' ').trim();
        const folded = fold(`${body} ${prose}`);
        for (const { value, spans } of affectedFrom(words, ours)) {
          for (const { product, versions } of value) {
            expect(names.has(product) || folded.includes(fold(product))).toBe(true);
            for (const each of versions) expect(folded).toContain(fold(each));
          }
          for (const { start, end } of spans) {
            expect(start).toBeLessThan(end);
            expect(end).toBeLessThanOrEqual(body.length);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    'ts-scan 1.0 ',
    'ts-scan ',
    'a-b1 ',
    '1.0, ',
    '(',
    '[1.0, ',
    'all versions up to ',
    'a:',
    'a/',
    'API ',
    'Java 1.0 and ',
    '1.',
    '|a',
    'x.',
    '- ',
  ])('a quarter of a megabyte of "%s" ends soon', seed => {
    const long = seed.repeat(262_144 / seed.length);
    const lines = `${seed}\n`.repeat(131_072 / seed.length);
    const started = processorTime();
    affectedFrom(
      wordsOf({ affected: long, prose: long, rest: long, version: long, subject: long }).words,
      ours,
    );
    affectedFrom(wordsOf({ affected: lines, prose: lines, rest: lines, version: lines }).words, ours);
    expect(processorTime() - started).toBeLessThan(20_000);
  });
});
