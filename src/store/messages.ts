/**
 * Every mail that belongs to a report, its bytes as received. A report has one message that made it one; copies of
 * it and follow-ups come later.
 */
import { createHash } from 'node:crypto';
import type { FolderKey, Position } from '../mailbox/position.js';
import type { TextBody } from '../message/message.js';
import type { Connection } from './database.js';
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
export interface NewMessage {
  /** UTC instant it reached the mailbox. */
  readonly receivedAt: Date;
  readonly raw: Uint8Array;
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

/** What a purged mail's Message-ID is found by; no Message-ID has this form, which has angle brackets. */
export function purgedName(messageId: string): string {
  return `sha256:${hashOf(Buffer.from(messageId))}`;
}

/**
 * The hash of a mail without its header, by which a purged one is known again that came another way: servers add and
 * change header fields. Of what was encrypted it is a hash of the ciphertext, so that nothing depends on decrypting it.
 */
export function bodyHash(raw: Uint8Array): string {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const ends = [
    [bytes.indexOf('\r\n\r\n'), 4],
    [bytes.indexOf('\n\n'), 2],
  ] as const;
  const starts = ends.filter(([at]) => at >= 0).map(([at, length]) => at + length);
  return hashOf(bytes.subarray(Math.min(...starts, bytes.length)));
}

/** @returns the number of the report that a mail with this Message-ID and these words belonged to before its purge */
export function findPurged(
  connection: Connection,
  raw: Uint8Array,
  messageId: string | null,
): ReportNumber | null {
  if (messageId === null) return null;
  const number = connection
    .prepare(
      `SELECT number FROM reports JOIN messages ON report_id = reports.id
       WHERE message_id = ? AND purged_body = ? ORDER BY messages.id LIMIT 1`,
    )
    .pluck()
    .get(purgedName(messageId), bodyHash(raw));
  return (number as ReportNumber | undefined) ?? null;
}

/**
 * @param raw - a mail's bytes, or those of its header where no more was fetched of it
 * @returns the number of the report that these very bytes belong to, or null
 */
export function findByRaw(connection: Connection, raw: Uint8Array): ReportNumber | null {
  const number = connection
    .prepare(
      `SELECT number FROM reports JOIN messages ON report_id = reports.id
       WHERE sha256 = @hash OR header_sha256 = @hash ORDER BY sha256 = @hash DESC LIMIT 1`,
    )
    .pluck()
    .get({ hash: hashOf(raw) });
  return (number as ReportNumber | undefined) ?? null;
}

/**
 * Keeps a mail. Call inside the transaction that records what it did to the report.
 * @param bytes - none where writeBytes is called for them later in that transaction
 * @returns the row's id
 */
export function recordMessage(
  connection: Connection,
  reportId: number,
  role: MessageRole,
  message: NewMessage,
  bytes: Uint8Array = message.raw,
): number {
  const { lastInsertRowid } = connection
    .prepare(
      `INSERT INTO messages
         (report_id, role, received_at, message_id, sender, signer, sha256, content_sha256, complete, bytes,
          mailbox, folder, uidvalidity, uid)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      reportId,
      role,
      message.receivedAt.toISOString(),
      message.messageId,
      message.sender,
      message.signer,
      hashOf(message.raw),
      message.contentHash,
      message.isComplete ? 1 : 0,
      bytes,
      ...columnsOf(message.place),
    );
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

/** Writes the bytes of a mail that was kept without. @param id - the mail's row */
export function writeBytes(connection: Connection, id: number, bytes: Uint8Array): void {
  connection.prepare('UPDATE messages SET bytes = ? WHERE id = ?').run(bytes, id);
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
export function notePlace(connection: Connection, raw: Uint8Array, place: Place): void {
  connection
    .prepare(
      `UPDATE messages SET mailbox = ?, folder = ?, uidvalidity = ?, uid = ?
       WHERE id = (SELECT id FROM messages WHERE sha256 = ? OR header_sha256 = ? ORDER BY id LIMIT 1)`,
    )
    .run(...columnsOf(place), hashOf(raw), hashOf(raw));
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
  return connection
    .prepare(
      `SELECT bytes FROM messages JOIN reports ON reports.id = report_id WHERE number = ? ORDER BY messages.id`,
    )
    .all(number) as { bytes: Uint8Array }[];
}
