/**
 * One message of the mailbox on its way to be taken in: downloaded, and begun to be read. A large one goes into the database
 * as it comes, and not into memory.
 */
import { beginReading } from '../intake/begun-reading.js';
import type { Incoming } from '../intake.js';
import type { Arrival, ReceivedBytes } from '../mailbox/arrival.js';
import type { Preview } from '../mailbox/candidate.js';
import type { Pieces } from '../mailbox/in-pieces.js';
import { downloadHeader, downloadTo, type Given } from '../mailbox/one-message.js';
import { inTime } from '../mailbox/patience.js';
import { movedToShared } from '../reading/large-mail.js';
import { type HeldMail, holdMail, type MailHolder } from '../store/held-mail.js';
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
  const holder = new Holder(session, key.mailbox);
  const bytes = await inTime<Given<ReceivedBytes>>(client, limits.serverSeconds, () =>
    isComplete
      ? downloadTo(client, uid, size, () => holder, asOne, onBreak)
      : downloadHeader(client, uid, onBreak).then(asReceived),
  );
  // No fault of the server's, which would else be said not to give it.
  if (holder.failure !== null) throw holder.failure.error;
  if (bytes.kind !== 'given') return bytes;
  const place = { folder: key, position: { uidValidity, uid } };
  const arrival: Arrival = { ...bytes.value, isComplete, foundIn, receivedAt, place };
  return { kind: 'given', value: { preview, arrival, begun: beginReading(arrival, session.intake.reader) } };
}

const asOne = (whole: Uint8Array): ReceivedBytes => ({ raw: movedToShared(whole) });

function asReceived(given: Given<Uint8Array>): Given<ReceivedBytes> {
  return given.kind === 'given' ? { kind: 'given', value: asOne(given.value) } : given;
}

/** Has the pieces of a message in the database, and tells what that failed of. */
class Holder implements Pieces<HeldMail> {
  failure: { readonly error: unknown } | null = null;
  readonly #mail: MailHolder;

  constructor({ intake }: Session, mailbox: string) {
    this.#mail = holdMail(intake.connection, mailbox);
  }

  add(piece: Uint8Array): void {
    this.#noting(() => this.#mail.add(piece));
  }

  done(): HeldMail | null {
    return this.#noting(() => this.#mail.done());
  }

  drop(): void {
    this.#noting(() => this.#mail.drop());
  }

  #noting<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      // The first is why the others fail.
      this.failure ??= { error };
      throw error;
    }
  }
}
