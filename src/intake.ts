/**
 * The pipeline on one screen: mailbox → message → report → store → receipt.
 *
 * Every mail that arrives ends here as exactly one of: recorded with its receipt queued or withheld, already on
 * record, or left alone. The record, its raw bytes, its attachments, its receipt and the position in the mailbox
 * are written in one transaction, so that a crash at any moment leaves a mail either wholly taken in or still
 * ahead of the position.
 */
import type { Calendar } from './deadlines/calendar.js';
import { deadlinesOf } from './deadlines/deadlines.js';
import type { Arrival } from './mailbox/arrival.js';
import type { Envelope } from './message/message.js';
import { keyToLearn, type LearnableKey } from './message/sender-keys.js';
import type { Reader } from './reading/reader.js';
import type { Reading, ReportReading } from './reading/reading.js';
import { reportOf } from './reading/report-of.js';
import { type Answering, answerReport } from './receipt/answer.js';
import type { Report } from './report/schema.js';
import { findByRaw } from './store/messages.js';
import { movePosition } from './store/positions.js';
import { type NewReport, type ReportNumber, recordReport } from './store/reports.js';
import { learnSenderKey } from './store/sender-keys.js';

/** What taking a mail in comes to. */
export type Outcome =
  | {
      readonly kind: 'recorded';
      readonly number: ReportNumber;
      readonly report: Report;
      readonly withheld: string | null;
    }
  /** The very same bytes are on record already, and were answered then. */
  | { readonly kind: 'known'; readonly number: ReportNumber }
  | { readonly kind: 'left-alone' };

/** What the pipeline needs around it. */
export interface Intake extends Answering {
  readonly reader: Reader;
  readonly calendar: Calendar;
  readonly reportIdPrefix: string;
}

/**
 * Takes one mail in.
 * @throws what SQLite throws where the record can't be written; the mail is then still ahead of the position
 */
export async function takeIn(arrival: Arrival, intake: Intake): Promise<Outcome> {
  const reading = arrival.isComplete
    ? await intake.reader.read(arrival.raw)
    : await intake.reader.readHeader(arrival.raw, 'larger-than-configured');
  const outcome = intake.connection
    .transaction(() => {
      const { trigger } = reading;
      const outcome = trigger === null ? leftAlone : record(arrival, { ...reading, trigger }, intake);
      if (arrival.place) movePosition(intake.connection, arrival.place.folder, arrival.place.position);
      return outcome;
    })
    .immediate();
  const key = outcome.kind === 'recorded' ? learnableKey(reading) : null;
  // Like the store, it keeps the first key of an address.
  if (key) intake.reader.learn(key.address, key.armored);
  return outcome;
}

const leftAlone: Outcome = { kind: 'left-alone' };

function record(arrival: Arrival, reading: ReportReading, intake: Intake): Outcome {
  const { connection, calendar, responder } = intake;
  const known = findByRaw(connection, arrival.raw);
  if (known) return { kind: 'known', number: known };

  const now = intake.now();
  const receivedAt = arrivalTime(arrival, envelopeOf(reading), now);
  const deadlines = deadlinesOf(
    receivedAt,
    { acknowledgeWorkingDays: responder.acknowledgeWorkingDays, disclosureDays: responder.disclosureDays },
    calendar,
  );
  const content = reportOf(reading, receivedAt, arrival.foundIn);
  const envelope = envelopeOf(reading);
  const report: NewReport = {
    content,
    ...deadlines,
    message: {
      receivedAt,
      raw: arrival.raw,
      isComplete: arrival.isComplete,
      messageId: envelope?.messageId ?? null,
      sender: envelope?.from[0]?.address.toLowerCase() ?? null,
      signer: null,
      contentHash: null,
      ciphertexts: reading.kind === 'read' ? reading.message.ciphertexts : [],
    },
    attachments: reading.kind === 'read' ? reading.message.attachments : [],
  };
  const { id, number } = recordReport(connection, report, intake.reportIdPrefix, now);
  const key = learnableKey(reading);
  if (key) learnSenderKey(connection, id, key, now);
  const withheld = answerReport(
    {
      id,
      number,
      raw: arrival.raw,
      receivedAt,
      deadlines,
      header: reading.kind === 'read' ? reading.message : reading.header,
      message: reading.kind === 'read' ? reading.message : null,
      content,
      replaySuspected: false,
    },
    intake,
  );
  return { kind: 'recorded', number, report: { ...content, id: number }, withheld };
}

/** The key of a sender who signed all of a mail, to check the next one with. */
function learnableKey(reading: Reading): LearnableKey | null {
  return reading.kind === 'read' ? keyToLearn(reading.message) : null;
}

function envelopeOf(reading: ReportReading): Envelope | null {
  return reading.kind === 'read' ? reading.message.envelope : (reading.header?.envelope ?? null);
}

/** The mailbox's own date, else our server's Received field; never a date that the sender wrote. */
function arrivalTime(arrival: Arrival, envelope: Envelope | null, now: Date): Date {
  const known = arrival.receivedAt ?? envelope?.deliveredAt ?? now;
  return known.getTime() > now.getTime() ? now : known;
}
