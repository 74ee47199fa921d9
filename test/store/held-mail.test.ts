/** A large mail that is put into the database as it comes, before it is read. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { type HeldMail, hasRoomToHold, holdMail } from '../../src/store/held-mail.js';
import { bodyHash, findByRaw, hashOf, messagesOf } from '../../src/store/messages.js';
import { letGoOf, letGoOfAbandoned } from '../../src/store/remainders.js';
import { recordReport } from '../../src/store/reports.js';
import { sampleReport } from '../report/sample.js';
import { clear } from './clear.js';
import { newMessage } from './new-message.js';

const NOW = new Date('2026-11-24T12:00:00Z');
const HEADER = Buffer.from('Subject: Security Alert\r\n\r\n');
const MAIL = Buffer.concat([HEADER, randomBytes(3_000_000)]);
const PIECE = 1_048_576;

let folder: string;
let connection: Connection;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'held-mail-'));
  connection = openDatabase(clear(join(folder, 'inbox.sqlite')));
});

afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

function hold(mail = MAIL): HeldMail | null {
  const holder = holdMail(connection, () => undefined);
  for (let at = 0; at < mail.byteLength; at += PIECE) holder.add(mail.subarray(at, at + PIECE));
  return holder.done();
}

const pieces = () => connection.prepare('SELECT count(*) FROM remainder_pieces').pluck().get();
const rows = () => connection.prepare('SELECT count(*) FROM remainders').pluck().get();

function record(mail: HeldMail) {
  const report = {
    content: sampleReport({}),
    acknowledgeBy: NOW,
    discloseBy: NOW,
    message: newMessage(mail),
    attachments: [],
  };
  return connection.transaction(() => recordReport(connection, report, 'TS', NOW).number).immediate();
}

describe('a mail that is held', () => {
  it('is loaded whole, into memory that may be spent, and is known by the same hashes', () => {
    const { raw, held } = hold() as HeldMail;
    const first = held.load();
    expect(Buffer.from(first).equals(MAIL)).toBe(true);
    first.fill(0);
    expect(Buffer.from(held.load()).equals(MAIL)).toBe(true);
    expect(MAIL.subarray(0, raw.byteLength).equals(raw)).toBe(true);
    expect([held.sha256, held.bodySha256]).toEqual([hashOf(MAIL), bodyHash({ raw: MAIL })]);
  });

  it('is a report’s mail once it is recorded, without being written again', () => {
    const mail = hold() as HeldMail;
    const written = pieces();
    const number = record(mail);
    letGoOf(connection, mail.held.remainder);
    letGoOfAbandoned(connection);
    expect(messagesOf(connection, number).map(({ bytes }) => MAIL.equals(bytes))).toEqual([true]);
    expect(findByRaw(connection, { raw: MAIL })).toBe(number);
    expect(pieces()).toBe(written);
  });

  it('leaves nothing where it is not taken in', () => {
    const mail = hold() as HeldMail;
    letGoOf(connection, mail.held.remainder);
    expect([rows(), pieces()]).toEqual([0, 0]);
  });

  it('and was left behind leaves nothing, and is not loaded any more', () => {
    const { held } = hold() as HeldMail;
    letGoOfAbandoned(connection);
    expect([rows(), pieces()]).toEqual([0, 0]);
    expect(() => held.load()).toThrow('no longer all there');
  });

  it('never takes the place of one before it', () => {
    const { held: before } = hold() as HeldMail;
    letGoOf(connection, before.remainder);
    const { held: after } = hold() as HeldMail;
    expect(after.remainder).not.toBe(before.remainder);
    expect(() => before.load()).toThrow('no longer all there');
  });

  it('stays as long as there is no room to overwrite it, and goes then', () => {
    const { held } = hold() as HeldMail;
    const other = openDatabase(clear(join(folder, 'inbox.sqlite')));
    connection.pragma('busy_timeout = 0');
    other.exec('BEGIN IMMEDIATE');
    expect(letGoOf(connection, held.remainder)).toBe(false);
    expect(pieces()).toBeGreaterThan(1);
    other.exec('COMMIT');
    other.close();
    expect(letGoOf(connection, held.remainder)).toBe(true);
    expect([rows(), pieces()]).toEqual([0, 0]);
  });

  it('is let go of where its pieces are not all there', () => {
    const holder = holdMail(connection, () => undefined);
    for (let at = 0; at < 2; at += 1) holder.add(MAIL.subarray(at * PIECE, (at + 1) * PIECE));
    expect(pieces()).toBe(1);
    holder.drop();
    expect([rows(), pieces()]).toEqual([0, 0]);
  });
});

it('a mail whose header does not end in its first piece is not held', () => {
  expect(hold(Buffer.alloc(3_000_000, 'X-Long: header '))).toBeNull();
  letGoOfAbandoned(connection);
  expect([rows(), pieces()]).toEqual([0, 0]);
});

it('there is no room for a mail that is larger than the disk', () => {
  expect([hasRoomToHold(connection, MAIL.byteLength), hasRoomToHold(connection, 1e15)]).toEqual([
    true,
    false,
  ]);
});
