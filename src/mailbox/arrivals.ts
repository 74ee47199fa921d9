/**
 * What arrived in a folder since a position: first previews of every new message, then the bodies of those that
 * are asked for. Every command here is over before the next begins, because imapflow's fetch iterator deadlocks
 * when another command runs inside it.
 */
import type { FetchMessageObject, ImapFlow } from 'imapflow';
import type { Preview } from './candidate.js';
import { fieldValues } from './header-text.js';
import { threadOf } from './message-ids.js';
import { partsOf } from './structure.js';

/** Messages previewed with one FETCH. */
const BATCH = 500;

/** Bytes of a header that are downloaded alone; the message stage reads no more of it. */
const MAX_HEADER_BYTES = 1_048_576;

/** What tells of a mail's subject, its thread, whether it came from a person, and whether its structure can be believed. */
const PREVIEWED_FIELDS = ['subject', 'in-reply-to', 'references', 'return-path', 'content-type'];

const PREVIEW = { uid: true, size: true, internalDate: true, headers: PREVIEWED_FIELDS };

/**
 * What stands in every armored message (RFC 9580 §6.2), without the dashes that word-indexed servers drop; and what HTML
 * makes of its blanks, which a server searches as it stands.
 */
const ARMOR_WORDS = ['BEGIN PGP MESSAGE', 'BEGIN&nbsp;PGP&nbsp;MESSAGE'];

/**
 * The UIDs beyond a position, ascending.
 * @param client - with the folder open
 * @param after - the last UID already read
 * @throws where the server refuses to search
 */
export async function newUids(client: ImapFlow, after: number): Promise<number[]> {
  if (client.mailbox === false || client.mailbox.exists === 0) return [];
  const found = await client.search({ uid: `${after + 1}:*` }, { uid: true });
  // An empty answer is an array. A refusal that passed for one would hide every report behind it.
  if (!found) throw new Error('it refused to say which messages are new');
  // RFC 9051 §6.4.9: "n:*" names the last message even where n is beyond it.
  return [...new Set(found)].filter(uid => uid > after).sort((a, b) => a - b);
}

/** UIDs in runs that one command can name. */
export function inBatches(uids: readonly number[]): number[][] {
  const batches: number[][] = [];
  for (let start = 0; start < uids.length; start += BATCH) batches.push(uids.slice(start, start + BATCH));
  return batches;
}

/**
 * Looks at messages without their bodies.
 * @param uids - ascending, as newUids gave them
 * @param isCareful - to look at each alone, without its structure
 * @returns in the same order, without those that vanished meanwhile
 */
export async function previewMessages(
  client: ImapFlow,
  uids: readonly number[],
  isCareful: boolean,
): Promise<Preview[]> {
  const range = toRange(uids);
  const wanted = new Set(uids);
  const armored = await searchArmor(client, range);
  const together = isCareful ? [] : await fetchHeaders(client, range, uids);
  // Flags that change meanwhile come as rows of their own, without a header; a server may give a message twice.
  const whole = together.filter(({ uid, headers }) => wanted.has(uid) && bytesOf(headers) !== null);
  const found = new Map(whole.map(message => [message.uid, message]));
  // The library drops a response that it can't parse, and says nothing: that is no reason to lose the message.
  const dropped = uids.filter(uid => !found.has(uid));
  return [...found.values(), ...(await fetchEach(client, dropped))]
    .sort((a, b) => a.uid - b.uid)
    .map(message => toPreview(message, armored));
}

/**
 * Downloads a message, leaving its flags alone.
 * @returns null where it vanished meanwhile
 * @throws where the server has it and does not give it
 */
export async function downloadMessage(client: ImapFlow, uid: number): Promise<Uint8Array | null> {
  return given(client, uid, async () => {
    const message = await client.fetchOne(String(uid), { source: true }, { uid: true });
    return message ? bytesOf(message.source) : null;
  });
}

/**
 * Downloads a message's header alone, as far as it is read: a header may be as large as the message.
 * @returns null where it vanished meanwhile
 * @throws where the server has it and does not give it
 */
export async function downloadHeader(client: ImapFlow, uid: number): Promise<Uint8Array | null> {
  const bodyParts = [{ key: 'HEADER', start: 0, maxLength: MAX_HEADER_BYTES }];
  return given(client, uid, async () => {
    const message = await client.fetchOne(String(uid), { bodyParts }, { uid: true });
    // The library puts a header's beginning where it puts a whole one.
    return message ? (bytesOf(message.headers) ?? bytesOf(message.bodyParts?.get('header'))) : null;
  });
}

/**
 * Asks for one message, twice where the first answer holds nothing. Only one that is gone may be passed over: what the
 * server or the library merely failed to give would be lost.
 * @returns null where the message is gone
 */
async function given<T>(client: ImapFlow, uid: number, ask: () => Promise<T | null>): Promise<T | null> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask().catch((error: unknown) => {
      // RFC 5530 §3: a server may refuse what another session removed.
      if (!client.usable || attempt > 1) throw error;
      return null;
    });
    if (answer !== null || !(await isThere(client, uid))) return answer;
    if (attempt > 1) throw new Error(`it lists the message with UID ${uid} and does not give it`);
  }
}

/** Where the server says NIL, as Dovecot does of what another session removed, the library's types promise too much. */
function bytesOf(value: unknown): Uint8Array | null {
  return value instanceof Uint8Array ? value : null;
}

async function isThere(client: ImapFlow, uid: number): Promise<boolean> {
  // RFC 9051 §7.5.1: until a command that allows it, the server may keep to itself that a message is gone.
  await client.noop();
  const found = await client.search({ uid: String(uid) }, { uid: true });
  return !found || found.includes(uid);
}

/** The server's own search reads the bodies for us; null where it refuses to. */
async function searchArmor(client: ImapFlow, range: string): Promise<ReadonlySet<number> | null> {
  try {
    const words = ARMOR_WORDS.map(body => ({ body }));
    const found = await client.search({ uid: range, or: words }, { uid: true });
    return found ? new Set(found) : null;
  } catch (error) {
    if (!client.usable) throw error;
    return null;
  }
}

async function fetchHeaders(
  client: ImapFlow,
  range: string,
  uids: readonly number[],
): Promise<FetchMessageObject[]> {
  try {
    return await client.fetchAll(range, { ...PREVIEW, bodyStructure: true }, { uid: true });
  } catch (error) {
    if (!client.usable) throw error;
    // One message whose structure the server or the library chokes on must not hide its neighbours.
    return fetchEach(client, uids);
  }
}

/** @returns those that are still there, without their structure */
async function fetchEach(client: ImapFlow, uids: readonly number[]): Promise<FetchMessageObject[]> {
  const messages: FetchMessageObject[] = [];
  for (const uid of uids) {
    const message = await given(client, uid, async () => {
      const row = await client.fetchOne(String(uid), PREVIEW, { uid: true });
      return row && bytesOf(row.headers) !== null ? row : null;
    });
    if (message) messages.push(message);
  }
  return messages;
}

function toRange(uids: readonly number[]): string {
  return `${uids[0]}:${uids.at(-1)}`;
}

function toPreview(message: FetchMessageObject, armored: ReadonlySet<number> | null): Preview {
  const header = bytesOf(message.headers) ?? new Uint8Array();
  return {
    uid: message.uid,
    size: message.size ?? 0,
    receivedAt: toDate(message.internalDate),
    subjects: fieldValues(header, 'subject'),
    thread: threadOf(fieldValues(header, 'references'), fieldValues(header, 'in-reply-to')),
    returnPath: fieldValues(header, 'return-path')[0] ?? null,
    parts: partsOf(message.bodyStructure, fieldValues(header, 'content-type')),
    holdsArmor: armored === null ? null : armored.has(message.uid),
  };
}

function toDate(value: Date | string | undefined): Date | null {
  if (value === undefined) return null;
  const date = new Date(value);
  return Number.isFinite(date.getTime()) ? date : null;
}
