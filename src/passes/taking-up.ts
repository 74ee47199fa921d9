/**
 * One message in a pass, from its preview on: whether it is downloaded, and what becomes of it.
 */

import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import type { Look } from '../mailbox/arrivals.js';
import { isCandidate, type OnRecord, type Preview } from '../mailbox/candidate.js';
import { keptAwake } from '../mailbox/keep-awake.js';
import type { Given } from '../mailbox/one-message.js';
import { contentOf } from '../reading/reading.js';
import { type Downloaded, download } from './downloading.js';
import { noteIfNearMiss } from './near-misses.js';
import type { OpenFolder, TakenUp } from './not-given.js';
import { type Ahead, goAhead, MOST_TOGETHER } from './read-ahead.js';
import type { Session } from './session.js';
import { count, logOutcome, type Tally } from './tally.js';

/** Messages that are begun before it is their turn. */
export type Downloads = Ahead<Preview, Given<Downloaded>>;

/** Bytes of messages that are taken in together, at most: what waits for their one transaction must not wait long. */
const MOST_BYTES_TOGETHER = 4_194_304;

/** Milliseconds that a message which is read waits at most for those behind it. */
const WAITED_FOR = 250;

/**
 * Takes a message in if it may be a report, and with it those behind it that are downloaded and read by now; notes one
 * that only looks like a report.
 * @param behind - the messages that follow it
 * @param tally - counts what came of them
 * @param onRead - called once they are read, and before they are put on record
 * @returns what came of the first, and of as many behind it as were taken in with it
 * @throws what imapflow and SQLite throw
 */
export async function takeUp(
  folder: OpenFolder,
  preview: Preview,
  behind: readonly Preview[],
  session: Session,
  tally: Tally,
  downloads: Downloads,
  onRead: () => Promise<void>,
): Promise<readonly TakenUp[]> {
  const given = await downloads.take(preview);
  if (given?.kind !== 'given') return [await takeGiven(folder, preview, given, session, tally)];
  const { value: first } = given;
  return takeInAll(folder, first, () => readBehind(first, behind, downloads), session, tally, onRead);
}

/** Those behind a message that can be taken in with it. In a flood some are waited for: together they cost less. */
async function readBehind(
  first: Downloaded,
  behind: readonly Preview[],
  downloads: Downloads,
): Promise<Downloaded[]> {
  const near = within(first, behind, downloads);
  if (near.length === MOST_TOGETHER - 1) {
    const over = new AbortController();
    const late = wait(WAITED_FOR, undefined, { signal: over.signal }).catch(() => undefined);
    await Promise.race([downloads.untilDone(near), late]);
    over.abort();
  }
  const read: Downloaded[] = [];
  // Asked anew: more may have come out of them than they are large.
  for (const one of within(first, near, downloads)) {
    const next = downloads.takeReady(one);
    if (next?.kind !== 'given') break;
    read.push(next.value);
  }
  return read;
}

/** As many of the messages behind one as go with it. */
function within({ preview }: Downloaded, behind: readonly Preview[], { sizeOf }: Downloads): Preview[] {
  let bytes = sizeOf(preview);
  const end = behind.findIndex(one => {
    bytes += sizeOf(one);
    return bytes > MOST_BYTES_TOGETHER;
  });
  return end < 0 ? [...behind] : behind.slice(0, end);
}

/**
 * Downloads the messages of a batch that may be reports, and has them read, before it is their turn.
 * @param messages - as they are then given to takeUp
 */
export function downloadAhead(
  folder: OpenFolder,
  messages: Look['messages'],
  session: Session,
  tally: Tally,
): Downloads {
  const previews = messages.flatMap(message => (message.kind === 'given' ? [message.preview] : []));
  return goAhead(
    previews,
    judging(session, tally),
    preview => download(folder, preview, session),
    // What the server does not give is nothing to take in with others.
    given => (given.kind === 'given' ? given.value.begun.reading.then(contentOf) : null),
  );
}

/** The same as takeUp for a message that no other is read behind. */
export async function takeAlone(
  folder: OpenFolder,
  preview: Preview,
  session: Session,
  tally: Tally,
): Promise<TakenUp> {
  const isWanted = judging(session, tally)(preview);
  const given = isWanted ? await download(folder, preview, session) : null;
  return takeGiven(folder, preview, given, session, tally);
}

/** The same for one that a person wants taken in. */
export async function takeByHand(
  folder: OpenFolder,
  preview: Preview,
  session: Session,
  tally: Tally,
): Promise<TakenUp> {
  const given = await download(folder, preview, session);
  if (given.kind !== 'given') return takeGiven(folder, preview, given, session, tally);
  const byHand = { ...given.value, arrival: { ...given.value.arrival, takenByHand: true } };
  const [taken] = await takeInAll(folder, byHand, async () => [], session, tally);
  return taken?.kind === 'taken-in' && taken.outcome.kind !== 'left-alone' ? taken : { kind: 'no-candidate' };
}

/** @param given - null where it is no candidate */
async function takeGiven(
  folder: OpenFolder,
  preview: Preview,
  given: Given<Downloaded> | null,
  session: Session,
  tally: Tally,
): Promise<TakenUp> {
  if (given === null) {
    noteIfNearMiss(folder, preview, session);
    return { kind: 'no-candidate' };
  }
  if (given.kind !== 'given') {
    // Where it is gone, a person moved or deleted it meanwhile, which is theirs to do.
    tally.downloaded += 1;
    return given;
  }
  const [taken = NOTHING] = await takeInAll(folder, given.value, async () => [], session, tally);
  return taken;
}

const NOTHING: TakenUp = { kind: 'no-candidate' };

/**
 * @param behind - the messages that can be taken in with the first; asked for once that was read
 * @param onRead - called behind that
 */
async function takeInAll(
  folder: OpenFolder,
  first: Downloaded,
  behind: () => Promise<readonly Downloaded[]>,
  session: Session,
  tally: Tally,
  onRead: () => Promise<void> = async () => undefined,
): Promise<readonly TakenUp[]> {
  const { intake, config } = session;
  const taken: TakenUp[] = [];
  await keptAwake(folder.client, config.limits.serverSeconds, async () => {
    const isRead = Promise.allSettled([first.begun.reading]);
    // Reading a large one takes all the memory that there is to be.
    if (first.arrival.held) await isRead;
    // Most passes take nothing in, and all that follows takes longer to load than they do.
    const { takeInTogether } = await import('../intake.js');
    await isRead;
    // What else was read while this thread was at work is heard of in a turn of its own.
    await turn();
    const together = [first, ...(await behind())];
    await onRead();
    await takeInTogether(together, intake, ({ preview, arrival }, outcome) => {
      tally.downloaded += 1;
      count(outcome, tally);
      logOutcome(outcome, preview.uid, session);
      if (outcome.kind === 'left-alone' && arrival.takenByHand !== true)
        noteIfNearMiss(folder, preview, session);
      taken.push({ kind: 'taken-in', outcome });
    });
  });
  return taken;
}

/** Whether a message may be a report. One that was none is looked at again only after another was taken in. */
function judging(session: Session, tally: Tally): (preview: Preview) => boolean {
  const { threads } = session.intake;
  const onRecord: OnRecord = {
    hasReport: number => threads.reportNumbered(number) !== null,
    hasMessage: messageId => threads.reportsInThread(messageId).length > 0,
  };
  const refused = new WeakMap<Preview, number>();
  return preview => {
    if (refused.get(preview) === tally.downloaded) return false;
    const isWanted = isCandidate(preview, session.config.trigger.subject, onRecord);
    if (!isWanted) refused.set(preview, tally.downloaded);
    return isWanted;
  };
}
