/**
 * The pipeline on one screen: mailbox → message → report → store → receipt.
 *
 * Every mail that arrives ends here as exactly one of: a report with its receipt queued or withheld, a follow-up of
 * one, already on record, a receipt of ours that came back, or left alone. The record, its raw bytes, its
 * attachments, its receipt and the position in the mailbox are written in one transaction, so that a crash at any
 * moment leaves a mail either wholly taken in or still ahead of the position.
 */
import { answered, deadlinesFrom, type Joining, join } from './joining.js';
import type { Arrival } from './mailbox/arrival.js';
import { cameByList } from './mailbox/header-text.js';
import type { DeliveryReport, Envelope } from './message/message.js';
import { keyToLearn, type LearnableKey } from './message/sender-keys.js';
import type { Reader } from './reading/reader.js';
import type { Reading, ReportReading } from './reading/reading.js';
import { reportOf } from './reading/report-of.js';
import { answerReport } from './receipt/answer.js';
import type { Relation, Report } from './report/schema.js';
import { sketchOf } from './report/similarity.js';
import { isDatabaseTrouble } from './store/database.js';
import { findByRaw, type NewMessage, recordMessage } from './store/messages.js';
import { findByReceipt, markBounced } from './store/outbox.js';
import { movePosition } from './store/positions.js';
import { type NewReport, type ReportNumber, recordReport } from './store/reports.js';
import { learnSenderKey } from './store/sender-keys.js';
import { recordSketch, similarReports } from './store/sketches.js';
import { factsOf, type MailFacts } from './thread/facts.js';
import { type Standing, standingOf } from './thread/standing.js';

/** What taking a mail in comes to. */
export type Outcome =
  | {
      readonly kind: 'recorded';
      readonly number: ReportNumber;
      readonly report: Report;
      readonly withheld: string | null;
    }
  /** Joined to the report it belongs to. */
  | { readonly kind: 'follow-up'; readonly number: ReportNumber }
  /** Our own side of a thread, kept with its report. */
  | { readonly kind: 'own-reply'; readonly number: ReportNumber }
  /** On record already, in these very bytes or in other ones, and answered then. */
  | { readonly kind: 'known'; readonly number: ReportNumber }
  /** A mail server's word on a receipt of ours. */
  | { readonly kind: 'delivery-report'; readonly number: ReportNumber; readonly failed: boolean }
  | { readonly kind: 'left-alone' };

/** What the pipeline needs around it. */
export interface Intake extends Joining {
  readonly reader: Reader;
  /** Lower-case addresses we send from or are reached at. */
  readonly ownAddresses: readonly string[];
}

/**
 * Takes one mail in.
 * @throws what SQLite throws where the record can't be written; the mail is then still ahead of the position
 */
export async function takeIn(arrival: Arrival, intake: Intake): Promise<Outcome> {
  const reading = arrival.isComplete
    ? await intake.reader.read(arrival.raw)
    : await intake.reader.readHeader(arrival.raw, 'larger-than-configured');
  let outcome: Outcome;
  let taken = reading;
  try {
    outcome = commit(arrival, intake, () => record(arrival, reading, intake));
  } catch (error) {
    if (isDatabaseTrouble(error)) throw error;
    // It would fail again with every pass, and no mail behind it would be read.
    taken = await intake.reader.readHeader(arrival.raw, 'not-recordable');
    outcome = commit(arrival, intake, () => recordUnfit(arrival, reading, taken, intake));
  }
  const key = teachesKey(outcome) ? learnableKey(taken) : null;
  // Like the store, it keeps the first key of an address.
  if (key) intake.reader.learn(key.address, key.armored);
  return outcome;
}

function commit(arrival: Arrival, { connection }: Intake, act: () => Outcome): Outcome {
  return connection
    .transaction(() => {
      const outcome = act();
      if (arrival.place) movePosition(connection, arrival.place.folder, arrival.place.position);
      return outcome;
    })
    .immediate();
}

/** What somebody else may have sent before says nothing of its sender's key. */
function teachesKey(outcome: Outcome): boolean {
  return outcome.kind === 'follow-up' || (outcome.kind === 'recorded' && !outcome.report.replaySuspected);
}

function record(arrival: Arrival, reading: Reading, intake: Intake): Outcome {
  const known = findByRaw(intake.connection, arrival.raw);
  if (known) return { kind: 'known', number: known };
  const facts = factsOf(reading, intake.ownAddresses, cameByList(arrival.raw));
  const standing = standingOf(facts, intake.threads);
  const delivery = reading.kind === 'read' ? reading.message.deliveryReport : null;
  // A person may be postmaster of a domain, and quote our receipt with its header.
  const isPersons = !facts.isAutomatic && (facts.trigger !== null || standing.kind === 'follow-up');
  const returned = delivery && !isPersons ? takeDeliveryReport(delivery, intake) : null;
  if (returned) return returned;

  switch (standing.kind) {
    case 'left-alone':
      return { kind: 'left-alone' };
    case 'report':
      return recordNew(arrival, { ...reading, trigger: standing.trigger }, facts, standing, intake);
    case 'own-reply': {
      const message = messageOf(arrival, reading, facts, intake.now());
      recordMessage(intake.connection, standing.to.id, 'follow-up', message);
      return { kind: 'own-reply', number: standing.to.number };
    }
    case 'copy':
      join(standing.of, 'copy', reading, messageOf(arrival, reading, facts, intake.now()), facts, intake);
      return { kind: 'known', number: standing.of.number };
    case 'follow-up':
      join(
        standing.to,
        'follow-up',
        reading,
        messageOf(arrival, reading, facts, intake.now()),
        facts,
        intake,
      );
      learnKey(standing.to.id, reading, intake);
      return { kind: 'follow-up', number: standing.to.number };
  }
}

/**
 * Records by its header alone a mail that broke the recording, as a report of its own: also where it belongs to another
 * one, which may be what broke.
 */
function recordUnfit(
  arrival: Arrival,
  { trigger, ...read }: Reading,
  header: Reading,
  intake: Intake,
): Outcome {
  const ciphertexts = 'message' in read ? read.message.ciphertexts : [];
  const facts = { ...factsOf(header, intake.ownAddresses, cameByList(arrival.raw)), trigger, ciphertexts };
  const standing = standingOf(facts, intake.threads);
  if (standing.kind === 'left-alone') return standing;
  const belongsTo = 'of' in standing ? standing.of : 'to' in standing ? standing.to : null;
  const related = belongsTo ? [{ id: belongsTo.number, because: 'quotes-it' as const }] : [];
  const report =
    standing.kind === 'report'
      ? standing
      : { kind: 'report' as const, trigger: trigger ?? 'quotes-report', related, replaySuspected: false };
  return recordNew(arrival, { ...header, trigger: report.trigger }, facts, report, intake);
}

/** @returns null where it speaks of no receipt of ours: it is then a mail like any other */
function takeDeliveryReport(report: DeliveryReport, { connection }: Intake): Outcome | null {
  const number = findByReceipt(connection, report.about);
  if (number === null) return null;
  // RFC 3464 §2.3.3: delayed and relayed ones may still arrive.
  const failed = report.action === 'failed';
  const reason = [report.status, report.diagnostic].filter(part => part !== null).join(' ');
  if (failed) markBounced(connection, report.about, reason || 'not delivered');
  return { kind: 'delivery-report', number, failed };
}

function recordNew(
  arrival: Arrival,
  reading: ReportReading,
  facts: MailFacts,
  { related, replaySuspected }: Extract<Standing, { kind: 'report' }>,
  intake: Intake,
): Outcome {
  const { connection } = intake;
  const now = intake.now();
  const message = messageOf(arrival, reading, facts, now);
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
  const report: NewReport = { content, ...deadlines, message, attachments };
  const { id, number } = recordReport(connection, report, intake.reportIdPrefix, now);
  if (sketch) recordSketch(connection, id, sketch);
  if (!replaySuspected) learnKey(id, reading, intake);
  const withheld = answerReport(answered(id, number, reading, message, replaySuspected, intake), intake);
  return { kind: 'recorded', number, report: { ...content, id: number }, withheld };
}

/** What a report points at for a better reason is not named again for its words. */
function relationsTo(numbers: readonly ReportNumber[], related: readonly Relation[]): Relation[] {
  return numbers
    .filter(number => related.every(one => one.id !== number))
    .map(id => ({ id, because: 'similar' as const }));
}

function learnKey(id: number, reading: Reading, { connection, now }: Intake): void {
  const key = learnableKey(reading);
  if (key) learnSenderKey(connection, id, key, now());
}

/** The key of a sender who signed all of a mail, to check the next one with. */
function learnableKey(reading: Reading): LearnableKey | null {
  return reading.kind === 'read' ? keyToLearn(reading.message) : null;
}

function messageOf(arrival: Arrival, reading: Reading, facts: MailFacts, now: Date): NewMessage {
  return {
    receivedAt: arrivalTime(arrival, envelopeOf(reading), now),
    raw: arrival.raw,
    isComplete: arrival.isComplete,
    messageId: facts.messageId,
    sender: facts.sender,
    signer: facts.signer,
    contentHash: facts.contentHash,
    ciphertexts: facts.ciphertexts,
    bodies: reading.kind === 'read' ? reading.message.bodies : [],
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
