/**
 * People's answers in the Sent folder: what an engineer sent to a reporter from a mail program ends the wait for an
 * answer. Only headers are read, only the fact is kept, and nothing that goes wrong here reaches the pass.
 */
import type { ImapFlow } from 'imapflow';
import type { Config } from '../config/config.js';
import { folderName } from '../config/mailbox-list.js';
import type { Intake } from '../intake.js';
import type { Log } from '../log.js';
import { explainConnection } from '../mailbox/connection-trouble.js';
import { inTime } from '../mailbox/patience.js';
import { type FolderKey, mailboxName } from '../mailbox/position.js';
import { type ExaminedFolder, glanceAt, type OpenSentFolder, sentPath } from '../mailbox/sent-folder.js';
import { type SentMail, sentBatches, sentMails, sentUids } from '../mailbox/sent-mails.js';
import { acknowledge } from '../store/acknowledging.js';
import { explainDatabase, isDatabaseError } from '../store/database-trouble.js';
import { isInOutbox } from '../store/decisions.js';
import {
  arrivalOf,
  putSentPosition,
  readSentPosition,
  type SentPosition,
  type WaitingReport,
  waitingReports,
} from '../store/sent-positions.js';
import { addressesOfReporter } from '../store/threads.js';
import { answerIn } from '../thread/sent-answer.js';

/** What reading the Sent folder needs around it. */
export interface SentReading {
  readonly intake: Pick<Intake, 'connection' | 'threads' | 'ownAddresses' | 'now'>;
  readonly config: Pick<Config, 'mailbox' | 'limits' | 'database'>;
  readonly log: Log;
  readonly stopping: AbortSignal;
}

/** Milliseconds for which a folder that could not be read is left in peace: it must not hold up pass after pass. */
const PAUSE = 10 * 60_000;

/** Seconds that its server may take for an answer; nobody waits for this folder. */
const MOST_SECONDS = 60;

/**
 * Makes what reads the folder in each pass. It never throws: what goes wrong is logged, each kind once until the folder
 * was read again, and tried anew ten minutes later.
 */
export function sentReader(reading: SentReading): (client: ImapFlow, sent: OpenSentFolder) => Promise<void> {
  const { config, log, intake } = reading;
  let failedFor: string | null = null;
  let notBefore = 0;
  return async (client, sent) => {
    const now = intake.now().getTime();
    // A clock that was set back makes nothing wait for it to come round.
    if (now < notBefore && notBefore - now <= PAUSE) return;
    try {
      await readSent(client, sent, reading);
      failedFor = null;
      notBefore = 0;
    } catch (error) {
      const { code, message } = isDatabaseError(error)
        ? explainDatabase(config.database, error)
        : explainConnection(error, config.mailbox);
      notBefore = now + PAUSE;
      if (failedFor === code) return;
      failedFor = code;
      log.error({ code, message: `${message} ${REMEDY}` }, 'sent.failed');
    }
  };
}

const REMEDY =
  'Answers that people send are not noticed there until then; "security-inbox acknowledge ID" notes one by hand.';

async function readSent(client: ImapFlow, sent: OpenSentFolder, reading: SentReading): Promise<void> {
  const { intake, config, log, stopping } = reading;
  const { mailbox } = config;
  const waiting = waitingReports(intake.connection);
  if (waiting.length === 0 || mailbox.sentFolder === null || stopping.aborted) return;
  if (await isAllRead(client, waiting, reading)) return;
  const folder = await sent.examine();
  if (folder === null) return;
  const key: FolderKey = { mailbox: mailboxName(mailbox), folder: folder.path };
  const known = positionIn(key, folder, reading);
  const uids = await unseen(folder, known, waiting, reading);
  const batches = sentBatches(uids);
  const left = new Set(uids).size - batches.flat().length;
  if (left > 0) log.warn({ folder: folder.path, messages: left }, 'sent.passed-over');
  for (const batch of batches) {
    if (stopping.aborted) return;
    for (const mail of await patiently(folder.client, config, () => sentMails(folder.client, batch))) {
      noteAnswer(mail, reading);
    }
  }
  const uid = uids.reduce((last, one) => Math.max(last, one), Math.max(known.uid, folder.lastUid));
  const lastReport = waiting.reduce((last, { id }) => Math.max(last, id), known.lastReport);
  putSentPosition(intake.connection, key, { uidValidity: folder.uidValidity, uid, lastReport });
}

/**
 * Whether nothing came into the folder since it was read, and no report since either. The connection that mail is read on
 * answers that with one command; most passes need no login of the folder's own.
 */
async function isAllRead(
  client: ImapFlow,
  waiting: readonly WaitingReport[],
  { intake, config }: SentReading,
): Promise<boolean> {
  const { mailbox } = config;
  const path = await patiently(client, config, () => sentPath(client, mailbox));
  // What lies where mail is read is taken in with it.
  if (path === null || folderName(path) === folderName(mailbox.folder)) return true;
  const known = readSentPosition(intake.connection, { mailbox: mailboxName(mailbox), folder: path });
  if (known === null || waiting.some(({ id }) => id > known.lastReport)) return false;
  const now = await patiently(client, config, () => glanceAt(client, path));
  return now !== null && now.uidValidity === known.uidValidity && now.lastUid <= known.uid;
}

/** Where the UIDs mean something else now (RFC 9051 §2.3.1.1) all is read again: an answer counts once. */
function positionIn(
  key: FolderKey,
  { uidValidity }: ExaminedFolder,
  { intake, log }: SentReading,
): SentPosition {
  const position = readSentPosition(intake.connection, key);
  if (position?.uidValidity === uidValidity) return position;
  if (position !== null) {
    log.warn({ folder: key.folder, was: position.uidValidity, is: uidValidity }, 'sent.uidvalidity-changed');
  }
  return { uidValidity, uid: 0, lastReport: 0 };
}

/**
 * What came since the last time, and for the reports recorded since then what came after they arrived: they may have been
 * answered before they were on record.
 */
async function unseen(
  folder: ExaminedFolder,
  known: SentPosition,
  waiting: readonly WaitingReport[],
  { config }: SentReading,
): Promise<number[]> {
  const search = (reports: readonly WaitingReport[], after: number) =>
    patiently(folder.client, config, () => sentUids(folder.client, oldest(reports), after));
  const recent = waiting.filter(({ id }) => id > known.lastReport);
  const forRecent = recent.length === 0 ? [] : await search(recent, 0);
  return known.lastReport === 0 ? forRecent : [...forRecent, ...(await search(waiting, known.uid))];
}

function oldest(reports: readonly WaitingReport[]): Date {
  return new Date(reports.reduce((first, { receivedAt }) => Math.min(first, receivedAt.getTime()), Infinity));
}

function noteAnswer({ uid, header, sentAt }: SentMail, { intake, log }: SentReading): void {
  const { connection, threads, ownAddresses } = intake;
  const answer = answerIn(header, {
    threads,
    ownAddresses,
    reportersOf: id => addressesOfReporter(connection, id),
    isReceipt: messageId => isInOutbox(connection, messageId),
  });
  for (const { id, number } of answer?.reports ?? []) {
    const now = intake.now();
    const at = within(sentAt ?? now, arrivalOf(connection, id), now);
    const isNew = acknowledge(connection, id, at, answer?.who ?? '', 'seen-in-sent', now);
    if (isNew) log.info({ report: number, uid, at: at.toISOString() }, 'report.answered');
  }
}

/** Clocks differ, and a mail program may put any date on the copy that it files. */
function within(instant: Date, from: Date, to: Date): Date {
  return new Date(
    Math.min(Math.max(instant.getTime(), from.getTime()), Math.max(from.getTime(), to.getTime())),
  );
}

function patiently<T>(client: ImapFlow, { limits }: SentReading['config'], act: () => Promise<T>) {
  return inTime(client, Math.min(limits.serverSeconds, MOST_SECONDS), act);
}
