/**
 * One message of the mailbox on its way to be taken in: downloaded, and begun to be read. A large one goes into the database
 * as it comes, and not into memory.
 */
import { beginReading } from '../intake/begun-reading.js';
import type { Incoming } from '../intake.js';
import type { Arrival, ReceivedBytes } from '../mailbox/arrival.js';
import type { Preview } from '../mailbox/candidate.js';
import { inSharedMemory, NotPut, type Pieces } from '../mailbox/in-pieces.js';
import { downloadHeader, downloadTo, type Given } from '../mailbox/one-message.js';
import { inTime } from '../mailbox/patience.js';
import { movedToShared } from '../reading/large-mail.js';
import { hasRoomToHold, holdMail } from '../store/held-mail.js';
import { letGoOf } from '../store/remainders.js';
import { noteBroken, type OpenFolder } from './not-given.js';
import type { Session } from './session.js';

/** A message that was downloaded and is being read. */
export interface Downloaded extends Incoming {
  readonly preview: Preview;
}

/**
 * Downloads a message and begins to read it; of one that is larger than is read, the header alone.
 * @throws what imapflow and SQLite throw
 */
export async function download(
  folder: OpenFolder,
  preview: Preview,
  session: Session,
): Promise<Given<Downloaded>> {
  const { uid, size, receivedAt } = preview;
  const { client, key, uidValidity, foundIn } = folder;
  const { limits } = session.config;
  const isComplete = size <= limits.messageBytes;
  const onBreak = () => noteBroken(folder, uid, session);
  const { connection, reader } = session.intake;
  const begin = (bytes: number): Pieces<ReceivedBytes> =>
    hasRoomToHold(connection, bytes)
      ? holdMail(connection, remainder => session.held.add(remainder))
      : received(inSharedMemory(bytes));
  const bytes = await inTime<Given<ReceivedBytes>>(client, limits.serverSeconds, () =>
    isComplete
      ? downloadTo(client, uid, size, begin, asOne, onBreak)
      : downloadHeader(client, uid, onBreak).then(asReceived),
  ).catch((error: unknown) => {
    throw error instanceof NotPut ? error.reason : error;
  });
  if (bytes.kind !== 'given') return bytes;
  const place = { folder: key, position: { uidValidity, uid } };
  const arrival: Arrival = { ...bytes.value, isComplete, foundIn, receivedAt, place };
  return { kind: 'given', value: { preview, arrival, begun: beginReading(arrival, reader) } };
}

const asOne = (whole: Uint8Array): ReceivedBytes => ({ raw: movedToShared(whole) });

function asReceived(given: Given<Uint8Array>): Given<ReceivedBytes> {
  return given.kind === 'given' ? { kind: 'given', value: asOne(given.value) } : given;
}

function received(pieces: Pieces<Uint8Array>): Pieces<ReceivedBytes> {
  return {
    ...pieces,
    done() {
      const raw = pieces.done();
      return raw && { raw };
    },
  };
}

/** Lets go of the messages that were downloaded and not taken in. Call while none is. */
export function letGoOfForgotten({ held, intake }: Session): void {
  for (const remainder of held) if (letGoOf(intake.connection, remainder)) held.delete(remainder);
}
