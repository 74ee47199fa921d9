/** Purging, down to the bytes of the files. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { proposedAdvisory } from '../../src/advisory/proposed.js';
import { candidates } from '../../src/publication/candidates.js';
import { requeue, retry } from '../../src/receipt/second-try.js';
import { addRevision, revisionsOf, saveAdvisory, savedAdvisory } from '../../src/store/advisories.js';
import { markBounced } from '../../src/store/bounces.js';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { queuedReceipts } from '../../src/store/delivery.js';
import { historyOf } from '../../src/store/history.js';
import { addNote, setStatus } from '../../src/store/life-changes.js';
import { findPurged, purgedName } from '../../src/store/messages.js';
import { queueReceipt } from '../../src/store/outbox.js';
import { purgeable, purgeReport, sweep } from '../../src/store/purge.js';
import { findReport, type ReportNumber, recordReport, updateContent } from '../../src/store/reports.js';
import { learnedKeys, learnSenderKey } from '../../src/store/sender-keys.js';
import { openThreads } from '../../src/store/threads.js';
import { sampleReport } from '../report/sample.js';
import { clear } from './clear.js';
import { newMessage } from './new-message.js';

const CLOSED = new Date('2024-01-01T12:00:00Z');
const BEFORE = new Date('2024-11-24T12:00:00Z');
const BY = { who: 'grace', now: new Date('2026-11-24T12:00:00Z') };
const CANARY = 'wombat';

let folder: string;
let connection: Connection;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'purge-'));
  connection = openDatabase(clear(join(folder, 'inbox.sqlite')));
});

afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

let count = 0;

interface Given {
  readonly word?: string;
  readonly size?: number;
  readonly receipt?: 'sent' | 'queued' | 'held';
  readonly closed?: boolean;
}

/** A report with its word in every place that holds words. */
function given({ word = CANARY, size = 500, receipt = 'sent', closed = true }: Given = {}): {
  id: number;
  number: ReportNumber;
  raw: Buffer;
} {
  count += 1;
  const text = `${word} `.repeat(size / 7);
  const raw = Buffer.from(`Subject: ${word}${count}\r\n\r\n${text}`);
  const content = sampleReport({
    summary: word,
    description: text.slice(0, 3000),
    reporter: { name: word, email: `${word}@example.org`, creditAs: word, wantsCredit: true },
    severity: { vector: `CVSS ${word}`, score: 7.5, rating: 'high' },
    missing: ['steps'],
  });
  const made = recordReport(
    connection,
    {
      content,
      acknowledgeBy: CLOSED,
      discloseBy: CLOSED,
      message: newMessage({
        raw,
        messageId: `<${word}.${count}@example.org>`,
        sender: `${word}@example.org`,
        signer: word,
        contentHash: `${word} hash`,
        ciphertexts: [`${word} ${count}`],
        bodies: [{ origin: 'decrypted', kind: 'plain', text, filename: word }],
      }),
      attachments: [{ origin: 'decrypted', filename: word, contentType: word, content: Buffer.from(text) }],
    },
    'TS',
    CLOSED,
  );
  const mail = {
    recipient: `${word}@example.org`,
    messageId: `<receipt.${count}@example.test>`,
    inReplyTo: `<${word}.${count}@example.org>`,
    references: [`<${word}@example.org>`],
    subject: word,
    text,
    html: text,
    encryptTo: word,
  };
  const queued =
    receipt === 'held'
      ? ({ state: 'held', mail, reason: word } as const)
      : ({ state: 'queued', mail } as const);
  queueReceipt(connection, made.id, 'receipt', queued, CLOSED);
  if (receipt === 'sent') {
    connection
      .prepare(
        "UPDATE receipts SET state = 'bounced', sent_at = 'x', reason = ?, last_answer = ? WHERE report_id = ?",
      )
      .run(word, word, made.id);
    connection
      .prepare("INSERT INTO sent_mails SELECT id, 'due', ?, 'x', ? FROM receipts WHERE report_id = ?")
      .run(Buffer.from(text), word, made.id);
  }
  connection.prepare('INSERT INTO word_sketches VALUES (?, ?)').run(made.id, Buffer.from(word));
  connection.prepare('INSERT INTO word_bands VALUES (1, 2, ?)').run(made.id);
  addNote(connection, made.id, text, { who: 'alan', now: CLOSED });
  const advisory = {
    ...proposedAdvisory({ ...content, id: made.number }, { severity: null }),
    description: word,
  };
  saveAdvisory(connection, made.id, advisory, word, { who: 'alan', now: CLOSED });
  addRevision(connection, made.id, { revision: 1, at: CLOSED, change: word, advisory });
  if (closed) {
    setStatus(
      connection,
      made.id,
      { from: 'received', to: 'rejected', reason: word },
      { who: 'alan', now: CLOSED },
    );
  }
  return { ...made, raw };
}

/** How often a word stands in all files of the folder. */
function inFiles(word: string): number {
  return readdirSync(folder)
    .map(name => readFileSync(join(folder, name)).toString('latin1').split(word).length - 1)
    .reduce((sum, each) => sum + each, 0);
}

function purgeAll(): string[] {
  const purged = purgeable(connection, BEFORE)
    .filter(one => purgeReport(connection, one, BEFORE, BY))
    .map(({ number }) => number);
  expect(sweep(connection)).toBe(true);
  return purged;
}

describe('a purge', () => {
  it('leaves no word of a report in any file, its WAL too, and those of its neighbours whole', () => {
    const sizes = [60, 900, 3_000, 12_000, 70_000];
    for (let round = 0; round < 60; round += 1) {
      const size = sizes[round % sizes.length] ?? 60;
      given({ size, word: round % 3 === 0 ? 'stays' : CANARY, closed: round % 3 !== 0 });
    }
    const before = connection
      .prepare("SELECT sum(length(bytes)) FROM messages WHERE sender LIKE 'stays%'")
      .pluck();
    const bytes = before.get();
    expect(inFiles(CANARY)).toBeGreaterThan(1000);
    expect(purgeAll()).toHaveLength(40);
    expect(inFiles(CANARY)).toBe(0);
    expect(before.get()).toBe(bytes);
    expect(inFiles('stays')).toBeGreaterThan(1000);
    expect(connection.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(connection.pragma('foreign_key_check')).toEqual([]);
  }, 30_000);

  it('keeps the number, the dates, the status, what is counted, and who purged it', () => {
    const { id, number } = given();
    purgeAll();
    const report = findReport(connection, number);
    expect(report).toMatchObject({
      number,
      acknowledgeBy: CLOSED,
      life: { status: 'rejected', closedAt: CLOSED, purged: { at: BY.now, by: 'grace' } },
      content: { severity: { rating: 'high', score: 7.5, vector: null }, missing: ['steps'], summary: null },
    });
    expect(historyOf(connection, id)).toMatchObject([
      { kind: 'note', who: 'alan' },
      { kind: 'advisory', who: 'alan' },
      { kind: 'status', to: 'rejected' },
      { kind: 'purged', who: 'grace' },
    ]);
  });

  it('keeps what was saved of one for the public, where it was disclosed', () => {
    const { id, number } = given({ closed: false });
    setStatus(connection, id, { from: 'received', to: 'disclosed' }, { who: 'alan', now: CLOSED });
    expect(purgeAll()).toEqual([number]);
    expect(savedAdvisory(connection, id, number)?.advisory.description).toBe(CANARY);
    expect(revisionsOf(connection, id, number)).toMatchObject([{ advisory: { description: CANARY } }]);
  });

  it('brings back no name whose owner took it back, however the advisory is kept', () => {
    const { id, number } = given({ closed: false });
    setStatus(connection, id, { from: 'received', to: 'disclosed' }, { who: 'alan', now: CLOSED });
    const before = findReport(connection, number)?.content ?? sampleReport({});
    const later = new Date(CLOSED.getTime() + 1000).toISOString();
    const wish = { rule: 'a wish', mail: 1, spans: [] };
    updateContent(connection, id, {
      ...before,
      reporter: { ...before.reporter, creditAs: null, wantsCredit: false },
      where: { wantsCredit: wish },
      followUps: [
        {
          ...{ receivedAt: later, recordedAt: later, from: null, state: 'received', summary: null },
          ...{ description: null, filled: ['credit refused'] },
        },
      ],
    });
    const goesOut = () => candidates(connection, 'disclosed', () => true, BY.now)[0]?.next?.advisory.credits;
    expect(savedAdvisory(connection, id, number)?.advisory.credits).toEqual([CANARY]);
    expect(goesOut()).toEqual([]);
    purgeAll();
    expect(goesOut()).toEqual([]);
    connection.prepare('DELETE FROM advisories').run();
    expect(goesOut()).toEqual([]);
  });

  it('takes what stayed of a disclosed one once it is no longer disclosed, and does so once', () => {
    const { id, number } = given({ closed: false });
    const who = { who: 'alan', now: CLOSED };
    setStatus(connection, id, { from: 'received', to: 'disclosed' }, who);
    expect(purgeAll()).toEqual([number]);
    expect(purgeAll()).toEqual([]);
    expect(inFiles(CANARY)).toBeGreaterThan(0);
    setStatus(connection, id, { from: 'disclosed', to: 'rejected', reason: CANARY }, who);
    expect(purgeAll()).toEqual([number]);
    expect(inFiles(CANARY)).toBe(0);
    expect(revisionsOf(connection, id, number)).toMatchObject([{ revision: 1, change: 'Withdrawn.' }]);
    expect(purgeAll()).toEqual([]);
  });

  it.each<[string, Given]>([
    ['is open', { closed: false }],
    ['has a receipt to be sent', { receipt: 'queued' }],
    ['has a receipt that waits for a person', { receipt: 'held' }],
  ])('touches no report that %s', (_name, fields) => {
    const { number } = given(fields);
    expect(purgeAll()).toEqual([]);
    expect(findReport(connection, number)?.content.summary).toBe(CANARY);
  });

  it('touches none closed since, and none reopened between the look and the act', () => {
    const { id, number } = given();
    expect(purgeable(connection, CLOSED)).toEqual([]);
    const [found] = purgeable(connection, BEFORE);
    setStatus(connection, id, { from: 'rejected', to: 'accepted', reason: 'r' }, BY);
    expect(found && purgeReport(connection, found, BEFORE, BY)).toBe(false);
    expect(findReport(connection, number)?.content.summary).toBe(CANARY);
  });

  it('is done once, and writes nothing where it is done', () => {
    const { id } = given();
    expect(purgeAll()).toHaveLength(1);
    const changes = connection.prepare('SELECT total_changes()').pluck();
    const before = changes.get();
    expect(purgeAll()).toEqual([]);
    expect(changes.get()).toBe(before);
    expect(historyOf(connection, id)).toHaveLength(4);
  });

  it('writes the file anew with the next one where it was cut short', () => {
    given();
    const [found] = purgeable(connection, BEFORE);
    expect(found && purgeReport(connection, found, BEFORE, BY)).toBe(true);
    const unfinished = connection.prepare('SELECT sum(purge_unfinished) FROM reports').pluck();
    expect(unfinished.get()).toBe(1);
    const reader = openDatabase(clear(join(folder, 'inbox.sqlite')));
    const rows = reader.prepare('SELECT number FROM reports').iterate();
    rows.next();
    connection.pragma('busy_timeout = 50');
    expect(sweep(connection)).toBe(false);
    expect(unfinished.get()).toBe(1);
    rows.return?.();
    reader.close();
    expect(purgeAll()).toEqual([]);
    expect(unfinished.get()).toBe(0);
    expect(inFiles(CANARY)).toBe(0);
  });

  it.each(['refused', 'bounced', 'withheld'])(
    'leaves nothing that could be sent again of a receipt that is %s',
    state => {
      const { id, number } = given();
      connection
        .prepare(
          `UPDATE receipts SET state = @state, sent_at = iif(@state = 'bounced', 'x', NULL),
           recipient = iif(@state = 'withheld', NULL, recipient), dropped_mail = json_object('recipient', 'x')`,
        )
        .run({ state });
      purgeAll();
      for (const planned of [retry(connection, number, BY.now), requeue(connection, number, BY.now)]) {
        expect(planned).toEqual([]);
      }
      expect(retry(connection, null, BY.now)).toEqual([]);
      expect(queuedReceipts(connection, BY.now)).toEqual([]);
      expect(connection.prepare('SELECT state FROM receipts WHERE report_id = ?').pluck().get(id)).toBe(
        state,
      );
    },
  );

  it('keeps no word of a delivery report that comes later', () => {
    const { id } = given();
    connection.prepare("UPDATE receipts SET state = 'sent'").run();
    purgeAll();
    const name = `<receipt.${count}@example.test>`;
    markBounced(connection, [name], '5.1.1 unknown user wombat@example.org', 'hash');
    const row = connection.prepare('SELECT state, reason FROM receipts WHERE report_id = ?').get(id);
    expect(row).toEqual({ state: 'bounced', reason: 'not delivered' });
  });

  it('forgets a learned key, unless other mail that it signed is on record', () => {
    const one = given();
    learnSenderKey(
      connection,
      one.id,
      { address: 'wombat@example.org', fingerprint: CANARY, armored: 'k' },
      CLOSED,
    );
    const two = given({ closed: false });
    purgeAll();
    expect(learnedKeys(connection)).toHaveLength(1);
    setStatus(connection, two.id, { from: 'received', to: 'disclosed' }, { who: 'alan', now: CLOSED });
    purgeAll();
    expect(learnedKeys(connection)).toEqual([]);
  });
});

describe('a mail of a purged report', () => {
  it('is known again by its Message-ID and its words, however its header came', () => {
    const { number, raw } = given();
    const id = `<${CANARY}.${count}@example.org>`;
    const moved = Buffer.concat([Buffer.from('Received: by other.example\r\n'), raw]);
    expect(findPurged(connection, { raw: moved }, id)).toBeNull();
    purgeAll();
    expect(findPurged(connection, { raw: moved }, id)).toBe(number);
    expect(findPurged(connection, { raw: moved }, '<another@example.org>')).toBeNull();
    expect(findPurged(connection, { raw: Buffer.concat([moved, Buffer.from('more')]) }, id)).toBeNull();
  });

  it('still names its thread, and nobody is its author', () => {
    const { id, number } = given();
    purgeAll();
    const threads = openThreads(connection);
    const messageId = `<${CANARY}.${count}@example.org>`;
    expect(threads.reportsInThread(messageId)).toMatchObject([{ number }]);
    expect(threads.messagesWithId(messageId)).toMatchObject([{ sender: null, contentHash: null }]);
    expect(threads.hasAuthor({ id, number }, `${CANARY}@example.org`, CANARY)).toBe(false);
    expect(purgedName(messageId)).not.toContain(CANARY);
  });
});
