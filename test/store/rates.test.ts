import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { type NewReceipt, queueReceipt } from '../../src/store/outbox.js';
import { countLetGo, letGoTo } from '../../src/store/rates.js';
import { recordReport } from '../../src/store/reports.js';
import { sampleReport } from '../report/sample.js';
import { clear } from './clear.js';
import { newMessage } from './new-message.js';

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 24, 12, minutes));
let folder: string;
let connection: Connection;
let report: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  connection = openDatabase(clear(join(folder, 'inbox.sqlite')));
  const deadlines = { acknowledgeBy: at(0), discloseBy: at(0) };
  report = recordReport(
    connection,
    { content: sampleReport({}), ...deadlines, message: newMessage(), attachments: [] },
    'TS',
    at(0),
  ).id;
});

afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

function queue(minutes: number, recipient: string, state: 'queued' | 'held' = 'queued'): void {
  const mail = {
    recipient,
    messageId: `<${minutes}@support.example>`,
    inReplyTo: null,
    references: [],
    subject: 'Received',
    text: 'Received.',
    html: '',
    encryptTo: null,
  };
  const receipt: NewReceipt =
    state === 'queued'
      ? { state, mail, number: 'TS-2026-0001' }
      : { state, mail, number: 'TS-2026-0001', reason: 'a person decides' };
  queueReceipt(connection, report, 'receipt', receipt, at(minutes));
}

it('what was let go counts, whoever it went to, and what is held does not', () => {
  queue(1, 'ada@quill.example');
  queue(2, 'bob@inkwell.example');
  queue(3, 'eve@quill.example', 'held');
  expect(countLetGo(connection, at(0))).toBe(2);
  expect(countLetGo(connection, at(1))).toBe(1);
});

it('who was written to at a domain is found with their subdomains, in any case, oldest first', () => {
  queue(1, 'ada@quill.example');
  queue(3, 'bob@Mail.QUILL.example');
  queue(2, 'cy@quill.example.net');
  queue(4, 'eve@quill.example', 'held');
  expect(letGoTo(connection, 'quill.example', at(0))).toEqual([
    { recipient: 'ada@quill.example', at: at(1) },
    { recipient: 'bob@Mail.QUILL.example', at: at(3) },
  ]);
  expect(letGoTo(connection, 'quill.example', at(1)).map(({ at: when }) => when)).toEqual([at(3)]);
});
