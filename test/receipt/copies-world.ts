/** A database with receipts in it, and a Sent folder in memory. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../../src/failure.js';
import type { SentFolder } from '../../src/receipt/sent-folder.js';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { queueReceipt, type ReceiptMail } from '../../src/store/outbox.js';
import { recordReport } from '../../src/store/reports.js';
import { sampleReport } from '../report/sample.js';
import { clear } from '../store/clear.js';
import { newMessage } from '../store/new-message.js';

export interface Receipts {
  readonly connection: Connection;
  /** Queues one, of a report of its own. @returns its id */
  queue(name: string): number;
  /** States of receipts and of their sent mails, in order. */
  states(): unknown[];
  /** How often each was begun, in order. */
  attempts(): unknown[];
  remove(): void;
}

export const START = new Date('2026-11-24T09:00:00Z');

export const messageIdOf = (name: string) => `<receipt.${name}@example.test>`;

/** Opens an empty database in a folder of its own. */
export function openReceipts(): Receipts {
  const folder = mkdtempSync(join(tmpdir(), 'copies-'));
  const connection = openDatabase(clear(join(folder, 'inbox.sqlite')));
  return {
    connection,
    queue(name) {
      const { id: _number, ...content } = sampleReport({ id: 'TS-2026-0001' });
      const report = recordReport(
        connection,
        {
          content,
          acknowledgeBy: START,
          discloseBy: START,
          message: newMessage({ raw: Buffer.from(name) }),
          attachments: [],
        },
        'TS',
        START,
      );
      const mail: ReceiptMail = {
        recipient: `${name}@example.org`,
        messageId: messageIdOf(name),
        inReplyTo: null,
        references: [],
        subject: 's',
        text: 't',
        html: 'h',
        encryptTo: null,
      };
      queueReceipt(connection, report.id, 'receipt', { state: 'queued', mail }, START);
      return connection.prepare('SELECT max(id) FROM receipts').pluck().get() as number;
    },
    states: () =>
      connection
        .prepare(
          `SELECT receipts.state AS receipt, sent_mails.state AS copy FROM receipts
           LEFT JOIN sent_mails ON receipt_id = receipts.id ORDER BY receipts.id`,
        )
        .all(),
    attempts: () => connection.prepare('SELECT attempts FROM receipts ORDER BY id').pluck().all(),
    remove() {
      connection.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export interface MemorySent extends SentFolder {
  /** Message-IDs it holds. */
  readonly held: Set<string>;
  readonly appended: { readonly raw: string; readonly sentAt: Date }[];
  readonly looked: string[];
  /** Thrown, in place of doing anything, while it is set. */
  trouble: Failure | null;
  /** Thrown after an append was done: its answer got lost. */
  lostAnswer: Failure | null;
}

/** A Sent folder that does what it is told. Mails are their own Message-IDs. */
export function memorySent(): MemorySent {
  const sent: MemorySent = {
    held: new Set(),
    appended: [],
    looked: [],
    trouble: null,
    lostAnswer: null,
    async holds(messageId) {
      sent.looked.push(messageId);
      if (sent.trouble) throw sent.trouble;
      return sent.held.has(messageId);
    },
    async append(raw, sentAt) {
      if (sent.trouble) throw sent.trouble;
      sent.appended.push({ raw: Buffer.from(raw).toString(), sentAt });
      sent.held.add(/<[^>]*>/.exec(Buffer.from(raw).toString())?.[0] ?? '');
      if (sent.lostAnswer) throw sent.lostAnswer;
      return 'appended';
    },
    close: () => Promise.resolve(),
  };
  return sent;
}

export const OUT_OF_REACH = new Failure('unreachable', 'The IMAP server is away.');
