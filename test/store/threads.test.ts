import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sketchOf } from '../../src/report/similarity.js';
import { openApparentThreads } from '../../src/store/apparent-threads.js';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { recordReport } from '../../src/store/reports.js';
import { recordSketch, similarReports } from '../../src/store/sketches.js';
import { openThreads } from '../../src/store/threads.js';
import { sampleReport } from '../report/sample.js';
import { clear } from './clear.js';
import { newMessage } from './new-message.js';

const NOW = new Date('2026-11-24T12:00:00Z');

let folder: string;
let connection: Connection;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'threads-'));
  connection = openDatabase(clear(join(folder, 'inbox.sqlite')));
});

afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

function record(raw: string, words = ''): string {
  const message = newMessage({
    raw: Buffer.from(raw),
    messageId: `<${raw}@example.org>`,
    sender: 'r@example.org',
  });
  const report = { content: sampleReport(), acknowledgeBy: NOW, discloseBy: NOW, message, attachments: [] };
  const { id, number } = recordReport(connection, report, 'TS', NOW);
  const sketch = sketchOf([{ origin: 'cleartext', kind: 'plain', filename: null, text: words }]);
  if (sketch) recordSketch(connection, id, sketch);
  return number;
}

/** Texts that differ in so many places from the first. */
const text = (changed: number) =>
  Array.from({ length: 300 }, (_, index) =>
    index % 30 === 7 && index < changed * 30 ? `new${index}` : `word${index}`,
  ).join(' ');

describe('reports like a text', () => {
  const like = (words: string) => {
    const sketch = sketchOf([{ origin: 'cleartext', kind: 'plain', filename: null, text: words }]);
    return sketch === null ? [] : similarReports(connection, sketch);
  };

  it('are found, the most similar first, and no more than three', () => {
    const numbers = [9, 3, 6, 0, 10].map(changed => record(`raw ${changed}`, text(changed)));
    expect(like(text(0))).toEqual([numbers[3], numbers[1], numbers[2]]);
  });

  it('are none where nothing is like it', () => {
    record('a', text(0));
    expect(like(Array.from({ length: 100 }, (_, index) => `other${index}`).join(' '))).toEqual([]);
  });
});

describe('a look-up', () => {
  it('searches no table from end to end', () => {
    const asked: string[] = [];
    const watched = new Proxy(connection, {
      get: (target, name) =>
        name === 'prepare'
          ? (sql: string) => {
              asked.push(sql);
              return target.prepare(sql);
            }
          : Reflect.get(target, name),
    });
    openThreads(watched);
    openApparentThreads(watched);
    expect(asked.length).toBeGreaterThan(4);
    for (const sql of asked) {
      const plan = connection.prepare(`EXPLAIN QUERY PLAN ${sql}`);
      const steps = plan.all(...(sql.match(/\?/g) ?? []).map(() => 'x')) as { detail: string }[];
      // Of what a sub-query gave, not of a table on disk.
      const scans = steps.map(({ detail }) => detail).filter(detail => /^SCAN (?!\()/.test(detail));
      expect([sql, scans]).toEqual([sql, []]);
    }
  });

  it('finds a report in the thread of any of its mails', () => {
    record('a');
    const number = record('b');
    expect(openThreads(connection).reportsInThread('<b@example.org>')).toMatchObject([{ number }]);
    expect(openThreads(connection).reportsInThread('<c@example.org>')).toEqual([]);
  });
});
