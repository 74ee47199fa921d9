/**
 * One message in a pass, from its preview on: whether it is downloaded, and what becomes of it.
 */
import { type BegunReading, beginReading } from '../intake/begun-reading.js';
import type { Arrival } from '../mailbox/arrival.js';
import type { Look } from '../mailbox/arrivals.js';
import { isCandidate, type OnRecord, type Preview } from '../mailbox/candidate.js';
import { keptAwake } from '../mailbox/keep-awake.js';
import { downloadHeader, downloadMessage, type Given } from '../mailbox/one-message.js';
import { inTime } from '../mailbox/patience.js';
import { movedToShared } from '../reading/large-mail.js';
import { noteIfNearMiss } from './near-misses.js';
import { noteBroken, type OpenFolder, type TakenUp } from './not-given.js';
import { type Ahead, goAhead } from './read-ahead.js';
import type { Session } from './session.js';
import { count, logOutcome, type Tally } from './tally.js';

/** A message that was downloaded and is being read. */
interface Downloaded {
  readonly arrival: Arrival;
  readonly reading: BegunReading;
}

/** Gives a message that may be a report, downloaded; null where it is none. */
type Download = (preview: Preview) => Promise<Given<Downloaded> | null>;

/**
 * Takes a message in if it may be a report; notes one that only looks like a report.
 * @param tally - counts what came of it
 * @param download - gives it
 * @throws what imapflow and SQLite throw
 */
export async function takeUp(
  folder: OpenFolder,
  preview: Preview,
  session: Session,
  tally: Tally,
  download: Download,
): Promise<TakenUp> {
  const given = await download(preview);
  const taken =
    given === null
      ? { kind: 'no-candidate' as const }
      : await takeInGiven(folder, preview, given, false, session, tally);
  const isLeftAlone =
    taken.kind === 'no-candidate' || (taken.kind === 'taken-in' && taken.outcome.kind === 'left-alone');
  if (isLeftAlone) noteIfNearMiss(folder, preview, session);
  return taken;
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
): Ahead<Preview, Given<Downloaded>> {
  const previews = messages.flatMap(message => (message.kind === 'given' ? [message.preview] : []));
  return goAhead(previews, judging(session, tally), preview => download(folder, preview, session));
}

/** The same as takeUp for a message that no other is read behind. */
export function takeAlone(
  folder: OpenFolder,
  preview: Preview,
  session: Session,
  tally: Tally,
): Promise<TakenUp> {
  const isWanted = judging(session, tally);
  return takeUp(folder, preview, session, tally, async wanted =>
    isWanted(wanted) ? download(folder, wanted, session) : null,
  );
}

/** The same for one that a person wants taken in. */
export async function takeByHand(
  folder: OpenFolder,
  preview: Preview,
  session: Session,
  tally: Tally,
): Promise<TakenUp> {
  const given = await download(folder, preview, session);
  const taken = await takeInGiven(folder, preview, given, true, session, tally);
  const isLeftAlone = taken.kind === 'taken-in' && taken.outcome.kind === 'left-alone';
  return isLeftAlone ? { kind: 'no-candidate' } : taken;
}

async function takeInGiven(
  folder: OpenFolder,
  preview: Preview,
  given: Given<Downloaded>,
  takenByHand: boolean,
  session: Session,
  tally: Tally,
): Promise<TakenUp> {
  tally.downloaded += 1;
  // Where it is gone, a person moved or deleted it meanwhile, which is theirs to do.
  if (given.kind !== 'given') return given;
  const { arrival, reading } = given.value;
  // Most passes take nothing in, and all that follows takes longer to load than they do.
  const { takeIn } = await import('../intake.js');
  const { intake, config } = session;
  const outcome = await keptAwake(folder.client, config.limits.serverSeconds, () =>
    takeIn({ ...arrival, takenByHand }, intake, reading),
  );
  count(outcome, tally);
  logOutcome(outcome, preview.uid, session);
  return { kind: 'taken-in', outcome };
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

async function download(
  folder: OpenFolder,
  { uid, size, receivedAt }: Preview,
  session: Session,
): Promise<Given<Downloaded>> {
  const { client, key, uidValidity, foundIn } = folder;
  const { limits } = session.config;
  const isComplete = size <= limits.messageBytes;
  const onBreak = () => noteBroken(folder, uid, session);
  const raw = await inTime(client, limits.serverSeconds, () =>
    isComplete ? downloadMessage(client, uid, onBreak) : downloadHeader(client, uid, onBreak),
  );
  if (raw.kind !== 'given') return raw;
  const place = { folder: key, position: { uidValidity, uid } };
  const arrival: Arrival = { raw: movedToShared(raw.value), isComplete, foundIn, receivedAt, place };
  return { kind: 'given', value: { arrival, reading: beginReading(arrival, session.intake.reader) } };
}
