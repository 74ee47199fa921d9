/** What a mail becomes beside those on record: the pipeline on a real database, with readings given. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Intake, type Outcome, takeIn } from '../src/intake.js';
import type { Reading } from '../src/reading/reading.js';
import type { Report } from '../src/report/schema.js';
import { keptFiles } from '../src/store/attachments.js';
import { type Connection, openDatabase } from '../src/store/database.js';
import { markSent } from '../src/store/delivery.js';
import { makeDispatches } from '../src/store/dispatches.js';
import { failedNotices } from '../src/store/failed-notices.js';
import { holdMail } from '../src/store/held-mail.js';
import { keepTargets, NOTICE_KINDS } from '../src/store/notices.js';
import { readPosition } from '../src/store/positions.js';
import { findReport, type ReportNumber } from '../src/store/reports.js';
import { deriveReport } from '../src/store/search-index.js';
import { intakeReading } from './intake/intake-reading.js';
import { type ReadingFields, readingOf } from './readings.js';
import { clear } from './store/clear.js';
import { expectDerived } from './store/derived.js';

const { SqliteError } = Database;

const START = new Date('2026-11-24T09:00:00Z');
const HOUR = 3_600_000;
const KEY = { mailbox: 'support@imap.example', folder: 'INBOX' };

let folder: string;
let connection: Connection;
let intake: Intake;
let now: Date;
let next: Reading;
let uid: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'intake-'));
  connection = openDatabase(clear(join(folder, 'inbox.sqlite')));
  now = START;
  uid = 0;
  intake = intakeReading(
    connection,
    async () => next,
    () => now,
  );
});

afterEach(() => {
  expectDerived(connection);
  connection.close();
  rmSync(folder, { recursive: true });
});

/** Takes a mail in; its bytes are its own unless given. */
async function take(
  fields: ReadingFields | Reading = {},
  raw = `mail ${uid}`,
  foundIn: 'inbox' | 'junk' | 'form' = 'inbox',
): Promise<Outcome> {
  next = 'kind' in fields ? fields : readingOf(fields);
  uid += 1;
  const place = { folder: KEY, position: { uidValidity: '1', uid } };
  return takeIn({ raw: Buffer.from(raw), isComplete: true, foundIn, receivedAt: now, place }, intake);
}

function content(number = 'TS-2026-0001'): Report {
  const stored = findReport(connection, number);
  if (stored === null) throw new Error(`no ${number}`);
  return stored.content;
}

const roles = (number = 'TS-2026-0001') =>
  connection
    .prepare(
      'SELECT role FROM messages JOIN reports ON reports.id = report_id WHERE number = ? ORDER BY messages.id',
    )
    .pluck()
    .all(number);
const reports = () => connection.prepare('SELECT number FROM reports ORDER BY id').pluck().all();
const receipts = () =>
  connection.prepare('SELECT kind, state, subject, recipient, reason FROM receipts ORDER BY id').all() as {
    kind: string;
    state: string;
    subject: string | null;
    recipient: string | null;
    reason: string | null;
  }[];
const receiptId = () =>
  connection.prepare('SELECT message_id FROM receipts ORDER BY id DESC LIMIT 1').pluck().get() as string;

/** One day on, so that what is answered once a day may be answered. */
const aDayLater = () => {
  now = new Date(now.getTime() + 25 * HOUR);
};

describe('a mail that is held', () => {
  const held = () => {
    const holder = holdMail(connection, KEY.mailbox);
    for (const piece of [`Subject: x\r\n\r\nmail ${uid}`, 'and more']) holder.add(Buffer.from(piece));
    const mail = holder.done();
    if (mail === null) throw new Error('not held');
    uid += 1;
    const place = { folder: KEY, position: { uidValidity: '1', uid } };
    return { ...mail, isComplete: true, foundIn: 'inbox', receivedAt: now, place } as const;
  };
  const pieces = () => connection.prepare('SELECT count(*) FROM remainder_pieces').pluck().get();

  it('is the report’s once it is taken in, and leaves nothing more where it comes again', async () => {
    next = readingOf({ trigger: 'subject' });
    const mail = held();
    expect(await takeIn(mail, intake)).toMatchObject({ kind: 'recorded' });
    expect(pieces()).toBe(1);
    uid -= 1;
    expect(await takeIn(held(), intake)).toMatchObject({ kind: 'known' });
    expect(pieces()).toBe(1);
  });

  it('leaves nothing where it is left alone', async () => {
    next = readingOf({ trigger: null });
    expect(await takeIn(held(), intake)).toEqual({ kind: 'left-alone' });
    expect(pieces()).toBe(0);
  });

  it('is kept whole where nothing but its header could be recorded', async () => {
    next = readingOf({ trigger: 'subject' });
    const broken = { ...readingOf({ trigger: 'subject' }), report: null } as unknown as Reading;
    const reader = { ...intake.reader, read: async () => broken, readHeader: async () => next };
    expect(await takeIn(held(), { ...intake, reader })).toMatchObject({ kind: 'recorded' });
    expect(pieces()).toBe(1);
  });
});

describe('a mail of the report’s author', () => {
  beforeEach(async () => {
    await take({ messageId: '<first@example.org>' });
  });

  it.each<[string, () => ReadingFields]>([
    ['that answers our receipt', () => ({ references: [receiptId()] })],
    ['that answers their own mail', () => ({ references: ['<first@example.org>'] })],
    ['with the number in its subject', () => ({ subject: 'Re: [ts-2026-0001] more' })],
    [
      'with the number in its protected subject',
      () => ({ subject: '...', protectedSubject: 'TS-2026-0001' }),
    ],
    ['with the phrase as well', () => ({ trigger: 'subject', references: ['<first@example.org>'] })],
    ['in other letters', () => ({ from: 'Researcher@Example.ORG', references: ['<first@example.org>'] })],
    [
      'that asks for no automatic answer',
      () => ({ references: [receiptId()], noAnswer: 'response-suppressed' }),
    ],
    [
      'under the Message-ID of the first, saying something else',
      () => ({ messageId: '<first@example.org>' }),
    ],
  ])('%s is a follow-up', async (_name, fields) => {
    expect(await take({ trigger: null, ...fields() })).toEqual({ kind: 'follow-up', number: 'TS-2026-0001' });
    expect(reports()).toEqual(['TS-2026-0001']);
    expect(roles()).toEqual(['report', 'follow-up']);
    expect(content().followUps).toHaveLength(1);
  });

  it('from another address is one where the same key signed both', async () => {
    await take({ from: 'other@example.org', messageId: '<signed@example.org>', signer: 'ABCD' });
    const later = { trigger: null, references: ['<signed@example.org>'] };
    expect(await take({ ...later, from: 'third@example.org', signer: 'ABCD' })).toMatchObject({
      kind: 'follow-up',
      number: 'TS-2026-0002',
    });
    expect(await take({ ...later, from: 'third@example.net', signer: 'EEEE' })).toMatchObject({
      kind: 'recorded',
    });
  });

  it('that belongs to no thread is none, and without the phrase nothing at all', async () => {
    expect(await take({ trigger: null })).toEqual({ kind: 'left-alone' });
    expect(await take()).toMatchObject({ kind: 'recorded', number: 'TS-2026-0002' });
  });

  it('with the number of a report that does not exist is no follow-up', async () => {
    expect(await take({ trigger: null, subject: 'TS-2026-0009' })).toEqual({ kind: 'left-alone' });
  });

  it('fills what was missing, and overwrites nothing', async () => {
    await take({
      trigger: null,
      references: ['<first@example.org>'],
      report: {
        summary: 'another summary',
        steps: ['Start it.'],
        missing: ['description', 'affected'],
        source: { steps: 'section', summary: 'section' },
      },
    });
    expect(content()).toMatchObject({
      summary: 'summary',
      steps: ['Start it.'],
      missing: ['description', 'affected'],
      source: { steps: 'section' },
      followUps: [{ from: 'researcher@example.org', filled: ['steps'], state: 'received' }],
    });
  });

  it('brings its files with it', async () => {
    const reply = { trigger: null, references: ['<first@example.org>'] };
    await take({ ...reply, files: [{ filename: 'a.txt', content: 'a' }] });
    await take({ ...reply, files: [{ filename: 'b.txt', content: 'bb' }] });
    expect(content().attachments.map(({ filename }) => filename)).toEqual(['a.txt', 'b.txt']);
    expect(keptFiles(connection, 'TS-2026-0001' as ReportNumber)).toMatchObject([{ size: 1 }, { size: 2 }]);
  });

  it('lists no file behind those that the report does not list', async () => {
    const files = ['a', 'b'].map(name => ({ filename: name, content: name }));
    await take({ messageId: '<many@example.org>', files, report: { attachments: [] } });
    await take({ trigger: null, references: ['<many@example.org>'], files });
    expect(content('TS-2026-0002').attachments).toEqual([]);
    expect(keptFiles(connection, 'TS-2026-0002' as ReportNumber)).toHaveLength(4);
  });

  it('is answered in a few words, once a day', async () => {
    const reply = { trigger: null, references: ['<first@example.org>'] };
    await take(reply);
    await take(reply);
    aDayLater();
    await take(reply);
    expect(receipts().map(({ kind, state, subject }) => `${kind} ${state} ${subject}`)).toEqual([
      'receipt queued [TS-2026-0001] We have received your report',
      'follow-up queued [TS-2026-0001] We have added your mail',
      'follow-up queued [TS-2026-0001] We have added your mail',
    ]);
  });

  it('can not make a report too large to read', async () => {
    for (let index = 0; index < 105; index += 1) {
      await take({ trigger: null, references: ['<first@example.org>'] });
    }
    expect(content().followUps).toHaveLength(100);
    expect(roles()).toHaveLength(106);
  });

  it.each(['auto-submitted', 'null-return-path', 'machine-report'] as const)(
    'that is automatic (%s) is left alone without the phrase',
    async noAnswer => {
      expect(await take({ trigger: null, references: [receiptId()], noAnswer })).toEqual({
        kind: 'left-alone',
      });
      expect(roles()).toEqual(['report']);
      expect(content().followUps).toEqual([]);
    },
  );

  it('that came through a mailing list in front of us is a follow-up all the same', async () => {
    const raw = 'List-Id: <security.example.test>\r\n\r\nwords';
    const outcome = await take({ trigger: null, references: [receiptId()], noAnswer: 'bulk' }, raw);
    expect(outcome).toMatchObject({ kind: 'follow-up' });
    expect(receipts().at(-1)).toMatchObject({ kind: 'follow-up', state: 'withheld' });
  });

  it('that a ticket system marks as bulk is a follow-up without an answer', async () => {
    const mail = { trigger: null, references: [receiptId()], noAnswer: 'bulk' as const };
    expect(await take(mail)).toMatchObject({ kind: 'follow-up' });
    expect(receipts().at(-1)).toMatchObject({ kind: 'follow-up', state: 'withheld' });
    expect(await take({ ...mail, from: 'news@example.net' })).toEqual({ kind: 'left-alone' });
  });

  it('that could not be read is kept and shown', async () => {
    const { message } = readingOf({ references: ['<first@example.org>'] });
    await take({ kind: 'unreadable', trigger: null, reason: 'broken-mime', header: message });
    expect(content().followUps).toMatchObject([{ state: 'quarantined', description: null, filled: [] }]);
  });
});

describe('a report that could not be opened', () => {
  it('is read from a follow-up that could', async () => {
    await take({ messageId: '<first@example.org>', encryption: 'undecryptable', ciphertexts: ['c'] });
    const found = { description: 'It leaks.', missing: ['steps', 'affected'] as const };
    await take({
      references: ['<first@example.org>'],
      encryption: 'decrypted',
      report: { ...found, missing: [...found.missing] },
    });
    expect(content()).toMatchObject({
      state: 'received',
      stateReason: 'read from a follow-up; the first mail: encrypted to a key that is not configured',
      encryption: { state: 'undecryptable' },
      description: 'It leaks.',
    });
  });

  it('stays so where the follow-up says nothing of it', async () => {
    await take({ messageId: '<first@example.org>', encryption: 'undecryptable', ciphertexts: ['c'] });
    await take({ references: ['<first@example.org>'] });
    expect(content().state).toBe('undecryptable');
  });
});

describe('a mail of which no record can be made', () => {
  it('is kept as one that could not be read, and the next one follows', async () => {
    const reading = readingOf({ protectedSubject: 'words' });
    const { message } = reading;
    const header = { ...message, protectedHeader: { ...message.protectedHeader, date: new Date(4e14) } };
    const unfit = { ...reading, message: header } as Reading;
    intake = { ...intake, reader: { ...intake.reader, readHeader: async () => headerOf(unfit) } };
    expect(await take(unfit)).toMatchObject({ kind: 'recorded', number: 'TS-2026-0001' });
    expect(content()).toMatchObject({ state: 'quarantined', trigger: 'subject', description: null });
    expect(receipts()).toMatchObject([{ state: 'queued' }]);
    expect(readPosition(connection, KEY)).toMatchObject({ uid: 1 });
    expect(await take()).toMatchObject({ kind: 'recorded' });
  });

  it('for the report that it belongs to is a report that points at it', async () => {
    await take({ messageId: '<first@example.org>' });
    connection.exec("UPDATE reports SET content = '{}'");
    deriveReport(connection, 1);
    const reply = readingOf({ trigger: null, references: ['<first@example.org>'] });
    intake = { ...intake, reader: { ...intake.reader, readHeader: async () => headerOf(reply) } };
    expect(await take(reply)).toMatchObject({ kind: 'recorded', number: 'TS-2026-0002' });
    expect(content('TS-2026-0002')).toMatchObject({
      state: 'quarantined',
      related: [{ id: 'TS-2026-0001', because: 'quotes-it' }],
    });
  });

  it('for the disk is tried again with the next pass', async () => {
    const full = new SqliteError('full', 'SQLITE_FULL');
    await expect(
      takeIn(
        { raw: Buffer.from('x'), isComplete: true, foundIn: 'inbox', receivedAt: now, place: null },
        {
          ...intake,
          now: () => {
            throw full;
          },
          reader: { ...intake.reader, read: async () => readingOf() },
        },
      ),
    ).rejects.toBe(full);
    expect(reports()).toEqual([]);
  });
});

/** What the reading thread gives of a mail of which only the header is to be read. */
function headerOf(reading: Reading): Reading {
  const header = reading.kind === 'read' ? reading.message : null;
  return { kind: 'unreadable', trigger: reading.trigger, reason: 'not-recordable', header };
}

describe('our own mail', () => {
  it.each(['support@example.test', 'security@example.test'])(
    'of %s in a thread is kept and no more',
    async from => {
      await take({ messageId: '<first@example.org>' });
      const fields = { from, noAnswer: 'own-mail' as const, references: ['<first@example.org>'] };
      expect(await take({ ...fields, trigger: null })).toEqual({ kind: 'own-reply', number: 'TS-2026-0001' });
      expect(await take({ ...fields, trigger: 'subject' })).toMatchObject({ kind: 'own-reply' });
      expect(roles()).toEqual(['report', 'follow-up', 'follow-up']);
      expect(content().followUps).toEqual([]);
      expect(receipts()).toHaveLength(1);
    },
  );

  it.each<[string, string, object]>([
    ['is its author’s, where the list names them', 'researcher@example.org', { kind: 'follow-up' }],
    ['is a report of its own, where it names another', 'other@example.net', { kind: 'recorded' }],
    ['is ours, where it names nobody else', 'security@example.test', { kind: 'own-reply' }],
  ])('that a list made of somebody’s mail by its address as From %s', async (_name, replyTo, expected) => {
    await take({ messageId: '<first@example.org>' });
    const raw = 'List-Id: <security.example.test>\r\n\r\nwords';
    const mail = { from: 'security@example.test', replyTo, trigger: null, noAnswer: 'own-mail' as const };
    expect(await take({ ...mail, references: ['<first@example.org>'] }, raw)).toMatchObject(expected);
    expect(receipts().filter(({ state }) => state === 'queued')).toHaveLength(1);
  });

  const answered = () =>
    connection.prepare('SELECT status, acknowledged_at FROM reports WHERE id = 1').get() as object;
  const answer = { from: 'support@example.test', noAnswer: 'own-mail' as const, trigger: null };

  it('to the reporter is the answer that was promised, from the moment it came', async () => {
    await take({ messageId: '<first@example.org>' });
    aDayLater();
    const thread = { references: ['<first@example.org>'] };
    await take({ ...answer, ...thread }, 'To: dev@example.test\r\n\r\nwho takes it?');
    expect(answered()).toEqual({ status: 'received', acknowledged_at: null });
    const at = now.toISOString();
    await take({ ...answer, ...thread }, 'To: researcher@example.org\r\n\r\nthank you');
    aDayLater();
    await take({ ...answer, ...thread }, 'To: researcher@example.org\r\n\r\nfixed');
    expect(answered()).toEqual({ status: 'acknowledged', acknowledged_at: at });
    expect(connection.prepare('SELECT who, at FROM history').all()).toEqual([
      { who: 'support@example.test', at },
    ]);
  });

  it.each<[string, () => ReadingFields]>([
    ['our receipt come back', () => ({ messageId: receiptId() })],
    ['a responder’s', () => ({ noAnswer: 'auto-submitted', trigger: 'subject' })],
    ['a ticket system’s', () => ({ noAnswer: 'bulk', trigger: 'subject' })],
  ])('that is %s is no answer', async (_name, fields) => {
    await take({ messageId: '<first@example.org>' });
    const mail = { ...answer, references: ['<first@example.org>'], ...fields() };
    expect(await take(mail, 'To: researcher@example.org\r\n\r\nreceived')).toMatchObject({
      kind: 'own-reply',
    });
    expect(answered()).toEqual({ status: 'received', acknowledged_at: null });
  });

  it('that names another sender in a second From is no answer', async () => {
    await take({ messageId: '<first@example.org>' });
    const mail = { ...answer, references: ['<first@example.org>'] };
    const header = 'From: support@example.test\r\nFrom: eve@example.net\r\nTo: researcher@example.org';
    expect(await take(mail, `${header}\r\n\r\nall is well`)).toMatchObject({ kind: 'own-reply' });
    expect(answered()).toEqual({ status: 'received', acknowledged_at: null });
  });

  it.each([
    ['in Junk', 'junk', 'our own server took it for forged'],
    ['by the form', 'form', 'anybody may have typed our address'],
  ] as const)('%s is kept and answers nobody (%s): %s', async (_where, foundIn, _why) => {
    await take({ messageId: '<first@example.org>' });
    const mail = { ...answer, references: ['<first@example.org>'] };
    const taken = await take(mail, 'To: researcher@example.org\r\n\r\nall is well', foundIn);
    expect(taken).toMatchObject({ kind: 'own-reply' });
    expect(roles()).toEqual(['report', 'follow-up']);
    expect(answered()).toEqual({ status: 'received', acknowledged_at: null });
  });

  it('makes nobody who forges it an author', async () => {
    await take({ messageId: '<first@example.org>' });
    await take({ from: 'support@example.test', noAnswer: 'own-mail', references: ['<first@example.org>'] });
    expect(
      await take({ from: 'x@example.net', trigger: null, references: ['<first@example.org>'] }),
    ).toMatchObject({
      kind: 'recorded',
    });
  });
});

describe('somebody else who quotes a report', () => {
  it.each<[string, ReadingFields]>([
    ['its number', { subject: 'What of TS-2026-0001?' }],
    ['its thread', { references: ['<first@example.org>'] }],
  ])('by %s makes a report that points at it', async (_name, fields) => {
    await take({ messageId: '<first@example.org>' });
    expect(await take({ trigger: null, from: 'other@example.net', ...fields })).toMatchObject({
      kind: 'recorded',
      number: 'TS-2026-0002',
    });
    expect(content('TS-2026-0002')).toMatchObject({
      trigger: 'quotes-report',
      related: [{ id: 'TS-2026-0001', because: 'quotes-it' }],
    });
    expect(roles()).toEqual(['report']);
  });

  it('keeps the trigger that the mail has itself', async () => {
    await take();
    await take({ from: 'other@example.net', subject: 'Security Alert TS-2026-0001' });
    expect(content('TS-2026-0002').trigger).toBe('subject');
  });
});

describe('the same mail again', () => {
  const again = { messageId: '<first@example.org>', text: 'the very words', subject: 'Security Alert: it' };

  it('in the same bytes is known, wherever it lies', async () => {
    await take(again, 'the bytes');
    expect(await take(again, 'the bytes')).toEqual({ kind: 'known', number: 'TS-2026-0001' });
    expect(await take({ trigger: null }, 'the bytes')).toEqual({ kind: 'known', number: 'TS-2026-0001' });
    expect(roles()).toEqual(['report']);
  });

  it.each<[string, ReadingFields]>([
    ['by another way', {}],
    ['under a new Message-ID', { messageId: '<second@example.org>' }],
    ['as a reply to itself', { messageId: '<second@example.org>', subject: 'Re: Security Alert: it' }],
    ['in its own thread', { messageId: '<second@example.org>', references: ['<first@example.org>'] }],
  ])('%s is a copy: kept, and neither shown nor answered', async (_name, fields) => {
    await take(again);
    expect(await take({ ...again, ...fields })).toEqual({ kind: 'known', number: 'TS-2026-0001' });
    expect(roles()).toEqual(['report', 'copy']);
    expect(content().followUps).toEqual([]);
    expect(receipts()).toHaveLength(1);
  });

  it.each<[string, ReadingFields]>([
    ['with another file', { files: [{ filename: 'a', content: 'x' }] }],
    ['with another subject', { subject: 'Security Alert: something else' }],
    ['with other words', { text: 'other words' }],
  ])('%s is a report of its own', async (_name, fields) => {
    await take(again);
    expect(await take({ ...again, messageId: null, ...fields })).toMatchObject({ kind: 'recorded' });
  });

  it('that says nothing is compared with nothing', async () => {
    const empty = readingOf({});
    const silent = { ...empty, message: { ...empty.message, bodies: [] } };
    await take(silent);
    const envelope = { ...empty.message.envelope, messageId: '<other@example.org>' };
    expect(await take({ ...silent, message: { ...silent.message, envelope } })).toMatchObject({
      kind: 'recorded',
    });
  });

  it('from another sender is a report of its own, and points at the Message-ID’s first owner', async () => {
    await take(again);
    await take({ ...again, from: 'other@example.net' });
    expect(content('TS-2026-0002').related).toEqual([{ id: 'TS-2026-0001', because: 'same-message-id' }]);
  });

  it('as a reminder in the thread is shown again', async () => {
    await take(again);
    const reminder = { trigger: null, text: 'Any news?', references: ['<first@example.org>'] };
    await take(reminder);
    await take({ ...reminder, messageId: '<third@example.org>' });
    expect(content().followUps).toHaveLength(2);
  });

  it('that nobody could open is a copy by its ciphertext', async () => {
    const closed = { encryption: 'undecryptable' as const, ciphertexts: ['c'] };
    await take(closed);
    expect(await take(closed)).toMatchObject({ kind: 'known' });
    expect(await take({ ...closed, ciphertexts: ['d'] })).toMatchObject({ kind: 'recorded' });
  });
});

describe('a report much like an earlier one', () => {
  const words = Array.from({ length: 120 }, (_, index) => `word${index}`);

  it('is a report of its own that points at it', async () => {
    await take({ text: words.join(' ') });
    await take({ from: 'other@example.net', text: words.with(60, 'changed').join(' ') });
    await take({ from: 'third@example.net', text: words.map(word => `x${word}`).join(' ') });
    expect(content('TS-2026-0002').related).toEqual([{ id: 'TS-2026-0001', because: 'similar' }]);
    expect(content('TS-2026-0003').related).toEqual([]);
  });

  it('and quotes it is said to quote it, once', async () => {
    await take({ text: words.join(' ') });
    await take({ from: 'other@example.net', subject: 'TS-2026-0001', text: words.join(' ') });
    expect(content('TS-2026-0002').related).toEqual([{ id: 'TS-2026-0001', because: 'quotes-it' }]);
  });
});

describe('a ciphertext that somebody else sent before', () => {
  const sealed = { encryption: 'decrypted' as const, ciphertexts: ['captured'] };

  it('is recorded as a suspected replay and never answered', async () => {
    await take(sealed);
    expect(await take({ ...sealed, from: 'mallory@example.net' })).toMatchObject({
      kind: 'recorded',
      withheld: expect.stringContaining('replay suspected'),
    });
    expect(content('TS-2026-0002')).toMatchObject({
      replaySuspected: true,
      related: [{ id: 'TS-2026-0001', because: 'same-ciphertext' }],
    });
    expect(receipts().map(({ state }) => state)).toEqual(['queued', 'withheld']);
  });

  it('stays a suspected replay in a thread of the sender’s own, and with the number of one', async () => {
    await take(sealed);
    await take({ from: 'mallory@example.net', messageId: '<m@example.net>' });
    const outcome = await take({
      ...sealed,
      from: 'mallory@example.net',
      references: ['<m@example.net>'],
      subject: 'TS-2026-0002',
    });
    expect(outcome).toMatchObject({ kind: 'recorded', number: 'TS-2026-0003' });
    expect(content('TS-2026-0003').replaySuspected).toBe(true);
    expect(receipts().filter(({ kind }) => kind === 'follow-up')).toEqual([]);
  });

  it('is not answered the second time either', async () => {
    await take(sealed);
    const replay = { ...sealed, from: 'mallory@example.net' };
    await take(replay);
    await take({ ...replay, subject: 'Security Alert again', text: 'other words around it' });
    expect(receipts().map(({ state }) => state)).toEqual(['queued', 'withheld']);
  });

  it('of the same sender is a copy, or a follow-up where it says more', async () => {
    await take({ ...sealed, text: 'the words' });
    expect(await take({ ...sealed, text: 'the words' })).toMatchObject({ kind: 'known' });
    expect(await take({ ...sealed, text: 'the words and more' })).toMatchObject({ kind: 'follow-up' });
    expect(reports()).toHaveLength(1);
  });
});

describe('an inner header that contradicts the outer', () => {
  it.each([['from'], ['date'], ['message-id']] as const)('in %s makes a suspected replay', async field => {
    await take({ encryption: 'decrypted', differences: [field] });
    expect(content().replaySuspected).toBe(true);
    expect(receipts()).toMatchObject([
      { state: 'withheld', reason: expect.stringContaining('replay suspected') },
    ]);
  });

  it.each([['subject'], ['to']] as const)('in %s makes none', async field => {
    await take({ encryption: 'decrypted', differences: [field] });
    expect(content().replaySuspected).toBe(false);
  });
});

describe('what is answered tells nothing of what only decryption shows', () => {
  /** Queued receipts, without what differs from mail to mail. */
  const answers = () =>
    receipts()
      .filter(({ state }) => state === 'queued')
      .map(({ kind, subject, recipient }) => `${kind} to ${recipient}: ${subject?.replace(/\d{4}\]/, '#]')}`);

  const guess = {
    encryption: 'decrypted' as const,
    ciphertexts: ['guess'],
    text: 'the secret',
    subject: '...',
  };
  const captured = { ...guess, ciphertexts: ['captured'] };

  it.each<[string, ReadingFields]>([
    ['a right guess of its words', captured],
    ['a wrong guess of its words', { ...captured, text: 'another secret' }],
    ['a mail that stays closed', { ...captured, encryption: 'undecryptable' }],
    ['a number in its protected subject', { ...captured, text: 'x', protectedSubject: 'Re: TS-2026-0001' }],
    [
      'a signature inside by the author’s key',
      { ...captured, text: 'x', signer: 'ABCD', subject: 'TS-2026-0001' },
    ],
  ])('%s gets the answer that a stranger’s mail gets', async (name, fields) => {
    const isSigned = name.startsWith('a signature');
    await take(isSigned ? { from: 'victim@example.org', signer: 'ABCD' } : guess);
    now = new Date(START.getTime() + HOUR);
    await take(fields);
    expect(answers().at(-1)).toBe(
      'receipt to researcher@example.org: [TS-2026-#] We have received your report',
    );
    expect(answers()).toHaveLength(2);
    expect(receipts().at(-1)?.subject).toContain('TS-2026-0002');
  });

  it.each([['the secret'], ['another secret']])(
    'a guess in the clear of what an encrypted mail of one’s own holds, right or wrong (%s), is answered alike',
    async text => {
      await take(captured);
      await take({ text, subject: '...' });
      expect(answers()).toEqual(Array(2).fill(answers()[0]));
      expect(receipts().at(-1)?.subject).toContain('TS-2026-0002');
    },
  );

  it.each([['the secret'], ['another secret']])(
    'a guess of what a suspected replay holds, right or wrong (%s), is answered alike, before it and after',
    async text => {
      const replay = { ...guess, ciphertexts: ['captured'], differences: ['from' as const] };
      await take(replay);
      await take({ ...guess, text });
      await take({ ...replay, ciphertexts: ['captured too'] });
      expect(receipts().filter(({ state }) => state === 'queued')).toMatchObject([
        { kind: 'receipt', subject: '[TS-2026-0002] We have received your report' },
      ]);
    },
  );

  it('and the further number leads to the report it belongs to', async () => {
    await take(guess);
    await take(captured);
    expect(reports()).toEqual(['TS-2026-0001']);
    expect(content('TS-2026-0002')).toMatchObject({ id: 'TS-2026-0001', furtherIds: ['TS-2026-0002'] });
    expect(await take({ trigger: null, subject: 'Re: [TS-2026-0002]' })).toMatchObject({
      kind: 'follow-up',
      number: 'TS-2026-0001',
    });
    expect(await take()).toMatchObject({ number: 'TS-2026-0003' });
  });

  it('under the Message-ID of the guess, right or wrong is answered alike', async () => {
    const answersTo = async (text: string, from: string) => {
      const first = { ...guess, from, messageId: `<${from}>`, ciphertexts: [`guess ${from}`] };
      await take(first);
      await take({ ...first, text, ciphertexts: [`captured ${from}`] });
      return receipts().at(-1)?.kind;
    };
    expect(await answersTo('the secret', 'a@example.org')).toBe('follow-up');
    expect(await answersTo('another', 'b@example.org')).toBe('follow-up');
  });
});

it('a machine that answers each receipt like a new report, and says nowhere that it is one, is left in the end', async () => {
  intake = { ...intake, rules: { ...intake.rules, perSenderPerHour: 5 } };
  for (let answer = 0; answer < 60; answer += 1) {
    await take({ subject: `Security Alert: ticket ${answer} was opened` });
    now = new Date(now.getTime() + HOUR / 4);
  }
  const states = receipts().map(({ state }) => state);
  expect(states.filter(state => state === 'queued')).toHaveLength(20);
  expect(states.slice(20)).toEqual(Array(40).fill('held'));
});

describe('a delivery report', () => {
  const sendReceipt = () => {
    const id = connection.prepare('SELECT max(id) FROM receipts').pluck().get() as number;
    markSent(connection, id, '250 ok', now);
  };
  const failed = { action: 'failed', status: '5.1.1', diagnostic: '550 no such user' };

  beforeEach(async () => {
    await take();
    sendReceipt();
  });

  it('on our receipt marks it bounced with the reason, and is no report even with the phrase', async () => {
    const deliveryReport = { about: ['<other@x.example>', receiptId()], ...failed };
    expect(await take({ deliveryReport, noAnswer: 'machine-report' })).toEqual({
      kind: 'delivery-report',
      number: 'TS-2026-0001',
      failed: true,
    });
    expect(receipts()).toMatchObject([{ state: 'bounced', reason: '5.1.1 550 no such user' }]);
    expect(reports()).toHaveLength(1);
  });

  it.each(['delayed', 'relayed', 'delivered', null])(
    'that says %s marks nothing and is no report',
    async action => {
      const deliveryReport = { about: [receiptId()], ...failed, action };
      expect(await take({ deliveryReport, trigger: null })).toMatchObject({
        kind: 'delivery-report',
        failed: false,
      });
      expect(receipts()).toMatchObject([{ state: 'sent' }]);
    },
  );

  it('on a mail that is none of ours is judged as any mail', async () => {
    const deliveryReport = { about: ['<other@x.example>'], ...failed };
    expect(await take({ deliveryReport, noAnswer: 'machine-report' })).toMatchObject({ kind: 'recorded' });
    expect(await take({ deliveryReport, noAnswer: 'machine-report', trigger: null })).toEqual({
      kind: 'left-alone',
    });
  });

  it.each<[string, ReadingFields]>([
    ['with the phrase', { from: 'postmaster@example.net', trigger: 'subject' }],
    ['in the thread of their own report', { trigger: null, subject: 'Re: [TS-2026-0001]' }],
  ])('that a postmaster wrote with their own hand %s is theirs', async (_name, fields) => {
    const deliveryReport = { about: [receiptId()], ...failed };
    const { kind } = await take({ deliveryReport, noAnswer: 'machine-address', ...fields });
    expect(kind).toMatch(/^(?:recorded|follow-up)$/);
    expect(receipts()[0]).toMatchObject({ state: 'sent' });
  });

  it('read twice says the same', async () => {
    const deliveryReport = { about: [receiptId()], ...failed };
    await take({ deliveryReport, trigger: null });
    await take({ deliveryReport, trigger: null });
    expect(receipts()).toMatchObject([{ state: 'bounced' }]);
  });
});

it('everything of one mail is written at once: a follow-up that fails leaves nothing, and stays ahead', async () => {
  await take({ messageId: '<first@example.org>' });
  connection.exec(
    "CREATE TRIGGER fail BEFORE INSERT ON receipts BEGIN SELECT raise(ABORT, 'power cut'); END",
  );
  await expect(take({ trigger: null, references: ['<first@example.org>'] })).rejects.toThrow('power cut');
  expect(roles()).toEqual(['report']);
  expect(content().followUps).toEqual([]);
  expect(readPosition(connection, KEY)?.uid).toBe(1);
});

describe('a notice', () => {
  const ADA = 'ada@example.test';
  const id = () =>
    connection.prepare("SELECT message_id FROM dispatches WHERE channel = 'mail'").pluck().get() as string;
  const count = () => connection.prepare('SELECT count(*) FROM notices').pluck().get();

  beforeEach(async () => {
    const target = { channel: 'mail' as const, target: ADA, kinds: NOTICE_KINDS };
    keepTargets(connection, [target], now);
    intake = { ...intake, noticeTargets: [target] };
    await take({ messageId: '<first@example.org>' });
    makeDispatches(connection, 'example.test', now);
  });

  it('is queued with the report, and with nothing that joins it', async () => {
    expect(count()).toBe(1);
    await take({ references: ['<first@example.org>'] });
    expect(count()).toBe(1);
    await take({ from: 'other@example.org' });
    expect(count()).toBe(2);
  });

  it('is not queued where its report is not recorded', async () => {
    await expect(
      takeIn(
        {
          raw: Buffer.from('x'),
          isComplete: true,
          foundIn: 'inbox',
          receivedAt: now,
          place: { folder: KEY, position: { uidValidity: '1', uid: -1 } },
        },
        intake,
      ),
    ).rejects.toThrow();
    expect(count()).toBe(1);
  });

  const landed = (fields: ReadingFields = {}): ReadingFields => ({
    from: 'support@example.test',
    subject: '[TS-2026-0001] new report',
    messageId: id(),
    noAnswer: 'auto-submitted',
    ...fields,
  });

  it.each<[string, ReadingFields]>([
    ['in the clear', { trigger: null }],
    ['encrypted to our own key', { trigger: 'encrypted-to-us', encryption: 'decrypted', ciphertexts: ['n'] }],
    ['with the phrase in its subject', { trigger: 'subject' }],
    [
      'unknown to a database that was restored',
      { trigger: 'subject', messageId: `<notice.${'0'.repeat(40)}@example.test>` },
    ],
  ])('that lands in the mailbox is left alone, %s', async (_name, fields) => {
    expect(await take(landed(fields))).toEqual({ kind: 'left-alone' });
    expect(roles()).toEqual(['report']);
  });

  it.each<[string, ReadingFields]>([
    ['by a person', { noAnswer: 'own-mail' }],
    ['by another domain', { from: 'x@evil.example', messageId: `<notice.${'0'.repeat(40)}@evil.example>` }],
    ['by its beginning alone', { messageId: '<notice.1@example.test>' }],
  ])('is no notice of ours %s', async (_name, fields) => {
    expect((await take(landed(fields))).kind).not.toBe('left-alone');
  });

  const answer = (fields: ReadingFields = {}): ReadingFields => ({
    from: ADA,
    subject: 'Re: [TS-2026-0001] new report',
    trigger: null,
    references: [id()],
    ...fields,
  });

  it.each<[string, ReadingFields]>([
    ['in the clear', {}],
    ['encrypted to us', { trigger: 'encrypted-to-us' }],
  ])('that its engineer answers makes no report, %s', async (_name, fields) => {
    expect(await take(answer(fields))).toEqual({ kind: 'left-alone' });
  });

  it.each<[string, ReadingFields]>([
    ['answered from another address', { from: 'eve@example.org' }],
    ['answered under the phrase', { trigger: 'subject' }],
    ['not named, and only its report quoted', { references: [] }],
  ])('%s makes a report as any other mail', async (_name, fields) => {
    expect(await take(answer(fields))).toMatchObject({ kind: 'recorded', number: 'TS-2026-0002' });
  });

  it('does not hide a report’s author who was told of it and writes again', async () => {
    await take({ from: ADA, messageId: '<ada@example.test>' });
    expect(await take(answer({ subject: 'Re: [TS-2026-0002] new report' }))).toMatchObject({
      kind: 'follow-up',
      number: 'TS-2026-0002',
    });
  });

  it('that a mail server gives back is for the digest to say', async () => {
    connection.prepare("UPDATE dispatches SET state = 'sent', sent_at = 'x'").run();
    const deliveryReport = { about: [id()], action: 'failed', status: '5.1.1', diagnostic: null } as const;
    const outcome = await take({ deliveryReport, noAnswer: 'machine-report', trigger: 'unjudged' });
    expect(outcome).toEqual({ kind: 'left-alone' });
    expect(failedNotices(connection)).toMatchObject([
      { number: 'TS-2026-0001', target: ADA, answer: '5.1.1' },
    ]);
  });
});

describe('a mail that a person has taken in', () => {
  const takeByHand = async (fields: ReadingFields) => {
    next = readingOf(fields);
    const place = { folder: KEY, position: { uidValidity: '1', uid: 1 } };
    const arrival = {
      raw: Buffer.from('by hand'),
      isComplete: true,
      foundIn: 'inbox',
      receivedAt: now,
      place,
    } as const;
    return takeIn({ ...arrival, takenByHand: true }, intake);
  };

  it('is a report without any mark of one, and the position stays where it was', async () => {
    await take({ trigger: null }, 'lunch');
    await take({ trigger: null }, 'dinner');
    expect(await takeByHand({ trigger: null })).toMatchObject({
      kind: 'recorded',
      report: { trigger: 'taken-by-hand' },
      withheld: null,
    });
    expect(readPosition(connection, KEY)).toEqual({ uidValidity: '1', uid: 2 });
    expect(await takeByHand({ trigger: null })).toMatchObject({ kind: 'known' });
  });

  it('keeps the mark that it has, and a machine’s gets no answer', async () => {
    expect(await takeByHand({ trigger: 'unjudged', noAnswer: 'auto-submitted' })).toMatchObject({
      kind: 'recorded',
      report: { trigger: 'unjudged' },
      withheld: expect.any(String),
    });
  });
});
