/**
 * Reading a mail on record again, with today's keys, limits and program: where it opens now, its report is written as
 * if it had opened when it came. Number, deadlines, arrival and follow-ups stay, and nobody is answered twice.
 *
 * Safe beside a poller: the mail is read outside of any transaction, and what is written rests on what the record says
 * inside the one that writes.
 */
import type { Intake } from '../intake.js';
import { cameByList } from '../mailbox/header-text.js';
import type { Reading } from '../reading/reading.js';
import { readingRank, readingState, reportOf } from '../reading/report-of.js';
import { answerReport } from '../receipt/answer.js';
import { HEADER_UNREAD } from '../receipt/decide.js';
import { keepFilled } from '../report/keep-filled.js';
import type { Report } from '../report/schema.js';
import { sketchOf } from '../report/similarity.js';
import { keptFiles, replaceAttachments } from '../store/attachments.js';
import { findByRaw, type NewMessage } from '../store/messages.js';
import { findReport, type StoredReport, updateContent } from '../store/reports.js';
import { bytesOf, replaceSketch, rewriteMessage, takeBackWithheld } from '../store/rereading.js';
import { similarReports } from '../store/sketches.js';
import { type UnopenedMail, unopenedMails } from '../store/unopened-mails.js';
import { factsOf } from '../thread/facts.js';
import { isReplayOnRecord } from '../thread/standing.js';
import { asFound } from './as-found.js';
import { MAX_ATTACHMENTS, OPENED_LATER, withOpenedFollowUp } from './follow-up-content.js';
import { answered } from './joining.js';
import { learnableKey, learnKey, messageOf, relationsTo } from './recording.js';

/** What reading a mail again came to. */
export type Reread =
  | {
      readonly kind: 'opened';
      readonly state: Report['state'];
      readonly reason: string | null;
      /** Whether a receipt that was withheld goes now. */
      readonly isAnswered: boolean;
    }
  /** Nothing changed. */
  | { readonly kind: 'still-closed'; readonly reason: string }
  /** Purged or read meanwhile. */
  | { readonly kind: 'gone' };

/**
 * Reads one mail again.
 * @param whole - the mail's bytes from the mailbox, where only its header is on record
 * @throws what SQLite throws
 */
export async function readAgain(
  mail: UnopenedMail,
  whole: Uint8Array | null,
  intake: Intake,
): Promise<Reread> {
  const raw = whole ?? bytesOf(intake.connection, mail.id);
  if (raw === null) return { kind: 'gone' };
  const isComplete = mail.isComplete || whole !== null;
  if (!isComplete) return { kind: 'still-closed', reason: mail.reason };
  const report = findReport(intake.connection, mail.report);
  if (report === null) return { kind: 'gone' };
  const reading = asFound(await intake.reader.read(raw), report.content);
  const reread = intake.connection.transaction(() => write(mail, raw, reading, intake)).immediate();
  const key = reread.kind === 'opened' ? learnableKey(reading) : null;
  if (key) intake.reader.learn(key.address, key.armored);
  return reread;
}

function write(before: UnopenedMail, raw: Uint8Array, reading: Reading, intake: Intake): Reread {
  const { connection } = intake;
  const mail = unopenedMails(connection, before.report).find(({ id }) => id === before.id);
  const report = findReport(connection, before.report);
  if (mail === undefined || report === null) return { kind: 'gone' };
  const now = readingState(reading);
  const gainsBytes = !mail.isComplete;
  const known = gainsBytes ? findByRaw(connection, { raw }) : null;
  if (known !== null)
    return { kind: 'still-closed', reason: `the whole mail is on record already, with ${known}` };
  const isBetter = readingRank(now) > rankBefore(mail);
  if (!isBetter && !gainsBytes) return { kind: 'still-closed', reason: now.stateReason ?? mail.reason };
  const facts = factsOf(reading, intake.ownAddresses, cameByList(raw));
  const place = {
    isComplete: true,
    foundIn: report.content.foundIn,
    receivedAt: mail.receivedAt,
    place: null,
  };
  const message = messageOf({ raw, ...place }, reading, facts, mail.receivedAt);
  rewriteMessage(connection, mail.id, message);
  const replaySuspected = report.content.replaySuspected || isReplayOnRecord(facts, intake.threads);
  const isAnswered =
    mail.entry === null
      ? rewriteReport(mail, report, reading, message, replaySuspected, intake)
      : rewriteFollowUp(mail, mail.entry, report, reading, intake);
  if (!replaySuspected) learnKey(mail.reportId, reading, intake);
  return { kind: 'opened', state: now.state, reason: now.stateReason, isAnswered };
}

/** A report that a follow-up opened is as far as its own mail was before. */
function rankBefore({ state, reason }: UnopenedMail): number {
  return reason.startsWith(OPENED_LATER) ? 1 : readingRank({ state, stateReason: reason });
}

function rewriteReport(
  mail: UnopenedMail,
  report: StoredReport,
  reading: Reading,
  message: NewMessage,
  replaySuspected: boolean,
  intake: Intake,
): boolean {
  const { connection } = intake;
  const { content: before, number } = report;
  const sketch = reading.kind === 'read' ? sketchOf(reading.message.bodies) : null;
  replaceSketch(connection, mail.reportId, null);
  const similar = sketch ? relationsTo(similarReports(connection, sketch), before.related) : [];
  replaceSketch(connection, mail.reportId, sketch);
  const fresh = reportOf(
    { ...reading, trigger: reading.trigger ?? before.trigger },
    {
      receivedAt: new Date(before.receivedAt),
      foundIn: before.foundIn,
      related: [...before.related, ...similar],
      replaySuspected,
    },
  );
  const stays = { id: number, furtherIds: before.furtherIds, followUps: before.followUps };
  const kept = keepFilled({ ...fresh, ...stays }, before);
  // What a follow-up told can be worked on, whatever becomes of the first mail.
  const isOpenedLater = before.stateReason?.startsWith(OPENED_LATER) === true && kept.state !== 'received';
  const state = isOpenedLater
    ? { state: before.state, stateReason: `${OPENED_LATER}${kept.stateReason}` }
    : {};
  updateContent(connection, mail.reportId, {
    ...kept,
    ...state,
    attachments: filesWith(mail, before, fresh.attachments, reading, intake),
  });
  // A receipt, which promises an answer, is not to come after one, nor for what nobody will answer any more.
  const { acknowledgedAt, closedAt } = report.life;
  if (acknowledgedAt !== null || closedAt !== null) return false;
  if (!takeBackWithheld(connection, mail.reportId, HEADER_UNREAD)) return false;
  const { acknowledgeBy, discloseBy } = report;
  const toAnswer = answered(mail.reportId, number, reading, message, replaySuspected, intake);
  return answerReport({ ...toAnswer, deadlines: { acknowledgeBy, discloseBy } }, intake) === null;
}

function rewriteFollowUp(
  mail: UnopenedMail,
  entry: number,
  { content: before }: StoredReport,
  reading: Reading,
  intake: Intake,
): false {
  if (reading.kind !== 'read') return false;
  const content = withOpenedFollowUp(before, entry, mail.mail, reading, new Date());
  const attachments = filesWith(mail, before, reading.report.attachments, reading, intake);
  updateContent(intake.connection, mail.reportId, { ...content, attachments });
  return false;
}

/** Puts a mail's files in the place of those it had, behind all others. @returns the report's list of files */
function filesWith(
  mail: UnopenedMail,
  { attachments: before }: Report,
  found: Report['attachments'],
  reading: Reading,
  { connection }: Intake,
): Report['attachments'] {
  const listsAll = before.length === keptFiles(connection, mail.report).length;
  const files = reading.kind === 'read' ? reading.message.attachments : [];
  const gone = new Set(replaceAttachments(connection, mail.reportId, mail.id, files));
  const stay = before.filter((_, position) => !gone.has(position));
  return [...stay, ...(listsAll ? found : [])].slice(0, MAX_ATTACHMENTS);
}
