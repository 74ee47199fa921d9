/**
 * One message in a pass, from its preview on: whether it is downloaded, and what becomes of it.
 */
import type { Arrival } from '../mailbox/arrival.js';
import { isCandidate, type OnRecord, type Preview } from '../mailbox/candidate.js';
import { keptAwake } from '../mailbox/keep-awake.js';
import { downloadHeader, downloadMessage, type Given } from '../mailbox/one-message.js';
import { inTime } from '../mailbox/patience.js';
import { noteIfNearMiss } from './near-misses.js';
import { noteBroken, type OpenFolder, type TakenUp } from './not-given.js';
import type { Session } from './session.js';
import { count, logOutcome, type Tally } from './tally.js';

/**
 * Downloads a message if it may be a report, and takes it in; notes one that only looks like a report.
 * @param tally - counts what came of it
 * @throws what imapflow and SQLite throw
 */
export async function takeUp(
  folder: OpenFolder,
  preview: Preview,
  session: Session,
  tally: Tally,
): Promise<TakenUp> {
  const isWanted = isCandidate(preview, session.config.trigger.subject, onRecordOf(session));
  const taken = isWanted
    ? await downloadAndTakeIn(folder, preview, false, session, tally)
    : { kind: 'no-candidate' as const };
  const isLeftAlone =
    taken.kind === 'no-candidate' || (taken.kind === 'taken-in' && taken.outcome.kind === 'left-alone');
  if (isLeftAlone) noteIfNearMiss(folder, preview, session);
  return taken;
}

/** The same for one that a person wants taken in. */
export async function takeByHand(
  folder: OpenFolder,
  preview: Preview,
  session: Session,
  tally: Tally,
): Promise<TakenUp> {
  const taken = await downloadAndTakeIn(folder, preview, true, session, tally);
  const isLeftAlone = taken.kind === 'taken-in' && taken.outcome.kind === 'left-alone';
  return isLeftAlone ? { kind: 'no-candidate' } : taken;
}

async function downloadAndTakeIn(
  folder: OpenFolder,
  preview: Preview,
  takenByHand: boolean,
  session: Session,
  tally: Tally,
): Promise<TakenUp> {
  tally.downloaded += 1;
  const arrival = await download(folder, preview, session);
  // Where it is gone, a person moved or deleted it meanwhile, which is theirs to do.
  if (arrival.kind !== 'given') return arrival;
  // Most passes take nothing in, and all that follows takes longer to load than they do.
  const { takeIn } = await import('../intake.js');
  const { intake, config } = session;
  const outcome = await keptAwake(folder.client, config.limits.serverSeconds, () =>
    takeIn({ ...arrival.value, takenByHand }, intake),
  );
  count(outcome, tally);
  logOutcome(outcome, preview.uid, session);
  return { kind: 'taken-in', outcome };
}

function onRecordOf({ intake: { threads } }: Session): OnRecord {
  return {
    hasReport: number => threads.reportNumbered(number) !== null,
    hasMessage: messageId => threads.reportsInThread(messageId).length > 0,
  };
}

async function download(
  folder: OpenFolder,
  { uid, size, receivedAt }: Preview,
  session: Session,
): Promise<Given<Arrival>> {
  const { client, key, uidValidity, foundIn } = folder;
  const { limits } = session.config;
  const isComplete = size <= limits.messageBytes;
  const onBreak = () => noteBroken(folder, uid, session);
  const raw = await inTime(client, limits.serverSeconds, () =>
    isComplete ? downloadMessage(client, uid, onBreak) : downloadHeader(client, uid, onBreak),
  );
  if (raw.kind !== 'given') return raw;
  const place = { folder: key, position: { uidValidity, uid } };
  return { kind: 'given', value: { raw: raw.value, isComplete, foundIn, receivedAt, place } };
}
