/** Report numbers as people shorten them. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { namedReport } from '../../src/commands/named-report.js';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { giveFurtherNumber, recordReport } from '../../src/store/reports.js';
import { sampleReport } from '../report/sample.js';
import { clear } from '../store/clear.js';
import { newMessage } from '../store/new-message.js';

let folder: string;
let connection: Connection;

function recorded(year: number, name: string): number {
  const at = new Date(`${year}-06-01T12:00:00Z`);
  const message = newMessage({ raw: Buffer.from(name) });
  const report = { content: sampleReport(), acknowledgeBy: at, discloseBy: at, message, attachments: [] };
  return recordReport(connection, report, 'TS', at).id;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'named-'));
  connection = openDatabase(clear(join(folder, 'inbox.sqlite')));
  recorded(2026, 'a');
  recorded(2026, 'b');
  const id = recorded(2027, 'c');
  giveFurtherNumber(connection, id, 'TS', new Date('2026-07-01T00:00:00Z'));
  giveFurtherNumber(connection, id, 'TS', new Date('2027-07-01T00:00:00Z'));
});

afterAll(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

describe('a report', () => {
  it.each([
    ['in full', 'TS-2026-0002', 'TS-2026-0002'],
    ['in small letters', ' ts-2026-0002 ', 'TS-2026-0002'],
    ['without its zeros', 'ts-2026-2', 'TS-2026-0002'],
    ['without its prefix', '2026-1', 'TS-2026-0001'],
    ['with another hyphen', '2026‑1', 'TS-2026-0001'],
    ['by a further number', '2026-3', 'TS-2027-0001'],
    ['by a number that only one has', '0003', 'TS-2027-0001'],
  ])('is named %s', (_name, typed, number) => {
    expect(namedReport(connection, typed).number).toBe(number);
  });

  it('that may be several is refused with all of them', () => {
    expect(() => namedReport(connection, '1')).toThrow(/"1" may be TS-2026-0001 or TS-2027-0001\./);
    expect(() => namedReport(connection, '2')).toThrow(/TS-2026-0002 or TS-2027-0002/);
  });

  it.each(['99', '2028-1', 'XX-2026-0001', '', '-1', '1.0', '%', '2026-'])('is not named by %j', typed => {
    expect(() => namedReport(connection, typed)).toThrow(/There is no report/);
  });
});
