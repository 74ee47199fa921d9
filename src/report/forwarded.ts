/**
 * A mail passed on by somebody else. The original sender is the reporter, and the words below the forwarded
 * header are the report. A quoted mail of our own is the opposite: the thread so far, which is cut.
 */
import type { Mailbox } from '../message/message.js';
import { addressesIn } from './addresses.js';
import { MAX_FORWARDS } from './limits.js';
import { isBlank, type Line } from './lines.js';
import { foldSpace, foldWords } from './text.js';

/** Dashes and one of these open a forwarded mail. */
const MARKERS = [
  ...[
    'original message',
    'forwarded message',
    'begin forwarded message',
    'original-nachricht',
    'originalnachricht',
  ],
  ...['urspruengliche nachricht', 'weitergeleitete nachricht', 'anfang der weitergeleiteten nachricht'],
  ...[
    'message transfere',
    "message d'origine",
    'debut du message transfere',
    'mensaje reenviado',
    'mensaje original',
  ],
  ...['weitergeleitete e-mail', 'forwarded mail', 'original appointment', 'mensaje original'],
];

const FIELDS: Readonly<Record<string, 'from' | 'date' | 'to' | 'subject' | 'replyTo'>> = {
  from: 'from',
  von: 'from',
  de: 'from',
  sent: 'date',
  gesendet: 'date',
  date: 'date',
  datum: 'date',
  envoye: 'date',
  enviado: 'date',
  fecha: 'date',
  to: 'to',
  an: 'to',
  a: 'to',
  para: 'to',
  cc: 'to',
  kopie: 'to',
  subject: 'subject',
  betreff: 'subject',
  objet: 'subject',
  asunto: 'subject',
  'reply-to': 'replyTo',
  'antwort an': 'replyTo',
};

/** A header block folds no further than this. */
const MAX_HEADER_LINES = 20;

interface ForwardedHeader {
  readonly from: Mailbox | null;
  readonly replyTo: Mailbox | null;
  readonly subject: string | null;
  /** The line the header's marker or first field is on. */
  readonly start: number;
  /** The first line below it. */
  readonly end: number;
}

/** A mail's text with the thread resolved. */
export interface Unforwarded {
  readonly lines: readonly Line[];
  /** Who wrote those lines, where the mail was forwarded. */
  readonly original: {
    readonly from: Mailbox;
    readonly replyTo: Mailbox | null;
    readonly subject: string | null;
  } | null;
}

/**
 * Follows forwards to the original mail, and cuts quotations of our own mails.
 * @param lines - the whole text
 * @param isOwn - whether an address is ours
 */
export function unforward(lines: readonly Line[], isOwn: (address: string) => boolean): Unforwarded {
  let current: Unforwarded = { lines: cutQuotedReply(lines), original: null };
  for (let depth = 0; depth < MAX_FORWARDS; depth++) {
    const header = findHeader(current.lines);
    if (header === null || header.from === null) return current;
    if (isOwn(header.from.address)) return { ...current, lines: current.lines.slice(0, header.start) };
    current = {
      lines: current.lines.slice(header.end),
      original: { from: header.from, replyTo: header.replyTo, subject: header.subject },
    };
  }
  return current;
}

function findHeader(lines: readonly Line[]): ForwardedHeader | null {
  for (const [index, line] of lines.entries()) {
    if (line.code || line.text.length > 200) continue;
    const marked = isMarker(line.text);
    if (!marked && fieldOf(line)?.field !== 'from') continue;
    const header = readHeader(lines, index, marked);
    if (header !== null) return header;
  }
  return null;
}

function isMarker(text: string): boolean {
  const words = foldWords(text.slice(0, 100))
    .replace(/^[-_> ]{1,40}/, '')
    .replace(/[-_: ]{1,40}$/, '');
  return MARKERS.includes(words);
}

function readHeader(lines: readonly Line[], start: number, marked: boolean): ForwardedHeader | null {
  const values = new Map<string, string>();
  let index = marked ? start + 1 : start;
  while (marked && index < start + 3 && blankAt(lines, index)) index++;
  const last = index + MAX_HEADER_LINES;
  for (; index < last && index < lines.length && !blankAt(lines, index); index++) {
    const found = fieldOf(lines[index]);
    if (found !== null && !values.has(found.field)) values.set(found.field, found.value);
  }
  // Without a marker only a whole header counts: a report may well quote a From line.
  const whole = values.has('from') && values.has('subject') && (values.has('date') || values.has('to'));
  if (!whole && !(marked && values.has('from'))) return null;
  return {
    from: mailboxIn(values.get('from') ?? ''),
    replyTo: mailboxIn(values.get('replyTo') ?? ''),
    subject: values.get('subject') ?? null,
    start,
    end: index,
  };
}

function fieldOf(line: Line | undefined) {
  if (line === undefined || line.code) return null;
  const text = line.text.slice(0, 1000).replace(/^[>\s]{1,20}/, '');
  const colon = text.indexOf(':');
  if (colon < 1 || colon > 20) return null;
  const name = foldWords(text.slice(0, colon).replaceAll('*', ''));
  const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
  return field === undefined
    ? null
    : { field, value: foldSpace(text.slice(colon + 1).replace(/^\*{1,2}/, '')) };
}

function blankAt(lines: readonly Line[], index: number): boolean {
  const line = lines[index];
  return line !== undefined && isBlank(line);
}

/** "Name [mailto:a@b]", "Name <a@b>", "a@b". */
function mailboxIn(value: string): Mailbox | null {
  const address = addressesIn(value)[0];
  if (address === undefined) return null;
  const before = value.slice(0, value.indexOf(address)).replace(/[\s<[("']{0,20}(?:mailto:)?$/, '');
  const name = foldSpace(before.replace(/["'<>[\]]/g, ''));
  return { name: name === '' ? null : name, address };
}

/** "On Monday, X wrote:" with quoted lines below is a reply: the quotation is somebody else's. */
function cutQuotedReply(lines: readonly Line[]): readonly Line[] {
  const start = lines.findIndex((line, index) => {
    if (line.code || line.text.length > 300) return false;
    const introduces = /(?:wrote|schrieb|a ecrit|escribio)\b.{0,100}:$/.test(foldWords(line.text));
    const below = lines[index + 1];
    const second = lines[index + 2];
    return (
      introduces &&
      (below?.text.startsWith('>') || (blankAt(lines, index + 1) && second?.text.startsWith('>')))
    );
  });
  if (start < 0) return lines;
  return lines.filter((line, index) => index < start || (index > start && !line.text.startsWith('>')));
}
