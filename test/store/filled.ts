/** Databases with reports in them, for tests of what copies, replaces and breaks them. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import type { Failure } from '../../src/failure.js';
import { connect, type DatabaseKey } from '../../src/store/connecting.js';
import type { Connection } from '../../src/store/database.js';
import { queueReceipt, type ReceiptKind } from '../../src/store/outbox.js';
import { recordReport } from '../../src/store/reports.js';
import { sampleReport } from '../report/sample.js';
import { newMessage } from './new-message.js';

/**
 * Records a report with a queued receipt.
 * @param name - of the mail, its sender and its receipt
 * @param size - bytes of the mail
 */
export function record(
  connection: Connection,
  name: string,
  { receivedAt = new Date('2026-11-24T12:00:00Z'), kind = 'receipt' as ReceiptKind, size = 100 } = {},
): number {
  const raw = Buffer.alloc(size, `${name} `);
  const report = {
    content: sampleReport({ receivedAt: receivedAt.toISOString() }),
    acknowledgeBy: receivedAt,
    discloseBy: receivedAt,
    message: newMessage({ raw, receivedAt, messageId: `<${name}@example.org>` }),
    attachments: [],
  };
  const { id } = recordReport(connection, report, 'TS', receivedAt);
  const mail = {
    recipient: `${name}@example.org`,
    messageId: `<receipt.${name}@example.test>`,
    inReplyTo: null,
    references: [],
    subject: 's',
    text: 't',
    html: 'h',
    encryptTo: null,
  };
  queueReceipt(connection, id, kind, { state: 'queued', mail }, receivedAt);
  return id;
}

/** The Message-IDs on record, read beside or without any other program. */
export function namesIn(file: string, key: DatabaseKey | null = null): string[] {
  const connection = connect(file, key, { fileMustExist: true });
  try {
    expectSound(connection);
    return (connection.prepare('SELECT message_id FROM messages ORDER BY id').pluck().all() as string[]).map(
      id => id.slice(1, id.indexOf('@')),
    );
  } finally {
    connection.close();
  }
}

function expectSound(connection: Database.Database): void {
  const found = connection.pragma('integrity_check', { simple: true });
  if (found !== 'ok') throw new Error(`not sound: ${String(found)}`);
}

/** What an act fails with. @throws where it does not fail */
export async function failureOf(act: () => unknown): Promise<Failure> {
  try {
    await act();
  } catch (error) {
    return error as Failure;
  }
  throw new Error('it did not fail');
}

/** Everything that shows whether a folder was written to; of shared memory, which holds only locks, its name. */
export function stateOf(folder: string) {
  return readdirSync(folder)
    .sort()
    .map(name => {
      if (name.endsWith('-shm')) return { name };
      const { mtimeMs, mode } = statSync(join(folder, name));
      return { name, mtimeMs, mode, bytes: readFileSync(join(folder, name)).toString('base64') };
    });
}
