/** What is found, where, in which order; and that the index holds what the reports say and nothing else. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/schema.js';
import { backUp } from '../../src/store/backup.js';
import { type Connection, openDatabase } from '../../src/store/database.js';
import type { ReportFilter } from '../../src/store/report-filter.js';
import { updateContent } from '../../src/store/reports.js';
import { restoreDatabase } from '../../src/store/restore.js';
import { searchReports } from '../../src/store/search.js';
import { removeDerived } from '../../src/store/search-index.js';
import { searchQuery } from '../../src/store/search-query.js';
import { sampleReport } from '../report/sample.js';
import { clear } from './clear.js';
import { followedUp, recorded, rowOf } from './report-record.js';

let folder: string;
let file: string;
let connection: Connection;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'search-'));
  file = join(folder, 'inbox.sqlite');
  connection = openDatabase(clear(file));
});

afterEach(() => {
  if (connection.open) connection.close();
  rmSync(folder, { recursive: true });
});

const search = (typed: string, filter: ReportFilter = {}, limit = 20) =>
  searchReports(connection, searchQuery(typed) ?? '', filter, limit);
const numbers = (typed: string, filter: ReportFilter = {}) =>
  search(typed, filter).found.map(({ report }) => report.number);

/** FTS5's own check: the index has every token of its texts, and no other. */
function expectSoundIndex(of: Connection = connection): void {
  of.exec("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)");
  expect(of.pragma('integrity_check', { simple: true })).toBe('ok');
}

it('a search ends as it began where a purge comes between', () => {
  const number = recorded(connection, { summary: 'wombat' });
  const other = openDatabase(clear(file));
  const prepare = connection.prepare.bind(connection);
  Object.assign(connection, {
    prepare(sql: string) {
      if (sql.includes('snippet')) removeDerived(other, rowOf(other, number));
      return prepare(sql);
    },
  });
  expect(numbers('wombat')).toEqual([number]);
  other.close();
});

describe('a report is found', () => {
  const LETTER = `Hello,
calling parse_header() in src/http/Header_Parser.cpp with %2e%2e reads past its end; see
https://tracker.example/issues/4711?tab=notes#c3, CVE-2026-1234 and GHSA-23vf-67gm-xqwp. Version 2.4.1-rc.3.
Die Überprüfung der Größe fehlt. Call XMLHttpRequest.open or std::vector<int>::at.`;

  it.each([
    'CVE-2026-1234',
    'cve-2026-1234',
    'GHSA-23vf-67gm-xqwp',
    'parse_header',
    'parse_header()',
    'PARSE_HEADER',
    'parse_head*',
    'header',
    'Header_Parser.cpp',
    'src/http/Header_Parser.cpp',
    '/http/',
    '.cpp',
    'https://tracker.example/issues/4711?tab=notes#c3',
    'tracker.example',
    'issues/4711',
    '2.4.1-rc.3',
    '2.4.1',
    'überprüfung',
    'Uberprufung',
    'Größe',
    'XMLHttpRequest.open',
    'std::vector<int>',
    '"past its end"',
    'end header 4711',
    '%2e%2e',
  ])('by %s as it stands in its mail', typed => {
    const number = recorded(connection, {}, { words: [LETTER] });
    recorded(
      connection,
      {},
      { words: ['CVE-2026-12345, parse header2, http Header, 4711 issues, vector<float>'] },
    );
    const found = search(typed).found;
    expect(found.map(({ report }) => report.number)).toContain(number);
    expect(found.find(({ report }) => report.number === number)?.excerpt.field).toBe('words');
  });

  it.each(['CVE-2026-123', 'parse_footer', '"its end past"', 'issues/47', 'arse_header', 'end absent'])(
    'not by %s, which is not in it',
    typed => {
      recorded(connection, {}, { words: [LETTER] });
      expect(search(typed)).toEqual({ found: [], ranked: 0, hasOlder: false });
    },
  );

  it.each<[string, Partial<Report>, string, string]>([
    ['summary', { summary: 'Wombat' }, 'wombat', 'summary'],
    ['description', { description: 'a wombat' }, 'wombat', 'description'],
    ['steps', { steps: ['one', 'the wombat'] }, 'wombat', 'steps'],
    ['impact', { impact: 'wombats*' }, 'wombats', 'impact'],
    ['environment', { environment: 'wombat 3' }, 'wombat', 'environment'],
    ['mitigations', { mitigations: 'wombat' }, 'wombat', 'mitigations'],
    ['product', { affected: [{ product: 'Wombat', versions: ['7.1', '7.2'] }] }, '"wombat 7.1"', 'affected'],
    [
      'address',
      { reporter: { name: 'A', email: 'w@wombat.example', creditAs: null, wantsCredit: null } },
      'w@wombat.example',
      'reporter',
    ],
    ['handle', { identity: { handle: 'wombat', fingerprint: null } }, 'wombat', 'reporter'],
    ['CVE', { cve: ['CVE-2026-9999'] }, 'cve-2026-9999', 'identifiers'],
    ['endpoint', { endpoints: ['POST /api/wombat'] }, '/api/wombat', 'identifiers'],
    ['file', { attachments: [{ filename: 'wombat.py', contentType: 'a/b' }] }, 'wombat.py', 'identifiers'],
    ['further number', { furtherIds: ['TS-2026-0099'] }, 'TS-2026-0099', 'identifiers'],
    ['follow-up', { followUps: [note('the wombat')] }, 'wombat', 'follow_ups'],
  ])('by its %s', (_name, fields, typed, field) => {
    const number = recorded(connection, fields);
    expect(search(typed).found).toMatchObject([{ report: { number }, fields: [field], excerpt: { field } }]);
  });

  it('by words that stand in different places of it', () => {
    const number = recorded(connection, { summary: 'wombat' }, { words: ['a quokka'] });
    recorded(connection, { summary: 'wombat' });
    expect(numbers('quokka wombat')).toEqual([number]);
    expect(search('quokka wombat').found[0]?.fields).toEqual(['summary', 'words']);
  });

  it('with its hits marked, whatever marks its mail has', () => {
    recorded(connection, {}, { words: ['a \u0002\u0003 Wombat\u0003 \u001b[2J bites the wombat'] });
    const pieces = search('wombat').found[0]?.excerpt.pieces ?? [];
    expect(pieces.filter(({ isHit }) => isHit).map(({ text }) => text)).toEqual(['Wombat', 'wombat']);
    expect(pieces.map(({ text }) => text).join('')).toBe(
      'a \u0002\u0003 Wombat\u0003 \u001b[2J bites the wombat',
    );
  });

  it('before others where its summary says it, and the newest first where all is alike', () => {
    const said = recorded(connection, { summary: 'one' }, { words: ['wombat wombat wombat'] });
    const older = recorded(connection, { summary: 'a wombat' });
    const newer = recorded(connection, { summary: 'a wombat' });
    expect(numbers('wombat')).toEqual([newer, older, said]);
    expect(search('wombat', {}, 1)).toMatchObject({ ranked: 3, found: [{ report: { number: newer } }] });
  });

  it('each with words of its own around', () => {
    for (const name of ['ada', 'bea', 'cara']) recorded(connection, { summary: `wombat of ${name}` });
    const texts = search('wombat').found.map(({ excerpt }) =>
      excerpt.pieces.map(({ text }) => text).join(''),
    );
    expect(texts).toEqual(['wombat of cara', 'wombat of bea', 'wombat of ada']);
  });

  it('among the newest alone where more match than are ranked', () => {
    recorded(connection, { summary: 'wombat' });
    for (const words of ['a wombat', 'wombat', 'no more']) recorded(connection, {}, { words: [words] });
    const result = searchReports(connection, '"wombat"', {}, 20, 2);
    expect(result).toMatchObject({ ranked: 2, hasOlder: true });
    expect(result.found.map(({ report }) => report.number).sort()).toEqual(['TS-2026-0002', 'TS-2026-0003']);
  });

  it('only where the filters let it through', () => {
    const high = { severity: { vector: null, score: null, rating: 'high' as const } };
    const number = recorded(connection, { summary: 'wombat', ...high });
    recorded(connection, { summary: 'wombat' });
    expect(numbers('wombat', { severity: { from: 3, to: 4 } })).toEqual([number]);
    expect(search('wombat', { severity: { from: 3, to: 4 } }).ranked).toBe(1);
  });

  it('also behind a NUL, and in the first 100,000 bytes of a text alone', () => {
    const text = `a \u0000 quokka ${'filler '.repeat(20_000)} wombat`;
    recorded(connection, {}, { words: [text, 'numbat'] });
    expect(['quokka', 'wombat', 'numbat'].map(word => numbers(word).length)).toEqual([1, 0, 1]);
  });
});

describe('the index', () => {
  it('follows a report with each of its mails', () => {
    const number = recorded(connection, { description: 'wombat' }, { words: ['first'] });
    followedUp(connection, number, { description: 'quokka', followUps: [note('numbat')] }, ['second']);
    expect(['wombat', 'quokka', 'numbat', 'first', 'second'].map(word => numbers(word).length)).toEqual([
      0, 1, 1, 1, 1,
    ]);
    expectSoundIndex();
  });

  it('has nothing of a report that was not committed', () => {
    const record = connection.transaction(() => {
      recorded(connection, { summary: 'wombat' });
      throw new Error('power cut');
    });
    expect(() => record()).toThrow('power cut');
    expect(search('wombat').ranked).toBe(0);
    expectSoundIndex();
  });

  it('leaves no byte of what a report does not say any more, nor of a report that was removed', () => {
    for (const name of ['stays', 'stayer'])
      recorded(connection, { summary: name }, { words: [`${name} here`] });
    const number = recorded(connection, { description: 'wombatish' }, { words: ['wombatish'] });
    const id = rowOf(connection, number);
    connection.pragma('wal_checkpoint(TRUNCATE)');
    expect(bytes()).toContain('wombatish');
    connection.transaction(() => {
      connection
        .prepare('DELETE FROM words WHERE message_id IN (SELECT id FROM messages WHERE report_id = ?)')
        .run(id);
      updateContent(connection, id, sampleReport({ id: number, summary: 'numbatish' }));
    })();
    connection.pragma('wal_checkpoint(TRUNCATE)');
    expect(bytes()).not.toContain('wombatish');
    expect(numbers('numbatish')).toEqual([number]);
    connection.transaction(() => {
      removeDerived(connection, id);
      connection.prepare("UPDATE reports SET content = '{}' WHERE id = ?").run(id);
    })();
    connection.pragma('wal_checkpoint(TRUNCATE)');
    expect(bytes()).not.toContain('numbatish');
    expect(numbers('stays')).toHaveLength(1);
    expectSoundIndex();
  });

  it('is in a backup, and in what is restored from it', async () => {
    const number = recorded(connection, { summary: 'wombat' });
    await backUp(clear(file), join(folder, 'copy'));
    recorded(connection, { summary: 'quokka' });
    connection.close();
    restoreDatabase(join(folder, 'copy'), clear(file), new Date());
    connection = openDatabase(clear(file));
    expect(numbers('wombat')).toEqual([number]);
    expect(numbers('quokka')).toEqual([]);
    expectSoundIndex();
  });

  it('that lacks a word is damage, which a backup does not take for sound', async () => {
    recorded(connection, { summary: 'wombat' });
    connection.unsafeMode();
    connection.prepare("UPDATE search_index_content SET c0 = 'quokka'").run();
    await expect(backUp(clear(file), join(folder, 'copy'))).rejects.toMatchObject({ code: 'database' });
    expect(readdirSync(folder)).not.toContain('copy');
  });
});

function bytes(): string {
  return readFileSync(file).toString('latin1');
}

function note(description: string): Report['followUps'][number] {
  const at = '2026-11-26T12:00:00.000Z';
  return {
    receivedAt: at,
    recordedAt: at,
    from: null,
    state: 'received',
    summary: null,
    description,
    filled: [],
  };
}
