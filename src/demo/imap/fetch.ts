/**
 * FETCH: what a client asks of one message, RFC 9051 §6.4.5.
 */
import { dateTime, literal } from './answer.js';
import type { Message } from './folder.js';
import { bodyStructure } from './structure.js';

/** BODY[section]<from.count>, with or without PEEK. */
const SECTION = /^BODY(\.PEEK)?\[(.*?)\](?:<(\d+)\.(\d+)>)?$/is;

/** Whether the asking itself marks a message as read. */
export function marksAsRead(item: string): boolean {
  const section = SECTION.exec(item);
  return section !== null && section[1] === undefined;
}

/**
 * @param item - as the client wrote it
 * @returns its name and its value
 * @throws {Error} where this server does not know it
 */
export async function fetched(message: Message, item: string): Promise<string> {
  switch (item.toUpperCase()) {
    case 'UID':
      return `UID ${message.uid}`;
    case 'FLAGS':
      return `FLAGS (${[...message.flags].join(' ')})`;
    case 'INTERNALDATE':
      return `INTERNALDATE "${dateTime(message.internalDate)}"`;
    case 'RFC822.SIZE':
      return `RFC822.SIZE ${message.raw.length}`;
    case 'BODYSTRUCTURE':
      return `BODYSTRUCTURE ${await bodyStructure(message.raw)}`;
    default:
      return section(message, item);
  }
}

function section(message: Message, item: string): string {
  const [, , name, from, count] = SECTION.exec(item) ?? [];
  if (name === undefined) throw new Error(`FETCH ${item} is not known here`);
  const whole = sectionOf(message.raw.toString('latin1'), name);
  return from === undefined
    ? `BODY[${name}] ${literal(whole)}`
    : `BODY[${name}]<${from}> ${literal(whole.slice(Number(from), Number(from) + Number(count)))}`;
}

function sectionOf(raw: string, name: string): string {
  const end = raw.indexOf('\r\n\r\n');
  const header = end < 0 ? raw : raw.slice(0, end + 4);
  const fields = /^HEADER\.FIELDS \((.*)\)$/is.exec(name)?.[1];
  if (fields !== undefined) return fieldsOf(header, fields.toLowerCase().split(/\s+/));
  switch (name.toUpperCase()) {
    case '':
      return raw;
    case 'HEADER':
      return header;
    case 'TEXT':
      return raw.slice(header.length);
    default:
      throw new Error(`the section ${name} is not known here`);
  }
}

function fieldsOf(header: string, names: readonly string[]): string {
  const lines = header.split(/\r\n(?![ \t])/);
  const asked = lines.filter(line => names.includes(line.slice(0, line.indexOf(':')).trim().toLowerCase()));
  return `${asked.map(line => `${line}\r\n`).join('')}\r\n`;
}

/** The header's fields of a name, unfolded. */
export function headerField(raw: Buffer, name: string): string {
  const header = sectionOf(raw.toString('latin1'), `HEADER.FIELDS (${name})`);
  return header.replace(/\r\n(?=[ \t])/g, '').trim();
}
