/**
 * What arrived in a folder since a position: previews of every new message, without their bodies. Every command here is
 * over before the next begins, because imapflow's fetch iterator deadlocks when another command runs inside it.
 */
import type { FetchMessageObject, ImapFlow } from 'imapflow';
import type { Preview } from './candidate.js';
import { fieldValues } from './header-text.js';
import { threadOf } from './message-ids.js';
import { type BreakListener, bytesOf, type Given, given } from './one-message.js';
import { partsOf } from './structure.js';

/** Messages previewed with one FETCH. */
const BATCH = 500;

/**
 * What tells of a mail's subject, its thread, whether it came from a person and which, and whether its structure can be
 * believed.
 */
const PREVIEWED_FIELDS = [
  'subject',
  'in-reply-to',
  'references',
  'return-path',
  'content-type',
  'message-id',
  'from',
  'auto-submitted',
  'precedence',
  'list-unsubscribe',
  'list-post',
];

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

/** What a look at some messages showed. */
export interface Look {
  /** In the order asked for, without those that are gone. */
  readonly messages: readonly (
    | { readonly kind: 'given'; readonly preview: Preview }
    | { readonly kind: 'not-given'; readonly uid: number; readonly words: string }
  )[];
  /** The last UID looked at: the server gave so many in a row not that the others were not asked for. */
  readonly upTo: number;
}

/** Messages in a row that a server may not give before it is taken to be in trouble itself. */
export const MOST_NOT_GIVEN = 20;

/**
 * Looks at messages without their bodies.
 * @param uids - ascending, as newUids gave them; at least one
 * @param isCareful - to look at each alone, without its structure
 */
export async function previewMessages(
  client: ImapFlow,
  uids: readonly number[],
  isCareful: boolean,
  onBreak: BreakListener = () => undefined,
): Promise<Look> {
  const range = toRange(uids);
  const wanted = new Set(uids);
  // What is looked at without its structure is downloaded whatever the search says.
  const armored = isCareful ? null : await searchArmor(client, range);
  const together = isCareful ? [] : await fetchHeaders(client, range);
  // Flags that change meanwhile come as rows of their own, without a header; a server may give a message twice.
  const whole = together.filter(({ uid, headers }) => wanted.has(uid) && bytesOf(headers) !== null);
  const found = new Map(whole.map(message => [message.uid, message]));
  const messages: Look['messages'][number][] = [];
  let notGiven = 0;
  for (const uid of uids) {
    // The library drops a response that it can't parse, and says nothing: that is no reason to lose the message.
    const row = found.get(uid);
    const alone: Given<FetchMessageObject> = row
      ? { kind: 'given', value: row }
      : await fetchAlone(client, uid, onBreak);
    notGiven = alone.kind === 'not-given' ? notGiven + 1 : 0;
    if (alone.kind === 'given') messages.push({ kind: 'given', preview: toPreview(alone.value, armored) });
    if (alone.kind === 'not-given') messages.push({ ...alone, uid });
    if (notGiven === MOST_NOT_GIVEN) return { messages, upTo: uid };
  }
  return { messages, upTo: uids.at(-1) ?? 0 };
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

/** @returns none where the server refuses: one whose structure it chokes on must not hide its neighbours */
async function fetchHeaders(client: ImapFlow, range: string): Promise<FetchMessageObject[]> {
  try {
    return await client.fetchAll(range, { ...PREVIEW, bodyStructure: true }, { uid: true });
  } catch (error) {
    if (!client.usable) throw error;
    return [];
  }
}

/** Without its structure. */
function fetchAlone(
  client: ImapFlow,
  uid: number,
  onBreak?: BreakListener,
): Promise<Given<FetchMessageObject>> {
  return given(client, uid, onBreak, async () => {
    const row = await client.fetchOne(String(uid), PREVIEW, { uid: true });
    return row && bytesOf(row.headers) !== null ? row : null;
  });
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
    header,
  };
}

function toDate(value: Date | string | undefined): Date | null {
  if (value === undefined) return null;
  const date = new Date(value);
  return Number.isFinite(date.getTime()) ? date : null;
}
