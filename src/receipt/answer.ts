/**
 * Answering a report: its receipt into the outbox, queued, held for a person, or withheld with the reason. Runs
 * inside the transaction that records the report.
 *
 * Oracle-free: whether and where to answer is decided by the outer header, and the words depend on what was
 * decrypted only where a known reporter signed it all, who learns nothing that they did not write.
 */
import type { Deadlines } from '../deadlines/deadlines.js';
import type { Answerability, Authentication, Envelope, Message } from '../message/message.js';
import { languageOfText } from '../report/language.js';
import type { ExtractedReport } from '../report/schema.js';
import { awaitCopy, endWait, type MailName } from '../store/awaited-copies.js';
import type { Connection } from '../store/database.js';
import { hashOf } from '../store/messages.js';
import { queueReceipt } from '../store/outbox.js';
import { countLetGo, letGoTo } from '../store/rates.js';
import { composeReceipt } from './compose.js';
import { type AnsweringRules, decideReceipt, HEADER_UNREAD, type ReceiptDecision } from './decide.js';
import { DAY_WINDOW, type LetGoOfLate, RATE_WINDOW, sendingDomain } from './rates.js';
import type { Responder } from './responder.js';
import type { ReceiptLanguage, Templates } from './templates.js';

/** The mail to answer, just recorded. */
export interface Answered {
  /** The row's id. */
  readonly id: number;
  /** That its sender is told. */
  readonly number: string;
  /** Lower-case, as far as it is known. */
  readonly sender: string | null;
  readonly raw: Uint8Array;
  readonly receivedAt: Date;
  readonly deadlines: Deadlines;
  /** Null where not even the header could be read. */
  readonly header: {
    readonly envelope: Envelope;
    readonly answerability: Answerability;
    readonly authentication: Authentication | null;
  } | null;
  /** Null where only the header could be read. */
  readonly message: Message | null;
  readonly content: Pick<ExtractedReport, 'missing' | 'language'>;
  readonly replaySuspected: boolean;
}

/** What answering needs around it. */
export interface Answering {
  readonly connection: Connection;
  readonly responder: Responder;
  readonly rules: AnsweringRules;
  readonly templates: Templates;
  /** The row of the mailbox that answers; the first that is configured where it is left out. */
  readonly mailbox?: number;
  readonly now: () => Date;
}

/**
 * Queues, holds or withholds the receipt.
 * @returns why it does not go by itself, in words, or null where it is queued
 */
export function answerReport(report: Answered, answering: Answering): string | null {
  const { connection, responder, templates, mailbox, now } = answering;
  const { id, number, raw, header, message, content } = report;
  const instant = now();
  const name = nameOf(report);
  const decision = decideFor(report, answering);
  if (decision.outcome === 'withhold' || header === null) {
    const reason = decision.outcome === 'withhold' ? decision.reason : HEADER_UNREAD;
    const receipt = queueReceipt(
      connection,
      id,
      'receipt',
      { state: 'withheld', reason, number },
      instant,
      mailbox,
    );
    // Whoever writes to a mailing list and to us sends one mail; only the list's copy is none to answer.
    if (name !== null && cameInBulk(report)) {
      awaitCopy(connection, receipt, name, { number, ...report.deadlines });
    }
    return reason;
  }
  if (name !== null) endWait(connection, name);
  const mail = composeReceipt(
    {
      number,
      recipient: decision.address,
      envelope: header.envelope,
      receivedAt: report.receivedAt,
      ...report.deadlines,
      rawHash: hashOf(raw),
      missing: message !== null && mayNameMissing(message) ? content.missing : null,
      language: languageFor(header, message, content),
      adviseEncryption: message !== null && cameOpen(message),
      isLate: report.deadlines.acknowledgeBy < instant,
      encryptTo: encryptTo(header.answerability, message),
    },
    responder,
    templates,
  );
  if (decision.outcome === 'hold') {
    const { reason } = decision;
    queueReceipt(connection, id, 'receipt', { state: 'held', mail, reason, number }, instant, mailbox);
    return `waits for a person: ${reason}`;
  }
  queueReceipt(connection, id, 'receipt', { state: 'queued', mail, number }, instant, mailbox);
  return null;
}

/** What the mail is known by outside; null where it lacks a Message-ID or a sender. */
export function nameOf({ header, sender }: Pick<Answered, 'header' | 'sender'>): MailName | null {
  const messageId = header?.envelope.messageId ?? null;
  return messageId === null || sender === null ? null : { messageId, sender };
}

/** Whether that is why it is not answered. */
export function cameInBulk({ header }: Pick<Answered, 'header'>): boolean {
  const answerability = header?.answerability;
  return answerability?.answer === false && answerability.because === 'bulk';
}

/** Whether a mail is answered by itself, by the rules and by what was answered of late. */
export function decideFor(
  { header, replaySuspected, receivedAt }: Answered,
  { connection, rules, now }: Answering,
): ReceiptDecision {
  const instant = now();
  const answerability = header?.answerability ?? null;
  const address = answerability?.answer ? answerability.address : null;
  return decideReceipt(
    {
      answerability,
      authentication: header?.authentication ?? null,
      replaySuspected,
      receivedAt,
      now: instant,
      letGoOfLate: letGoOfLate(address, connection, instant),
    },
    rules,
  );
}

function letGoOfLate(address: string | null, connection: Connection, instant: Date): LetGoOfLate {
  if (address === null) return { ofHour: 0, nearOfDay: [] };
  const before = (milliseconds: number) => new Date(instant.getTime() - milliseconds);
  const hour = before(RATE_WINDOW);
  return {
    ofHour: countLetGo(connection, hour),
    nearOfDay: letGoTo(connection, sendingDomain(address), before(DAY_WINDOW)).map(({ recipient, at }) => ({
      recipient,
      isOfHour: at > hour,
    })),
  };
}

/**
 * Whether missing parts may be named. Of a decrypted mail only where its signature shows that who is answered wrote
 * all of it: a key that came with the mail, or was looked up by its address, could be the attacker's own.
 */
export function mayNameMissing(message: Message): boolean {
  const { encryption, signature, answerability } = message;
  if (cameOpen(message)) return true;
  return (
    encryption.state === 'decrypted' &&
    signature.outcome === 'valid' &&
    signature.covers === 'everything' &&
    signature.userIdMatchesFrom === true &&
    (signature.key === 'configured' || signature.key === 'learned') &&
    answerability.answer &&
    answerability.isFrom
  );
}

/** S/MIME is never opened: what it lacks nobody knows, and who sent it did encrypt. */
function cameOpen({ encryption, notes }: Message): boolean {
  return encryption.state === 'cleartext' && !notes.includes('s-mime-kept');
}

/** The certificate belongs to the From address, and no other may be written to with it. */
export function encryptTo(answerability: Answerability, message: Message | null): string | null {
  return answerability.answer && answerability.isFrom ? (message?.recipientKey ?? null) : null;
}

/** What an encrypted mail is written in shows only inside; outside there are its header's word and its subject. */
export function languageFor(
  { answerability, envelope }: NonNullable<Answered['header']>,
  message: Message | null,
  content: Answered['content'],
): ReceiptLanguage {
  if (message?.encryption.state === 'cleartext' && content.language !== null) {
    return content.language === 'de' ? 'de' : 'en';
  }
  const named = answerability.answer ? answerability.language : null;
  return (named ?? languageOfText(envelope.subject)) === 'de' ? 'de' : 'en';
}
