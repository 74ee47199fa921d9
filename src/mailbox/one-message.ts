/**
 * One message, asked for alone: the server gives it, says that it is gone, or lists it and does not give it.
 */
import type { ImapFlow } from 'imapflow';
import { errorProperty, serverWords } from '../failure.js';
import { downloadInPieces, inSharedMemory, NotPut, type Pieces } from './in-pieces.js';

/** Bytes of a header that are downloaded alone; the message stage reads no more of it. */
const MAX_HEADER_BYTES = 1_048_576;

/** What came of asking for one message. */
export type Given<T> =
  | { readonly kind: 'given'; readonly value: T }
  /** The server confirms that it is no longer there. */
  | { readonly kind: 'gone' }
  /** The server lists it and does not give it. */
  | { readonly kind: 'not-given'; readonly words: string };

/** Told of the message that was being asked for alone when the connection broke. */
export type BreakListener = (uid: number) => void;

/**
 * Downloads a message, leaving its flags alone.
 * @param size - bytes that the server says it has
 */
export async function downloadMessage(
  client: ImapFlow,
  uid: number,
  size: number,
  onBreak?: BreakListener,
): Promise<Given<Uint8Array>> {
  return downloadTo(client, uid, size, inSharedMemory, whole => whole, onBreak);
}

/**
 * Downloads a message, leaving its flags alone.
 * @param size - bytes that the server says it has
 * @param begin - where the pieces of a large one are put
 * @param asOne - what a message is that came as one
 */
export async function downloadTo<T>(
  client: ImapFlow,
  uid: number,
  size: number,
  begin: (size: number) => Pieces<T>,
  asOne: (whole: Uint8Array) => T,
  onBreak?: BreakListener,
): Promise<Given<T>> {
  let areTried = false;
  return given(client, uid, onBreak, async () => {
    const isFirst = !areTried;
    areTried = true;
    const pieces = isFirst ? await downloadInPieces(client, uid, size, begin) : null;
    if (pieces) return pieces;
    const message = await client.fetchOne(String(uid), { source: true }, { uid: true });
    const whole = message ? bytesOf(message.source) : null;
    return whole && asOne(whole);
  });
}

/** Downloads a message's header alone, as far as it is read: a header may be as large as the message. */
export async function downloadHeader(
  client: ImapFlow,
  uid: number,
  onBreak?: BreakListener,
): Promise<Given<Uint8Array>> {
  const bodyParts = [{ key: 'HEADER', start: 0, maxLength: MAX_HEADER_BYTES }];
  return given(client, uid, onBreak, async () => {
    const message = await client.fetchOne(String(uid), { bodyParts }, { uid: true });
    // The library puts a header's beginning where it puts a whole one.
    return message ? (bytesOf(message.headers) ?? bytesOf(message.bodyParts?.get('header'))) : null;
  });
}

/**
 * Asks for one message, twice where the first answer holds nothing. Only one that is gone may be forgotten: what the
 * server or the library merely failed to give would be lost.
 * @param ask - gives null where the answer holds nothing
 * @throws where the connection broke, and {NotPut}
 */
export async function given<T>(
  client: ImapFlow,
  uid: number,
  onBreak: BreakListener = () => undefined,
  ask: () => Promise<T | null>,
): Promise<Given<T>> {
  // One that was lost before is not this message's doing.
  const wasUsable = client.usable;
  try {
    let words = '';
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      const answer = await ask().catch((error: unknown) => {
        // RFC 5530 §3: a server may refuse what another session removed.
        if (!client.usable || error instanceof NotPut) throw error;
        words = refusal(error);
        return null;
      });
      if (answer !== null) return { kind: 'given', value: answer };
      if (!(await isThere(client, uid))) return { kind: 'gone' };
    }
    return { kind: 'not-given', words: words || 'its answer held nothing' };
  } catch (error) {
    if (wasUsable && !client.usable) onBreak(uid);
    throw error;
  }
}

/** What a server said when it refused, or what the library made of its answer. */
function refusal(error: unknown): string {
  return serverWords(errorProperty(error, 'responseText')) || 'its answer could not be read';
}

/** What came, or null. Where the server says NIL, as Dovecot does of what another session removed, the library's types promise too much. */
export function bytesOf(value: unknown): Uint8Array | null {
  return value instanceof Uint8Array ? value : null;
}

async function isThere(client: ImapFlow, uid: number): Promise<boolean> {
  // RFC 9051 §7.5.1: until a command that allows it, the server may keep to itself that a message is gone.
  await client.noop();
  const found = await client.search({ uid: String(uid) }, { uid: true });
  return !found || found.includes(uid);
}
