/**
 * A mail passed on by somebody else: the original sender is the reporter, and what stands below the forwarded header is
 * the report. A mail of our own below such a header is the opposite: the thread so far.
 */
import type { Mailbox } from '../message/message.js';
import { addressesIn } from './addresses.js';
import type { Original } from './document.js';
import { greets } from './greeting.js';
import { FORWARD_FIELDS, FORWARD_MARKERS } from './letter-terms.js';
import { MAX_FORWARDS, MAX_HEADER_LINES } from './limits.js';
import type { Row } from './rows.js';
import { foldSpace, foldWords } from './words.js';

interface ForwardedHeader {
  readonly from: Mailbox;
  readonly replyTo: Mailbox | null;
  readonly subject: string | null;
  /** Whether its marker says that the mail was passed on, and not answered. */
  readonly isForwarded: boolean;
  readonly start: number;
  /** The first row below it. */
  readonly end: number;
}

/**
 * Gives rows above the report, the header of the forward and the thread below it their roles.
 * @param rows - changed in place
 * @param isOwn - whether an address is ours
 * @param isForward - whether the subject says that the mail was passed on
 * @returns the sender of the report where somebody else passed it on
 */
export function markForwards(
  rows: readonly Row[],
  isOwn: (address: string) => boolean,
  isForward: boolean,
): Original | null {
  let original: Original | null = null;
  let from = 0;
  for (let depth = 0; depth < MAX_FORWARDS; depth++) {
    const header = findHeader(rows, from);
    if (header === null) break;
    const { start, end } = header;
    const isAnswer = !isForward && !header.isForwarded && isReport(rows.slice(from, start));
    if (isAnswer || isOwn(header.from.address)) {
      setRole(rows, start, end, 'forwarded-header');
      setRole(rows, end, rows.length, 'quotation');
      break;
    }
    setRole(rows, from, start, 'covering-note');
    setRole(rows, start, end, 'forwarded-header');
    original = { from: header.from, replyTo: header.replyTo, subject: header.subject };
    from = end;
  }
  return original;
}

/** Longer than a note to go with a mail. */
const MAX_NOTE_LENGTH = 600;
/** So many labels, headings, items or pieces of code are a report. */
const REPORT_MARKS = 3;

/** Whether words above the header of another mail are a report of their own. */
function isReport(rows: readonly Row[]): boolean {
  const length = rows.reduce((sum, { line }) => sum + line.text.length, 0);
  const marks = rows.filter(
    ({ line, block }) =>
      block.kind === 'heading' ||
      block.kind === 'item' ||
      block.kind === 'code' ||
      /^\p{Lu}[\p{L} ]{2,30}: ?\S/u.test(line.text),
  );
  return length > MAX_NOTE_LENGTH || marks.length >= REPORT_MARKS;
}

function setRole(rows: readonly Row[], start: number, end: number, role: Row['role']): void {
  for (let index = start; index < end; index++) {
    const row = rows[index];
    if (row !== undefined) row.role = role;
  }
}

function findHeader(rows: readonly Row[], from: number): ForwardedHeader | null {
  for (let index = from; index < rows.length; index++) {
    const row = rows[index];
    if (row === undefined || row.block.kind === 'code' || row.line.text.length > 300) continue;
    const line = senderLine(rows, index);
    if (line !== null) return line;
    const marked = isMarker(row.line.text);
    if (!marked && fieldOn(row)?.field !== 'from') continue;
    const header = readHeader(rows, index, marked);
    if (header !== null) return header;
  }
  return null;
}

/** "Ada Quill <ada@quill.example>, Nov 9, 2026, 11:42 CET" above a greeting, as help desks pass mails on. */
const SENDER_LINE = /^[^<>]{2,80}<[^<>\s]{3,254}>[,;:]? .{0,20}\d{1,4}.{0,40}$/;

function senderLine(rows: readonly Row[], index: number): ForwardedHeader | null {
  const row = rows[index];
  const below = rows[index + 1];
  if (row === undefined || below === undefined) return null;
  if (!row.line.text.includes('<') || !SENDER_LINE.test(row.line.text)) return null;
  const from = mailboxIn(row.line.text);
  if (from === null || !greets(below.line.text)) return null;
  return { from, replyTo: null, subject: null, isForwarded: true, start: index, end: index + 1 };
}

const MARKER = new RegExp(`^[-_=>* ]{0,60}(?:${FORWARD_MARKERS.join('|')})[-_=:* ]{0,60}$`);

function isMarker(text: string): boolean {
  return MARKER.test(foldWords(text.slice(0, 100)));
}

function readHeader(rows: readonly Row[], start: number, marked: boolean): ForwardedHeader | null {
  const values = new Map<string, string>();
  let end = marked ? start + 1 : start;
  const last = Math.min(rows.length, end + MAX_HEADER_LINES);
  let before: string | null = null;
  for (let index = end; index < last; index++) {
    const row = rows[index];
    const found = row === undefined ? null : fieldOn(row);
    if (row === undefined) break;
    if (found === null) {
      // A value that was wrapped goes on; anything else is the mail itself.
      const goesOn = before !== null && !row.opens && before !== 'subject' && isMoreOfValue(row.line.text);
      if (!goesOn) break;
      values.set(before ?? '', `${values.get(before ?? '')} ${row.line.text}`);
    } else if (values.has(found.field) && found.field !== 'to') break;
    else {
      before = found.field;
      if (!values.has(found.field)) values.set(found.field, found.value);
    }
    end = index + 1;
  }
  const from = mailboxIn(values.get('from') ?? '');
  // Without a marker only a whole header counts: a report may well quote a From line.
  const whole = values.has('subject') && (values.has('date') || values.has('to'));
  if (from === null || !(marked || whole)) return null;
  const replyTo = mailboxIn(values.get('replyTo') ?? '');
  const isForwarded =
    marked && /forward|weitergeleit|transfer|reexpedi|reenviad/.test(foldWords(rows[start]?.line.text ?? ''));
  return { from, replyTo, subject: values.get('subject') ?? null, isForwarded, start, end };
}

function isMoreOfValue(text: string): boolean {
  return /[<>@]|^[\d:, ]{4,40}$/.test(text.slice(0, 200));
}

function fieldOn({ line, block }: Row) {
  if (block.kind === 'code' || !line.text.includes(':')) return null;
  const text = line.text
    .slice(0, 1000)
    .replace(/^[|\s*]{1,20}/, '')
    .replace(/^([^|:]{1,30}:)\*{0,2} ?\| ?/, '$1 ')
    .replace(/\s?\|$/, '');
  const colon = text.indexOf(':');
  if (colon < 1 || colon > 20) return null;
  const name = foldWords(text.slice(0, colon).replaceAll('*', ''));
  const field = Object.hasOwn(FORWARD_FIELDS, name) ? FORWARD_FIELDS[name] : undefined;
  if (field === undefined) return null;
  return { field, value: foldSpace(text.slice(colon + 1).replace(/^\*{1,2}/, '')) };
}

/**
 * "Name [mailto:a@b]", "Name <a@b>", "a@b".
 * @param value - of a From field in running text
 */
function mailboxIn(value: string): Mailbox | null {
  const address = addressesIn(value)[0];
  if (address === undefined) return null;
  const before = value.slice(0, value.indexOf(address)).replace(/[\s<[("']{0,20}(?:mailto:)?$/, '');
  const name = foldSpace(before.replace(/["'<>[\]*]/g, ''));
  return { name: name === '' ? null : name, address };
}
