/**
 * Recording a mail that is a report of its own: what it says, what it points at, its sender's key, and its receipt. And
 * in which form any mail is kept.
 */

import type { Arrival } from '../mailbox/arrival.js';
import type { Envelope } from '../message/message.js';
import { keyToLearn, type LearnableKey } from '../message/sender-keys.js';
import type { Reading, ReportReading } from '../reading/reading.js';
import { reportOf } from '../reading/report-of.js';
import { answerReport } from '../receipt/answer.js';
import { answerFollowUp } from '../receipt/follow-up.js';
import type { Relation, Report } from '../report/schema.js';
import { sketchOf } from '../report/similarity.js';
import type { ApparentStanding, NewMessage } from '../store/messages.js';
import { queueNotices } from '../store/notices.js';
import { queueReceipt } from '../store/outbox.js';
import { isSuspected, type NewReport, type ReportNumber, recordReport } from '../store/reports.js';
import { learnSenderKey } from '../store/sender-keys.js';
import { recordSketch, similarReports } from '../store/sketches.js';
import type { MailFacts } from '../thread/facts.js';
import type { Standing } from '../thread/standing.js';
import { answered, deadlinesFrom, dueTo, type Joining, shownAs } from './joining.js';

/** A report just recorded. */
export interface Recorded {
  readonly kind: 'recorded';
  readonly number: ReportNumber;
  readonly report: Report;
  /** Why no receipt goes by itself, in words, or null where one is queued. */
  readonly withheld: string | null;
}

/**
 * Records a report. Call inside the transaction that takes its mail in.
 * @param shown - what it is to who holds no key of ours, where it shows to belong to another report: it is answered as that
 */
export function recordNew(
  arrival: Arrival,
  reading: ReportReading,
  facts: MailFacts,
  { related, replaySuspected }: Extract<Standing, { kind: 'report' }>,
  intake: Joining,
  shown: Standing | null = null,
): Recorded {
  const { connection } = intake;
  const now = intake.now();
  const told = shown === null || shown.kind === 'report' ? undefined : shownAs(shown);
  const read = messageOf(arrival, reading, facts, now);
  const message: NewMessage = told === undefined ? read : { ...read, apparent: told };
  const due = shown ? dueTo(read, shown, facts, intake) : 'new-report';
  const { receivedAt } = message;
  const sketch = reading.kind === 'read' ? sketchOf(reading.message.bodies) : null;
  const similar = sketch ? relationsTo(similarReports(connection, sketch), related) : [];
  const content = reportOf(reading, {
    receivedAt,
    foundIn: arrival.foundIn,
    related: [...related, ...similar],
    replaySuspected,
  });
  const deadlines = deadlinesFrom(receivedAt, intake);
  const attachments = reading.kind === 'read' ? reading.message.attachments : [];
  const report: NewReport = {
    content,
    ...deadlines,
    message,
    attachments,
    filesAreSpent: intake.isOnlyTry ?? false,
    mailbox: intake.mailbox ?? null,
  };
  const { id, number } = recordReport(connection, report, intake.reportIdPrefix, now);
  queueNotices(
    connection,
    [{ reportId: id, kind: 'new-report', occasion: '', at: now }],
    intake.noticeTargets,
    now,
  );
  if (sketch) recordSketch(connection, id, sketch);
  if (!replaySuspected) learnKey(id, reading, intake);
  const mail = answered(id, number, reading, message, replaySuspected, intake);
  const withheld = told === undefined ? answerReport(mail, intake) : withholdFor(id, told, intake);
  if (told && due === 'follow-up') {
    answerFollowUp(
      { ...mail, number: told.number, replaySuspected: isSuspected(connection, told.number) },
      intake,
    );
  }
  return { kind: 'recorded', number, report: { ...content, id: number }, withheld };
}

/** @returns why it gets no receipt as for a new report, in words */
function withholdFor(
  id: number,
  told: ApparentStanding | null,
  { connection, mailbox, now }: Joining,
): string {
  const reason = told
    ? `answered as a later mail of ${told.number}`
    : 'nothing of it shows that it is a report';
  queueReceipt(connection, id, 'receipt', { state: 'withheld', reason }, now(), mailbox);
  return reason;
}

/** What a report points at for a better reason is not named again for its words. */
export function relationsTo(numbers: readonly ReportNumber[], related: readonly Relation[]): Relation[] {
  return numbers
    .filter(number => related.every(one => one.id !== number))
    .map(id => ({ id, because: 'similar' as const }));
}

/** Keeps the key of a report's author. Call inside the transaction that takes the mail in. */
export function learnKey(id: number, reading: Reading, { connection, now }: Joining): void {
  const key = learnableKey(reading);
  if (key) learnSenderKey(connection, id, key, now());
}

/** The key of a sender who signed all of a mail, to check the next one with. Whoever fills in a form types any address. */
export function learnableKey(reading: Reading): LearnableKey | null {
  return reading.kind === 'read' && reading.trigger !== 'form' ? keyToLearn(reading.message) : null;
}

/** A mail as it is kept. @param now - UTC instant */
export function messageOf(arrival: Arrival, reading: Reading, facts: MailFacts, now: Date): NewMessage {
  return {
    receivedAt: arrivalTime(arrival, envelopeOf(reading), now),
    raw: arrival.raw,
    held: arrival.held ?? null,
    isComplete: arrival.isComplete,
    messageId: facts.messageId,
    sender: facts.sender,
    signer: facts.signer,
    contentHash: facts.contentHash,
    ciphertexts: facts.ciphertexts,
    ciphertextsInside: facts.ciphertextsInside,
    bodies: reading.kind === 'read' ? reading.message.bodies : [],
    place: arrival.place,
  };
}

function envelopeOf(reading: Reading): Envelope | null {
  return reading.kind === 'read' ? reading.message.envelope : (reading.header?.envelope ?? null);
}

/** The mailbox's own date, else our server's Received field; never a date that the sender wrote. */
function arrivalTime(arrival: Arrival, envelope: Envelope | null, now: Date): Date {
  const known = arrival.receivedAt ?? envelope?.deliveredAt ?? now;
  return known.getTime() > now.getTime() ? now : known;
}
