/** Lists: which reports, in which order, read from where; and that summaries say what the reports say. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/schema.js';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { first } from '../../src/store/migrations/0001-first.js';
import { threads } from '../../src/store/migrations/0002-threads.js';
import { words } from '../../src/store/migrations/0003-words.js';
import { attachedWords } from '../../src/store/migrations/0004-attached-words.js';
import { sentMails } from '../../src/store/migrations/0005-sent-mails.js';
import { restores } from '../../src/store/migrations/0006-restores.js';
import type { ReportFilter, ReportOrder } from '../../src/store/report-filter.js';
import {
  countReports,
  followUpsSince,
  listDocuments,
  listSummaries,
  productNames,
  statementOf,
} from '../../src/store/summaries.js';
import { sampleReport } from '../report/sample.js';
import { clear } from './clear.js';
import { followedUp, recorded } from './report-record.js';

let folder: string;
let connection: Connection;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'summaries-'));
  connection = openDatabase(clear(join(folder, 'inbox.sqlite')));
});

afterEach(() => {
  if (connection.open) connection.close();
  rmSync(folder, { recursive: true });
});

const rated = (
  rating: 'none' | 'low' | 'medium' | 'high' | 'critical' | null,
  score: number | null = null,
) => ({
  severity: { vector: null, score, rating },
});
const from = (name: string | null, email: string | null) => ({
  reporter: { name, email, creditAs: null, wantsCredit: null },
});
const day = (date: number) => new Date(Date.UTC(2026, 10, date));
const list = (filter: ReportFilter, order: ReportOrder = 'received', limit: number | null = null) =>
  listSummaries(connection, { filter, order, limit });
const names = (...query: Parameters<typeof list>) => list(...query).map(({ summary }) => summary);

describe('a list', () => {
  beforeEach(() => connection.transaction(fill)());

  function fill(): void {
    const add = (summary: string, received: number, due: number, fields: Partial<Report>) =>
      recorded(
        connection,
        { summary, receivedAt: day(received).toISOString(), ...fields },
        { due: day(due) },
      );
    add('a', 3, 20, { ...rated('critical', 9.8), affected: [{ product: 'ts-scan', versions: ['1'] }] });
    add('b', 1, 24, { ...rated(null, 7.2), ...from('Müller', 'ada@quill.example') });
    add('c', 2, 22, { ...rated('low', 9.9), ...from(null, 'm_ller@quill.example') });
    add('d', 4, 23, {
      severity: { vector: 'CVSS:…', score: null, rating: null },
      cvss: { version: '3.1', score: 4, rating: 'medium', agrees: null, problem: null },
      affected: ['TS Scan', 'portal'].map(product => ({ product, versions: [] })),
    });
    add('e', 5, 21, from('100%', null));
    add('f', 6, 25, { severity: { vector: null, score: 0, rating: null } });
  }

  it.each<[string, ReportFilter, string]>([
    ['of nothing in particular', {}, 'bcadef'],
    ['of what came from a moment on', { receivedFrom: day(3) }, 'adef'],
    ['of what came before a moment', { receivedBefore: day(3) }, 'bc'],
    ['of what is due in a stretch', { dueFrom: day(21), dueBefore: day(23) }, 'ce'],
    ['of a product', { products: ['ts-scan'] }, 'a'],
    ['of a product with several names', { products: ['ts-scan', 'TS Scan'] }, 'ad'],
    ['of a product without any name', { products: [] }, ''],
    ['of one rating, the stated word before the stated score', { severity: { from: 1, to: 1 } }, 'c'],
    ['of a rating and those above, by score where there is no word', { severity: { from: 3, to: 4 } }, 'ba'],
    ['of a rating that the vector comes to', { severity: { from: 2, to: 2 } }, 'd'],
    ['of a score of 0', { severity: { from: 0, to: 0 } }, 'f'],
    ['of what is not rated', { severity: 'unrated' }, 'e'],
    ['of a part of a name', { reporter: 'üll' }, 'b'],
    ['of a name in another case', { reporter: 'MÜLLER' }, 'b'],
    ['of a part of an address', { reporter: 'QUILL' }, 'bc'],
    ['of signs that LIKE knows', { reporter: '%' }, 'e'],
    ['of an underscore', { reporter: 'm_l' }, 'c'],
    ['of all that is asked for at once', { reporter: 'quill', severity: { from: 3, to: 4 } }, 'b'],
    ['of a quote of SQL', { reporter: `' OR 1 --` }, ''],
  ])('%s', (_name, filter, expected) => {
    expect(names(filter).join('')).toBe(expected);
    expect(countReports(connection, filter)).toBe(expected.length);
  });

  it.each<[ReportOrder, string, string]>([
    ['received', 'bcadef', 'ef'],
    ['due', 'aecdbf', 'ae'],
    ['severity', 'abdcfe', 'ab'],
  ])('by %s keeps the first of that order, and of arrivals the last', (order, all, two) => {
    expect(names({}, order).join('')).toBe(all);
    expect(names({}, order, 2).join('')).toBe(two);
  });

  it('of documents is the same, a few at a time', () => {
    connection.transaction(() => {
      for (let index = 0; index < 120; index++) recorded(connection, { summary: `more ${index}` });
    })();
    const query = { filter: {}, order: 'received' as const, limit: null };
    const parts = [...listDocuments(connection, query)];
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.flat().map(({ content }) => content.summary)).toEqual(names({}));
  });

  it('knows the products by the names that reports give them', () => {
    expect(productNames(connection).sort()).toEqual(['TS Scan', 'portal', 'ts-scan']);
  });

  it.each<[string, ReportFilter, ReportOrder, string]>([
    ['of the last that came', {}, 'received', 'USING INDEX reports_by_arrival'],
    ['of the most urgent', {}, 'due', 'USING INDEX reports_by_deadline'],
    ['of what is due', { dueBefore: day(22) }, 'due', 'reports_by_deadline (acknowledge_by<?)'],
    ['of a stretch', { receivedFrom: day(3) }, 'received', 'reports_by_arrival (received_at>?)'],
    ['of a rating', { severity: { from: 4, to: 4 } }, 'received', 'USING INDEX reports_by_arrival'],
    ['of the gravest', {}, 'severity', 'USING INDEX report_summaries_by_severity'],
    ['of a product', { products: ['ts-scan'] }, 'received', 'USING INDEX reports_by_arrival'],
  ])('%s is read from its index, without a sort', (_name, filter, order, index) => {
    const { sql, values } = statementOf('number, summary', { filter, order, limit: 10 });
    const steps = connection.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values);
    const plan = steps.map(step => (step as { detail: string }).detail).join('\n');
    expect(plan).toContain(index);
    expect(plan).not.toContain('TEMP B-TREE');
  });
});

describe('a summary', () => {
  const note = (recordedAt: string) => ({
    receivedAt: recordedAt,
    recordedAt,
    from: null,
    state: 'received' as const,
    summary: null,
    description: null,
    filled: [],
  });

  it('follows its report', () => {
    const number = recorded(connection, { ...rated('low'), missing: ['steps'] });
    const at = '2026-11-26T12:00:00.000Z';
    followedUp(connection, number, {
      ...rated('high'),
      missing: [],
      replaySuspected: true,
      followUps: [note(at)],
    });
    expect(list({})).toMatchObject([{ stated: { rating: 'high' }, missing: [], replaySuspected: true }]);
    expect(names({ severity: { from: 3, to: 3 } })).toHaveLength(1);
  });

  it('is not needed for follow-ups that came before', () => {
    const [early, late] = ['2026-11-20T12:00:00.000Z', '2026-11-26T12:00:00.000Z'];
    recorded(connection, { followUps: [note(early)] });
    const number = recorded(connection, { followUps: [note(early), note(late)] });
    expect([...followUpsSince(connection, new Date('2026-11-22'))]).toEqual([[number, [note(late)]]]);
  });

  it('of a report from before is what it would be if it came now, and is searched alike', () => {
    const contents = [
      sampleReport({ id: 'TS-2026-0001' }),
      sampleReport({
        id: 'TS-2026-0002',
        ...rated('medium', 5),
        ...from('Zoë', null),
        state: 'undecryptable',
        stateReason: 'no key',
        summary: null,
        steps: ['one', 'two'],
        cve: ['CVE-2026-1001'],
        missing: ['steps', 'contact'],
        foundIn: 'junk',
        replaySuspected: true,
        affected: [
          { product: 'p', versions: ['1', '2'] },
          { product: 'q', versions: [] },
          { product: 'p', versions: [] },
        ],
        encryption: { state: 'decrypted', form: 'inline', keyFingerprint: 'A', keyState: 'expired' },
        related: [{ id: 'TS-2026-0001', because: 'similar' }],
        followUps: [note('2026-11-26T12:00:00.000Z'), note('2026-11-25T12:00:00.000Z')],
        attachments: [
          { filename: 'a.txt', contentType: 'text/plain' },
          { filename: null, contentType: 'text/plain' },
        ],
      }),
    ];
    for (const content of contents) recorded(connection, content, { words: ['words of it'] });
    const file = join(folder, 'old.sqlite');
    const old = new Database(file);
    for (const migration of [first, threads, words, attachedWords, sentMails, restores]) old.exec(migration);
    old.pragma(`application_id = ${0x53656349}`);
    old.pragma('user_version = 6');
    for (const [index, content] of contents.entries()) {
      const at = content.receivedAt;
      old
        .prepare('INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
        .run(index + 1, content.id, content.state, at, at, at, at, JSON.stringify(content));
      old
        .prepare("INSERT INTO messages VALUES (?, ?, 'report', ?, NULL, NULL, NULL, ?, NULL, 1, x'')")
        .run(index + 1, index + 1, at, String(index));
      old
        .prepare("INSERT INTO words VALUES (?, 0, 'cleartext', 'plain', NULL, 'words of it')")
        .run(index + 1);
    }
    old.close();
    const migrated = openDatabase(clear(file));
    for (const table of ['report_summaries', 'report_products', 'search_index']) {
      const rows = (of: Connection) => of.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all();
      expect(rows(migrated)).toHaveLength(2);
      expect(rows(migrated)).toEqual(rows(connection));
    }
    expect(
      migrated.prepare("SELECT count(*) FROM search_index WHERE search_index MATCH 'zoe'").pluck().get(),
    ).toBe(1);
    migrated.close();
  });
});
