/**
 * The pipeline on one screen: mailbox → message → report → store → receipt.
 *
 * Every mail that arrives ends here as exactly one of: a report with its receipt queued or withheld, a follow-up of
 * one, already on record, a receipt of ours that came back, or left alone. The record, its raw bytes, its
 * attachments, its receipt and the position in the mailbox are written in one transaction, so that a crash at any
 * moment leaves a mail either wholly taken in or still ahead of the position.
 */
import { asFound } from './intake/as-found.js';
import { type BegunReading, beginReading, bytesToRead, finishReading } from './intake/begun-reading.js';
import { takeDeliveryReport } from './intake/delivery-report.js';
import { type Joining, join, shownAs } from './intake/joining.js';
import { keepOwnReply } from './intake/own-reply.js';
import { learnableKey, learnKey, messageOf, type Recorded, recordNew } from './intake/recording.js';
import type { Arrival } from './mailbox/arrival.js';
import { cameByList } from './mailbox/header-text.js';
import type { Reader } from './reading/reader.js';
import type { Reading } from './reading/reading.js';
import { isDatabaseTrouble } from './store/database-trouble.js';
import { findByRaw, findPurged, notePlace } from './store/messages.js';
import { settleNearMiss } from './store/near-miss-decisions.js';
import { movePosition } from './store/positions.js';
import { letGoOf } from './store/remainders.js';
import type { ReportNumber } from './store/reports.js';
import { isLearned } from './store/sender-keys.js';
import { forgetUnread } from './store/unread.js';
import { factsOf } from './thread/facts.js';
import { isReplayOnRecord } from './thread/standing.js';
import { standingsOf } from './thread/standings.js';

/** What taking a mail in comes to. */
export type Outcome =
  | Recorded
  /** Joined to the report it belongs to. */
  | { readonly kind: 'follow-up'; readonly number: ReportNumber }
  /** Our own side of a thread, kept with its report; a person's answer to the reporter counts as that. */
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

/** A mail that came, and is being read. */
export interface Incoming {
  readonly arrival: Arrival;
  readonly begun: BegunReading;
}

/**
 * Takes one mail in.
 * @throws what SQLite throws where the record can't be written; the mail is then still ahead of the position
 */
export async function takeIn(arrival: Arrival, intake: Intake): Promise<Outcome> {
  const reading = await read({ arrival, begun: beginReading(arrival, intake.reader) }, intake);
  return takeInAlone({ arrival, reading }, intake);
}

/**
 * Takes mails in, in their order and in as few transactions as may be: to have one on the disk takes longer than to write
 * it. Those that can't be written together are taken in each by itself, so that one that fails takes no other with it.
 * @param onTaken - called for each mail once it is on record
 * @throws what SQLite throws where a record can't be written; that mail and those behind it are then still ahead of the
 *   position
 */
export async function takeInTogether<Mail extends Incoming>(
  mails: readonly Mail[],
  intake: Intake,
  onTaken: (mail: Mail, outcome: Outcome) => void,
): Promise<void> {
  let together: (Read & { readonly mail: Mail })[] = [];
  for (const [index, mail] of mails.entries()) {
    const reading = await read(mail, intake);
    together.push({ arrival: mail.arrival, reading, mail });
    // The key that it teaches is known once it is on record, and may have the next one read in another way.
    if (index < mails.length - 1 && learnableKey(reading) === null) continue;
    const outcomes = recordTogether(together, intake);
    for (const [at, one] of together.entries()) {
      onTaken(one.mail, outcomes?.[at] ?? (await takeInAlone(one, intake)));
    }
    together = [];
  }
}

/** A mail that was read. */
interface Read {
  readonly arrival: Arrival;
  readonly reading: Reading;
}

async function read({ arrival, begun }: Incoming, { reader }: Intake): Promise<Reading> {
  return asFound(await finishReading(begun, arrival, reader), arrival);
}

async function takeInAlone({ arrival, reading }: Read, intake: Intake): Promise<Outcome> {
  let outcome: Outcome;
  let taken = reading;
  try {
    outcome = commit(intake, () =>
      recordAt(arrival, intake, () => record(arrival, reading, { ...intake, isOnlyTry: true })),
    );
  } catch (error) {
    if (isDatabaseTrouble(error)) throw error;
    // It would fail again with every pass, and no mail behind it would be read.
    taken = await intake.reader.readHeader(bytesToRead(arrival), 'not-recordable');
    outcome = commit(intake, () =>
      recordAt(arrival, intake, () => recordUnfit(arrival, reading, taken, intake)),
    );
  }
  settle(arrival, taken, intake);
  return outcome;
}

/** @returns null where that would be nothing new, or failed; nothing of them is on record then */
function recordTogether(mails: readonly Read[], intake: Intake): readonly Outcome[] | null {
  if (mails.length === 1) return null;
  try {
    const outcomes = commit(intake, () =>
      mails.map(({ arrival, reading }) => recordAt(arrival, intake, () => record(arrival, reading, intake))),
    );
    for (const { arrival, reading } of mails) settle(arrival, reading, intake);
    return outcomes;
  } catch {
    // Each by itself tells which of them it is, and whether it is the disk.
    return null;
  }
}

/** What is to be done once a mail is taken in: where it was held and did not become the record's, it is let go of. */
function settle({ held }: Arrival, reading: Reading, intake: Intake): void {
  if (held) letGoOf(intake.connection, held.remainder);
  teach(reading, intake);
}

/** Like the store, it keeps the first key of an address. */
function teach(reading: Reading, { connection, reader }: Intake): void {
  const key = learnableKey(reading);
  if (key && isLearned(connection, key)) reader.learn(key.address, key.armored);
}

function commit<T>({ connection }: Intake, act: () => T): T {
  return connection.transaction(act).immediate();
}

/** Records a mail, and with it that its place in the mailbox is behind us. */
function recordAt({ place }: Arrival, { connection }: Intake, act: () => Outcome): Outcome {
  const outcome = act();
  if (place) {
    movePosition(connection, place.folder, place.position);
    forgetUnread(connection, place.folder, place.position.uid);
    if ('number' in outcome) settleNearMiss(connection, place, outcome.number);
  }
  return outcome;
}

function record(arrival: Arrival, reading: Reading, intake: Intake): Outcome {
  const known = findByRaw(intake.connection, arrival);
  if (known) {
    if (arrival.place) notePlace(intake.connection, arrival, arrival.place);
    return { kind: 'known', number: known };
  }
  const facts = factsOf(reading, intake.ownAddresses, cameByList(arrival.raw));
  const purged = findPurged(intake.connection, arrival, facts.messageId);
  if (purged) return { kind: 'known', number: purged };
  const { actual: standing, apparent } = standingsOf(facts, intake);
  const delivery = reading.kind === 'read' ? reading.message.deliveryReport : null;
  // A person may be postmaster of a domain, and quote our receipt with its header.
  const isPersons = !facts.isAutomatic && (facts.trigger !== null || apparent.kind === 'follow-up');
  const returned = delivery && !isPersons ? takeDeliveryReport(delivery, arrival, intake.connection) : null;
  if (returned) return returned;

  const message = () => messageOf(arrival, reading, facts, intake.now());
  const ownReply = () => ({
    ...message(),
    apparent: apparent.kind === 'report' ? null : shownAs(apparent),
  });
  switch (standing.kind) {
    case 'left-alone':
      return standing;
    case 'report':
      return recordNew(arrival, { ...reading, trigger: standing.trigger }, facts, standing, intake);
    case 'own-reply':
      keepOwnReply(standing.to.id, arrival.foundIn, reading, ownReply(), facts, intake);
      return { kind: 'own-reply', number: standing.to.number };
    case 'copy':
      join(standing.of, 'copy', apparent, reading, message(), facts, intake);
      // What somebody else may have sent before says nothing of its sender's key.
      if (!isReplayOnRecord(facts, intake.threads)) learnKey(standing.of.id, reading, intake);
      return { kind: 'known', number: standing.of.number };
    case 'follow-up':
      join(standing.to, 'follow-up', apparent, reading, message(), facts, intake);
      learnKey(standing.to.id, reading, intake);
      return { kind: 'follow-up', number: standing.to.number };
  }
}

/**
 * Records by its header alone a mail that broke the recording, as a report of its own: also where it belongs to another
 * one, which may be what broke. It is answered as what it shows outside all the same.
 */
function recordUnfit(arrival: Arrival, reading: Reading, header: Reading, intake: Intake): Outcome {
  const { ciphertexts, ciphertextsInside } =
    reading.kind === 'read' ? reading.message : { ciphertexts: [], ciphertextsInside: [] };
  const { trigger } = reading;
  const byHeader = factsOf(header, intake.ownAddresses, cameByList(arrival.raw));
  const facts = { ...byHeader, trigger, ciphertexts, ciphertextsInside };
  const { actual, apparent } = standingsOf(facts, intake);
  if (actual.kind === 'left-alone') return actual;
  const belongsTo = 'of' in actual ? actual.of : 'to' in actual ? actual.to : null;
  const related = belongsTo ? [{ id: belongsTo.number, because: 'quotes-it' as const }] : [];
  const report =
    actual.kind === 'report'
      ? actual
      : { kind: 'report' as const, trigger: trigger ?? 'quotes-report', related, replaySuspected: false };
  return recordNew(
    arrival,
    { ...header, trigger: report.trigger },
    facts,
    report,
    intake,
    actual.kind === 'report' ? null : apparent,
  );
}
