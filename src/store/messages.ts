/**
 * Every mail that belongs to a report, its bytes as received. A report has one message that made it one; copies of
 * it and follow-ups come later.
 */
import { createHash } from 'node:crypto';
import type { ReceivedBytes } from '../mailbox/arrival.js';
import type { FolderKey, Position } from '../mailbox/position.js';
import type { TextBody } from '../message/message.js';
import type { Connection } from './database.js';
import { beginningOf, keepRemainderOf, wholeOf } from './remainders.js';
import type { ReportNumber } from './reports.js';
import { recordWords } from './words.js';

/** What a mail is to its report. */
export type MessageRole = 'report' | 'follow-up' | 'copy';

/** Where a mail lies in the mailbox. */
export interface Place {
  readonly folder: FolderKey;
  readonly position: Position;
}

/** What a mail is to those who hold no key of ours. */
export interface ApparentStanding {
  /** That its sender was told, or would be: a report's own, or a further one. */
  readonly number: string;
  /** What it is to the mails under that number. */
  readonly role: MessageRole;
}

/** A mail to be kept. */
export interface NewMessage extends ReceivedBytes {
  /** UTC instant it reached the mailbox. */
  readonly receivedAt: Date;
  /** False where only the header of an over-long mail was fetched. */
  readonly isComplete: boolean;
  /** Outer Message-ID with its angle brackets. */
  readonly messageId: string | null;
  /** Lower-case outer From address. */
  readonly sender: string | null;
  /** Fingerprint of the key whose valid signature covers everything in it. */
  readonly signer: string | null;
  /** SHA-256 of what the mail says, apart from its outer header; null where it could not be read. */
  readonly contentHash: string | null;
  /** SHA-256 of each ciphertext in it. */
  readonly ciphertexts: readonly string[];
  /** Those of them that only decryption shows; none where it is left out. */
  readonly ciphertextsInside?: readonly string[];
  /** What was read in it; nothing where it could not be. */
  readonly bodies: readonly TextBody[];
  /** Null for one that came as a file. */
  readonly place: Place | null;
  /** What it is to its report where it is left out; null where nothing but its inside shows that it belongs here. */
  readonly apparent?: ApparentStanding | null;
}

/** The hash that tells whether a mail was recorded before, however it came. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The same of a mail that may be held. */
export function mailHash({ raw, held }: ReceivedBytes): string {
  return held?.sha256 ?? hashOf(raw);
}

/** What a purged mail's Message-ID is found by; no Message-ID has this form, which has angle brackets. */
export function purgedName(messageId: string): string {
  return `sha256:${hashOf(Buffer.from(messageId))}`;
}

/**
 * The hash of a mail without its header, by which a purged one is known again that came another way: servers add and
 * change header fields. Of what was encrypted it is a hash of the ciphertext, so that nothing depends on decrypting it.
 */
export function bodyHash({ raw, held }: ReceivedBytes): string {
  return held?.bodySha256 ?? hashOf(raw.subarray(endOfHeader(raw) ?? raw.byteLength));
}

/** Where the body of a mail begins; null where its header does not end. */
export function endOfHeader(raw: Uint8Array): number | null {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const ends = [
    [bytes.indexOf('\r\n\r\n'), 4],
    [bytes.indexOf('\n\n'), 2],
  ] as const;
  const starts = ends.filter(([at]) => at >= 0).map(([at, length]) => at + length);
  return starts.length === 0 ? null : Math.min(...starts);
}

/** @returns the number of the report that a mail with this Message-ID and these words belonged to before its purge */
export function findPurged(
  connection: Connection,
  mail: ReceivedBytes,
  messageId: string | null,
): ReportNumber | null {
  if (messageId === null) return null;
  const number = connection
    .prepare(
      `SELECT number FROM reports JOIN messages ON report_id = reports.id
       WHERE message_id = ? AND purged_body = ? ORDER BY messages.id LIMIT 1`,
    )
    .pluck()
    .get(purgedName(messageId), bodyHash(mail));
  return (number as ReportNumber | undefined) ?? null;
}

/**
 * @param mail - its bytes, or those of its header where no more was fetched of it
 * @returns the number of the report that these very bytes belong to, or null
 */
export function findByRaw(connection: Connection, mail: ReceivedBytes): ReportNumber | null {
  const number = connection
    .prepare(
      `SELECT number FROM reports JOIN messages ON report_id = reports.id
       WHERE sha256 = @hash OR header_sha256 = @hash ORDER BY sha256 = @hash DESC LIMIT 1`,
    )
    .pluck()
    .get({ hash: mailHash(mail) });
  return (number as ReportNumber | undefined) ?? null;
}

/**
 * Keeps a mail. Call inside the transaction that records what it did to the report.
 * @param withRest - whether all of a large mail is kept at once, or by keepRest later in that transaction
 * @returns the row's id
 */
export function recordMessage(
  connection: Connection,
  reportId: number,
  role: MessageRole,
  message: NewMessage,
  withRest = true,
): number {
  const { lastInsertRowid } = connection
    .prepare(
      `INSERT INTO messages
         (report_id, role, received_at, message_id, sender, signer, sha256, content_sha256, complete, bytes,
          mailbox, folder, uidvalidity, uid, remainder_id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      reportId,
      role,
      message.receivedAt.toISOString(),
      message.messageId,
      message.sender,
      message.signer,
      mailHash(message),
      message.contentHash,
      message.isComplete ? 1 : 0,
      message.held ? message.raw : beginningOf(message.raw),
      ...columnsOf(message.place),
      message.held?.remainder ?? null,
    );
  if (withRest) keepRest(connection, lastInsertRowid, message);
  recordCiphertexts(connection, lastInsertRowid, message);
  recordWords(connection, lastInsertRowid, message.bodies);
  const { apparent = { number: numberOf(connection, reportId), role } } = message;
  if (apparent) {
    connection
      .prepare('INSERT INTO apparent_standings (message_id, number, role) VALUES (?, ?, ?)')
      .run(lastInsertRowid, apparent.number, apparent.role);
  }
  return Number(lastInsertRowid);
}

/** Keeps what stands behind the beginning of a large mail that is not held. @param id - the mail's row */
export function keepRest(connection: Connection, id: number | bigint, { raw, held }: ReceivedBytes): void {
  const remainder = held ? null : keepRemainderOf(connection, raw);
  if (remainder === null) return;
  connection.prepare('UPDATE messages SET remainder_id = ? WHERE id = ?').run(remainder, id);
}

/** Keeps the hashes of what is encrypted in a mail. @param id - the mail's row */
export function recordCiphertexts(
  connection: Connection,
  id: number | bigint,
  { ciphertexts, ciphertextsInside = [] }: Pick<NewMessage, 'ciphertexts' | 'ciphertextsInside'>,
): void {
  const insert = connection.prepare(
    'INSERT OR IGNORE INTO ciphertexts (sha256, message_id, inside) VALUES (?, ?, ?)',
  );
  for (const hash of ciphertexts) insert.run(hash, id, ciphertextsInside.includes(hash) ? 1 : 0);
}

function numberOf(connection: Connection, reportId: number): string {
  return connection.prepare('SELECT number FROM reports WHERE id = ?').pluck().get(reportId) as string;
}

function columnsOf(place: Place | null): (string | number | null)[] {
  return place
    ? [place.folder.mailbox, place.folder.folder, place.position.uidValidity, place.position.uid]
    : [null, null, null, null];
}

/** A mail on record was met again: it may have been moved since, and lies here now. */
export function notePlace(connection: Connection, mail: ReceivedBytes, place: Place): void {
  const hash = mailHash(mail);
  connection
    .prepare(
      `UPDATE messages SET mailbox = ?, folder = ?, uidvalidity = ?, uid = ?
       WHERE id = (SELECT id FROM messages WHERE sha256 = ? OR header_sha256 = ? ORDER BY id LIMIT 1)`,
    )
    .run(...columnsOf(place), hash, hash);
}

/**
 * How many mails a report has, so that the next one's place among them is known before it is kept.
 * @param reportId - the row's id
 */
export function countMessages(connection: Connection, reportId: number): number {
  return connection
    .prepare('SELECT count(*) FROM messages WHERE report_id = ?')
    .pluck()
    .get(reportId) as number;
}

/** The mails of a report as received, in the order they came. */
export function messagesOf(connection: Connection, number: ReportNumber): { readonly bytes: Uint8Array }[] {
  const rows = connection
    .prepare(
      `SELECT bytes, remainder_id FROM messages JOIN reports ON reports.id = report_id WHERE number = ?
       ORDER BY messages.id`,
    )
    .all(number) as { readonly bytes: Uint8Array; readonly remainder_id: number | null }[];
  return rows.map(({ bytes, remainder_id }) => ({ bytes: wholeOf(connection, bytes, remainder_id) }));
}
