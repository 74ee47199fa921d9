import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { recordReport } from '../../src/store/reports.js';
import { learnedKeys, learnSenderKey } from '../../src/store/sender-keys.js';
import { sampleReport } from '../report/sample.js';
import { clear } from './clear.js';
import { newMessage } from './new-message.js';

const NOW = new Date('2026-11-24T12:00:00Z');
let folder: string;
let connection: Connection;
let report: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  connection = openDatabase(clear(join(folder, 'inbox.sqlite')));
  const message = newMessage({ raw: Buffer.from('raw') });
  const content = sampleReport({});
  const deadlines = { acknowledgeBy: NOW, discloseBy: NOW };
  report = recordReport(connection, { content, ...deadlines, message, attachments: [] }, 'TS', NOW).id;
});

afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

it('the first key of an address stays', () => {
  const first = { address: 'ada@quill.example', fingerprint: 'AA', armored: 'first' };
  expect(learnSenderKey(connection, report, first, NOW)).toBe(true);
  expect(learnSenderKey(connection, report, { ...first, fingerprint: 'BB', armored: 'second' }, NOW)).toBe(
    false,
  );
  expect(learnedKeys(connection)).toEqual([first]);
});

it('every address has a key of its own', () => {
  for (const address of ['b@x.example', 'a@x.example']) {
    learnSenderKey(connection, report, { address, fingerprint: 'AA', armored: 'one' }, NOW);
  }
  expect(learnedKeys(connection).map(({ address }) => address)).toEqual(['a@x.example', 'b@x.example']);
});
