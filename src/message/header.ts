/**
 * The outer header alone: enough to judge and to answer a mail whose body can't be read. Takes the first
 * block of the raw bytes and never throws for what a mail holds.
 */
import { type HeaderLines, type ParsedMail, simpleParser } from 'mailparser';
import { headerText } from '../mailbox/header-text.js';
import { messageIdsIn, threadOf } from '../mailbox/message-ids.js';
import { withAsciiDomain } from './domain.js';
import { type HeaderField, valuesOf } from './header-fields.js';
import { MAX_HEADER_BYTES } from './limits.js';
import type { Envelope, Mailbox } from './message.js';
import { singleLine } from './printable.js';

/** A header: its meaning, and its fields in order as they stand, for rules about presence and number. */
export interface Header {
  readonly envelope: Envelope;
  readonly fields: readonly HeaderField[];
}

/**
 * Reads the header of a message.
 * @param raw - the message as received
 */
export async function readHeader(raw: Uint8Array): Promise<Header> {
  const parsed = await simpleParser(headerBlock(raw), {
    skipTextToHtml: true,
    checksumAlgo: false,
    // The block is bounded already, and the parser's limit counts a short line for far more than its bytes.
    maxHeadSize: Number.MAX_SAFE_INTEGER,
  });
  const fields = parsed.headerLines.map(toField);
  return { envelope: toEnvelope(parsed, fields), fields };
}

function headerBlock(raw: Uint8Array): Buffer {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, MAX_HEADER_BYTES));
  const ends = [bytes.indexOf('\r\n\r\n'), bytes.indexOf('\n\n')].filter(end => end >= 0);
  const end = Math.min(...ends, bytes.length);
  return Buffer.from(`${headerText(bytes.subarray(0, end))}\r\n\r\n`);
}

function toField(line: HeaderLines[number]): HeaderField {
  // mailparser gives a character for each byte of what headerBlock wrote as UTF-8.
  const text = Buffer.from(line.line, 'latin1').toString();
  return {
    name: line.key.toLowerCase(),
    value: text
      .slice(text.indexOf(':') + 1)
      .replace(/\r?\n(?=[ \t])/g, '')
      .trim(),
  };
}

function toEnvelope(parsed: ParsedMail, fields: readonly HeaderField[]): Envelope {
  return {
    from: mailboxes(parsed.from),
    replyTo: mailboxes(parsed.replyTo),
    to: mailboxes(parsed.to),
    subject: singleLine(parsed.subject ?? ''),
    messageId: messageIdsIn(valuesOf(fields, 'message-id').join(' '))[0] ?? null,
    references: threadOf(valuesOf(fields, 'references'), valuesOf(fields, 'in-reply-to')),
    // Not mailparser's: it takes today for a date it can't read.
    date: stampDate(valuesOf(fields, 'date')[0]),
    deliveredAt: deliveryDate(valuesOf(fields, 'received')[0]),
  };
}

type AddressField = ParsedMail['to'];

function mailboxes(field: AddressField): Mailbox[] {
  const objects = field === undefined ? [] : Array.isArray(field) ? field : [field];
  return objects
    .flatMap(object => object.value)
    .flatMap(entry => entry.group ?? [entry])
    .filter(entry => Boolean(entry.address))
    .map(entry => ({
      name: singleLine(entry.name ?? '') || null,
      address: withAsciiDomain(singleLine(entry.address ?? '')),
    }));
}

/** RFC 5321 §4.4: the date stands after the field's last semicolon; the topmost field is our own server's. */
function deliveryDate(received: string | undefined): Date | null {
  if (received === undefined || !received.includes(';')) return null;
  return stampDate(received.slice(received.lastIndexOf(';') + 1));
}

/**
 * RFC 5322 §3.3, in which a comment may name the time zone, and years begin with 1900. RFC 3339 §5.6, by which dates are
 * kept, ends them with 9999: a record with a later one could not be read back, nor any list that it stands in.
 */
function stampDate(stamp: string | undefined): Date | null {
  if (stamp === undefined) return null;
  const date = new Date(stamp.replace(/\([^()]*\)/g, '').trim());
  const year = date.getUTCFullYear();
  return year >= 1900 && year <= 9999 ? date : null;
}
