/**
 * May this mail be answered by a machine, and where to? Decided from the outer header alone, by RFC 3834,
 * RFC 5230 §4.6 and what mail servers do. A mail that may not be answered is still a report.
 */
import { type HeaderField, valuesOf } from './header.js';
import type { Answerability, Envelope, NoAnswerReason } from './message.js';

/** One test of a header against a reason not to answer. */
interface Rule {
  readonly because: NoAnswerReason;
  readonly applies: (fields: readonly HeaderField[], envelope: Envelope, own: OwnMail) => boolean;
}

/** What marks mail as our own. */
export interface OwnMail {
  /** Lower-case addresses we send from or are reached at. */
  readonly addresses: readonly string[];
  /** The value our receipts carry in X-Loop; null where we send none. */
  readonly loop: string | null;
}

/** RFC 2919 and RFC 2369 fields, and two that older list managers add. */
const LIST_FIELDS = [
  'list-id',
  'list-help',
  'list-subscribe',
  'list-unsubscribe',
  'list-post',
  'list-owner',
  'list-archive',
  'mailing-list',
  'x-mailing-list',
];

/** RFC 3834 §2 names the families owner-, -request and MAILER-DAEMON; the rest are what responders add. */
const MACHINE_LOCAL_PART =
  /^(?:mailer-daemon|postmaster|listserv|majordomo|no-?reply|do-?not-?reply|bounces?|owner-.*|.*-(?:owner|request|errors?|bounces?|noreply))$/;

const RULES: readonly Rule[] = [
  {
    because: 'auto-submitted',
    // RFC 3834 §5: "no" is the one value that means a person; comments and parameters may follow it.
    applies: fields =>
      valuesOf(fields, 'auto-submitted').some(value => !/^no\b(?!-)/i.test(withoutComments(value))) ||
      ['x-autoreply', 'x-autorespond', 'x-failed-recipients'].some(name => valuesOf(fields, name).length > 0),
  },
  {
    because: 'null-return-path',
    // RFC 3834 §2. Only the topmost Return-Path is our own server's, RFC 5321 §4.4.
    applies: fields => /^<\s*>$/.test(valuesOf(fields, 'return-path')[0] ?? ''),
  },
  {
    because: 'machine-report',
    applies: fields =>
      valuesOf(fields, 'content-type').some(value =>
        /^(?:multipart\/report|message\/delivery-status)\b/i.test(value),
      ),
  },
  {
    because: 'bulk',
    applies: fields =>
      LIST_FIELDS.some(name => valuesOf(fields, name).length > 0) ||
      [...valuesOf(fields, 'precedence'), ...valuesOf(fields, 'x-precedence')].some(value =>
        /^(?:bulk|list|junk|auto_reply)\b/i.test(value),
      ),
  },
  {
    because: 'response-suppressed',
    // MS-OXCMAIL: DR, NDR, RN and NRN speak of delivery and read reports, not of replies.
    applies: fields =>
      valuesOf(fields, 'x-auto-response-suppress').some(value =>
        /\b(?:all|autoreply|oof)\b|^-1$/i.test(value),
      ),
  },
  {
    because: 'own-mail',
    applies: (fields, envelope, own) =>
      envelope.from.some(mailbox => own.addresses.includes(plainAddress(mailbox.address))) ||
      (own.loop !== null && valuesOf(fields, 'x-loop').some(value => value.toLowerCase() === own.loop)),
  },
  {
    because: 'machine-address',
    applies: (_fields, envelope) =>
      envelope.from.some(mailbox =>
        MACHINE_LOCAL_PART.test(plainAddress(mailbox.address).split('@')[0] ?? ''),
      ),
  },
  {
    because: 'no-single-sender',
    // RFC 5322 §3.6.2 allows several From mailboxes; an answer to one of them may reach the wrong person.
    applies: (fields, envelope) =>
      valuesOf(fields, 'from').length !== 1 ||
      envelope.from.length !== 1 ||
      !isPlainAddress(envelope.from[0]?.address ?? ''),
  },
];

/**
 * Decides whether and where a receipt may go.
 * @returns the From address, or the first reason not to answer
 */
export function decideAnswerability(
  fields: readonly HeaderField[],
  envelope: Envelope,
  own: OwnMail,
): Answerability {
  const rule = RULES.find(candidate => candidate.applies(fields, envelope, own));
  if (rule) return { answer: false, because: rule.because };
  const sender = envelope.from[0];
  if (!sender) return { answer: false, because: 'no-single-sender' };
  return { answer: true, address: sender.address };
}

/**
 * Whether an address is of the plain dot-atom form that every mail library reads alike. Quoted local parts and
 * comments are refused: they are where libraries disagree on who is being written to.
 */
export function isPlainAddress(address: string): boolean {
  return (
    address.length <= 254 &&
    /^[A-Za-z0-9.!#$%&'*+/=?^_{|}~`-]{1,64}@(?=.{1,253}$)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(
      address,
    )
  );
}

/** Lower-case, and without the +tag that many servers deliver regardless of. */
function plainAddress(address: string): string {
  return address.toLowerCase().replace(/\+[^@]*@/, '@');
}

function withoutComments(value: string): string {
  return value.replace(/\([^()]*\)/g, ' ').trim();
}
