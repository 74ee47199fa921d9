/** The history of a report, on a real database. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acknowledge } from '../../src/store/acknowledging.js';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { historyOf } from '../../src/store/history.js';
import { addNote, assign, moveDisclosure, setSeverity, setStatus } from '../../src/store/life-changes.js';
import { listSummaries } from '../../src/store/summaries.js';
import { clear } from './clear.js';
import { record } from './filled.js';

const NOW = new Date('2026-11-25T10:00:00Z');
const BY = { who: 'grace', now: NOW };
const hour = (count: number) => new Date(NOW.getTime() + count * 3_600_000);

let folder: string;
let connection: Connection;
let id: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'history-'));
  connection = openDatabase(clear(join(folder, 'inbox.sqlite')));
  id = record(connection, 'one');
});

afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

const all = () => listSummaries(connection, { filter: {}, order: 'received', limit: null });

const stored = () => {
  const [report] = all();
  if (report === undefined) throw new Error('no report');
  return report;
};

describe('acknowledging', () => {
  it('takes a report no further than received to acknowledged, once', () => {
    expect(acknowledge(connection, id, NOW, 'grace', 'said', NOW)).toBe(true);
    expect(acknowledge(connection, id, NOW, 'grace', 'said', NOW)).toBe(false);
    expect(stored().life).toMatchObject({ status: 'acknowledged', acknowledgedAt: NOW });
    expect(historyOf(connection, id)).toEqual([
      { kind: 'acknowledged', at: NOW, who: 'grace', from: null, to: NOW.toISOString(), how: 'said' },
    ]);
  });

  it('keeps the earliest answer, whichever is seen first', () => {
    acknowledge(connection, id, hour(2), 'grace', 'said', hour(3));
    expect(acknowledge(connection, id, hour(4), 'x', 'seen-in-sent', hour(5))).toBe(false);
    expect(acknowledge(connection, id, hour(1), 'x', 'seen-in-mailbox', hour(6))).toBe(true);
    expect(stored().life.acknowledgedAt).toEqual(hour(1));
    expect(historyOf(connection, id)).toHaveLength(2);
  });

  it('takes no verdict back', () => {
    setStatus(connection, id, { from: 'received', to: 'accepted' }, BY);
    acknowledge(connection, id, NOW, 'grace', 'said', NOW);
    expect(stored().life).toMatchObject({ status: 'accepted', acknowledgedAt: NOW });
  });
});

it('closing sets when, and reopening takes it back', () => {
  setStatus(connection, id, { from: 'received', to: 'disclosed' }, BY);
  expect(stored().life).toMatchObject({ status: 'disclosed', closedAt: NOW, disclosedAt: NOW });
  setStatus(connection, id, { from: 'disclosed', to: 'accepted', reason: 'again' }, BY);
  expect(stored().life).toMatchObject({ status: 'accepted', closedAt: null, disclosedAt: null });
  const other = record(connection, 'two');
  setStatus(connection, other, { from: 'received', to: 'duplicate', of: { id, number: 'TS-2026-0001' } }, BY);
  expect(all()[1]?.life).toMatchObject({
    status: 'duplicate',
    duplicateOf: 'TS-2026-0001',
  });
});

it('every kind of change is read back as it was made', () => {
  assign(connection, id, null, 'alan', BY);
  setSeverity(connection, id, { from: null, to: 'high', reason: 'remote' }, BY);
  moveDisclosure(connection, id, { from: stored().discloseBy, to: hour(900), reason: 'vendor' }, BY);
  addNote(connection, id, 'a "note"\nof two lines', BY);
  expect(historyOf(connection, id).map(({ at, who, ...entry }) => entry)).toEqual([
    { kind: 'assigned', from: null, to: 'alan' },
    { kind: 'severity', from: null, to: 'high', reason: 'remote' },
    {
      kind: 'disclosure-date',
      from: '2026-11-24T12:00:00.000Z',
      to: hour(900).toISOString(),
      reason: 'vendor',
    },
    { kind: 'note', text: 'a "note"\nof two lines' },
  ]);
  expect(stored()).toMatchObject({ discloseBy: hour(900), life: { assignedTo: 'alan', severity: 'high' } });
});

describe('the history', () => {
  it.each([
    ['be changed', "UPDATE history SET who = 'mallory'"],
    ['lose its words before a purge', "UPDATE history SET detail = json_remove(detail, '$.text')"],
    ['be deleted', 'DELETE FROM history'],
    ['be replaced', "INSERT OR REPLACE INTO history VALUES (1, 1, 'a', 'b', 'note', '{}')"],
  ])('can not %s', (_name, sql) => {
    addNote(connection, id, 'words', BY);
    expect(() => connection.exec(sql)).toThrow('the history is only added to');
    expect(historyOf(connection, id)).toMatchObject([{ who: 'grace', text: 'words' }]);
  });

  it('of a purged report loses its words and nothing else', () => {
    addNote(connection, id, 'words', BY);
    setStatus(connection, id, { from: 'received', to: 'rejected', reason: 'why' }, BY);
    connection.exec("UPDATE reports SET purged_at = 'x', purged_by = 'y'");
    expect(() => connection.exec("UPDATE history SET detail = '{}'")).toThrow('only added to');
    connection.exec("UPDATE history SET detail = json_remove(detail, '$.reason', '$.text')");
    expect(historyOf(connection, id).map(({ at, who, ...entry }) => entry)).toEqual([
      { kind: 'note' },
      { kind: 'status', from: 'received', to: 'rejected' },
    ]);
  });

  it('is not written where its change fails', () => {
    expect(() => setStatus(connection, id, { from: 'received', to: 'duplicate' }, BY)).toThrow(/CHECK/);
    expect(historyOf(connection, id)).toEqual([]);
  });
});
