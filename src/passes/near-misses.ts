/**
 * Mails of the mailbox that look like reports and lack the phrase: each is noted for a person, and left alone until one
 * wants it taken in. In Junk nothing is noted: there, what looks so is mostly the work of those who beg and threaten.
 */
import type { Preview } from '../mailbox/candidate.js';
import { fieldValues } from '../mailbox/header-text.js';
import { messageIdsIn } from '../mailbox/message-ids.js';
import { nearMiss } from '../mailbox/near-miss.js';
import {
  type AskedNearMiss,
  askedNearMisses,
  loseNearMiss,
  noteNearMissTry,
} from '../store/near-miss-decisions.js';
import { DAYS_KEPT, forgetOldNearMisses, noteNearMiss } from '../store/near-misses.js';
import { lookAgain, type OpenFolder, type TakenUp } from './not-given.js';
import type { Session } from './session.js';

const DAY = 24 * 3_600_000;

/** Notes a mail that was left alone, where it looks like a report and came lately. */
export function noteIfNearMiss(
  { key, uidValidity, foundIn }: OpenFolder,
  { uid, receivedAt, subjects, returnPath, header }: Preview,
  { config, intake: { connection, ownAddresses, threads, now }, log }: Session,
): void {
  if (foundIn !== 'inbox') return;
  const days = Math.min(config.limits.receiptAgeDays, DAYS_KEPT);
  // The first poll of an old mailbox would fill the digest with what people dealt with long ago.
  if (receivedAt !== null && now().getTime() - receivedAt.getTime() > days * DAY) return;
  const seen = nearMiss({ subjects, returnPath, header }, config.trigger.subject, ownAddresses);
  if (seen === null) return;
  // One that was taken in, in a folder that is read anew.
  const ids = messageIdsIn(fieldValues(header, 'message-id').join(' '));
  if (ids.some(id => threads.reportsInThread(id).length > 0)) return;
  const isNew = noteNearMiss(connection, key, { uidValidity, uid }, { ...seen, receivedAt }, now());
  if (isNew) log.info({ folder: key.folder, uid }, 'near-miss.noted');
}

/**
 * Takes in what a person wants taken in, once the folder was read: after its UIDs changed, that is when they are known
 * anew.
 * @param takeUp - takes a mail in as a report
 * @throws what imapflow and SQLite throw
 */
export async function takeAskedFor(
  folder: OpenFolder,
  session: Session,
  takeUp: (preview: Preview) => Promise<TakenUp>,
): Promise<void> {
  const { connection, now } = session.intake;
  if (folder.foundIn !== 'inbox') return;
  forgetOldNearMisses(connection, now());
  for (const asked of askedNearMisses(connection, folder.key)) {
    if (session.stopping.aborted) return;
    const because = await whyNotTaken(asked, folder, session, takeUp);
    if (because === null) continue;
    loseNearMiss(connection, asked.id, because);
    session.log.warn({ folder: folder.key.folder, uid: asked.uid, message: because }, 'near-miss.lost');
  }
}

/** @returns null where it was taken in, or is tried again with the next pass */
async function whyNotTaken(
  { id, uid, uidValidity }: AskedNearMiss,
  folder: OpenFolder,
  session: Session,
  takeUp: (preview: Preview) => Promise<TakenUp>,
): Promise<string | null> {
  if (uidValidity !== folder.uidValidity)
    return 'the folder was made anew, and it is not known where the mail is';
  if (!noteNearMissTry(session.intake.connection, id)) return 'the mail server does not give it';
  const result = await lookAgain(folder, uid, session, takeUp);
  switch (result.kind) {
    case 'taken-in':
    case 'not-given':
      return null;
    case 'gone':
      return 'it is no longer in the folder';
    case 'no-candidate':
      return 'it is a mail of our own';
  }
}
