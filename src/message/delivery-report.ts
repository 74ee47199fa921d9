/**
 * Delivery reports: what became of a mail that somebody sent, in the machine's words of RFC 3464 or in a server's
 * own. Says which mail it speaks of by the Message-IDs that stand anywhere in what came back, because servers return
 * the whole mail, its header, or a few lines of it in their text. Whether that mail was ours, the store knows.
 */
import { type HeaderField, valuesOf } from './header-fields.js';
import type { DeliveryReport } from './message.js';
import type { Part } from './mime-tree.js';
import { singleLine } from './printable.js';

/** Characters of one part that are searched; a returned mail's header stands at its start. */
const MAX_SEARCHED = 262_144;

/** Mails that one report may speak of. */
const MAX_ABOUT = 20;

const MAX_DIAGNOSTIC_LENGTH = 300;

/** The field of a returned header, quoted or not, folded or not; Exchange writes X-Original-Message-ID. */
const MESSAGE_ID_FIELD =
  /^[>\s]{0,20}(?:[\w-]{1,40}-)?message-id[ \t]{0,10}:\s{0,80}(<[^<>\s@]{1,250}@[^<>\s@]{1,250}>)/gim;

/** RFC 3463 §2. */
const STATUS = /\b([245]\.\d{1,3}\.\d{1,3})\b/;

/** A reply of SMTP (RFC 5321 §4.2) as servers put it into their text, with what it says. */
const SMTP_REPLY = /(?:^|[^\d.])((?:5\d\d|4\d\d)[ -][^\n]{1,300})/;

const FAILED =
  /undeliver|not be delivered|could ?n[o']t (?:be )?deliver|delivery (?:has |to .{1,80} )?fail|has failed due to|failed permanently|permanent (?:fatal )?error|failure notice|returned (?:mail|to sender)|unzustellbar|nicht zugestellt/i;
const DELAYED = /delay|will (?:be )?retr|try again|still trying|not yet been delivered|verzögert|warning:/i;

/**
 * Reads a mail as a delivery report.
 * @param root - of the message as received
 * @param fields - of its outer header
 * @returns null for a mail that is none, or that speaks of no mail by its Message-ID
 */
export function readDeliveryReport(root: Part, fields: readonly HeaderField[]): DeliveryReport | null {
  if (!mayBeOne(fields)) return null;
  const parts = leavesOf(root);
  const statuses = parts.filter(part => /^message\/(?:global-)?delivery-status$/.test(part.type)).map(textOf);
  const words = parts.filter(part => part.type.startsWith('text/')).map(textOf);
  const about = parts.flatMap(messageIdsOf);
  const said = statuses.length === 0 ? saidInWords(words, fields) : saidInFields(statuses.join('\n\n'));
  if (about.length === 0 || said === null) return null;
  return { about: [...new Set(about)].slice(0, MAX_ABOUT), ...said };
}

/** RFC 3464 §2 asks for multipart/report; RFC 5321 §4.5.5 for a null reverse-path; MAILER-DAEMON is everybody's habit. */
function mayBeOne(fields: readonly HeaderField[]): boolean {
  const type = valuesOf(fields, 'content-type')[0] ?? '';
  return (
    (/^multipart\/report\b/i.test(type) &&
      !/report-type\s*=\s*"?(?:disposition|feedback|tlsrpt)/i.test(type)) ||
    /^<\s*>$/.test(valuesOf(fields, 'return-path')[0] ?? '') ||
    valuesOf(fields, 'x-failed-recipients').length > 0 ||
    /(?:^|[<"\s])(?:mailer-daemon|postmaster|mail delivery)\b/i.test(valuesOf(fields, 'from')[0] ?? '')
  );
}

type Said = Pick<DeliveryReport, 'action' | 'status' | 'diagnostic'>;

/** RFC 3464 §2.3: a block of fields for the mail, then one for each recipient; what failed counts before the rest. */
function saidInFields(text: string): Said {
  const blocks = text
    .replace(/\n(?=[ \t])/g, '')
    .split(/\n[ \t]*\n/)
    .map(fieldsOf)
    .filter(block => block.has('action'));
  const block = blocks.find(one => one.get('action') === 'failed') ?? blocks[0];
  if (block === undefined) return { action: null, status: null, diagnostic: null };
  return {
    action: withoutComment(block.get('action') ?? '').toLowerCase(),
    status: STATUS.exec(block.get('status') ?? '')?.[1] ?? null,
    diagnostic: diagnosticOf(block.get('diagnostic-code') ?? null),
  };
}

function fieldsOf(block: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon > 0 && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}

/** RFC 3464 §2.3.6: the type of the code stands before a semicolon. */
function diagnosticOf(value: string | null): string | null {
  const words = singleLine((value ?? '').replace(/^[\w.-]{1,40}\s*;/, '').replace(/\s+/g, ' ')).slice(
    0,
    MAX_DIAGNOSTIC_LENGTH,
  );
  return words === '' ? null : words;
}

function withoutComment(value: string): string {
  return value.replace(/\([^()]*\)/g, '').trim();
}

/** @returns null where the words tell of no delivery */
function saidInWords(words: readonly string[], fields: readonly HeaderField[]): Said | null {
  const text = [valuesOf(fields, 'subject')[0] ?? '', ...words].join('\n').slice(0, MAX_SEARCHED);
  const reply = SMTP_REPLY.exec(text)?.[1] ?? null;
  const status = STATUS.exec(reply ?? '')?.[1] ?? STATUS.exec(text)?.[1] ?? null;
  const action = actionIn(text, status ?? reply);
  return action === null ? null : { action, status, diagnostic: diagnosticOf(reply) };
}

/** A server that gives a mail back for good often tells of the tries before; one that still tries says nothing of failure. */
function actionIn(text: string, code: string | null): string | null {
  if (code?.startsWith('5') || FAILED.test(text)) return 'failed';
  return DELAYED.test(text) || code?.startsWith('4') ? 'delayed' : null;
}

/** The root is the report itself, whose own Message-ID says nothing of another mail: leaves are bodies alone. */
function leavesOf(part: Part): Part[] {
  return part.children.length === 0 ? [part] : part.children.flatMap(leavesOf);
}

function messageIdsOf(part: Part): string[] {
  return [...textOf(part).matchAll(MESSAGE_ID_FIELD)].map(match => match[1] ?? '');
}

function textOf(part: Part): string {
  return part.body.subarray(0, MAX_SEARCHED).toString('latin1').replaceAll('\r', '');
}
