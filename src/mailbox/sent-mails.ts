/**
 * The headers of mails in the Sent folder, of which a mailbox may hold hundreds of thousands: only what came since an
 * instant or beyond a UID is asked for, and only the fields that tell an answer.
 */
import type { ImapFlow } from 'imapflow';

/** A mail there, as far as it is looked at. */
export interface SentMail {
  readonly uid: number;
  /** The fields that were asked for, as they stand in it. */
  readonly header: Uint8Array;
  /** Its internal date (RFC 9051 §2.3.3), which the server keeps; the sender's word is the Date field. */
  readonly sentAt: Date | null;
}

/** Mails of which the headers are asked for with one command; their UIDs stay well below 8,000 characters. */
const BATCH = 200;

/** Mails looked at in one pass, the last to come: some ten megabytes of headers. */
export const MOST_LOOKED_AT = 20_000;

const FIELDS = [
  'from',
  'to',
  'cc',
  'subject',
  'message-id',
  'in-reply-to',
  'references',
  'auto-submitted',
  'precedence',
];

/**
 * RFC 9051 §6.4.4 compares days alone, in a time zone that only the server knows: no mail is missed for its clock.
 * Milliseconds.
 */
const LEEWAY = 2 * 24 * 3_600_000;

/**
 * UIDs of the mails that came to the folder since an instant.
 * @param client - with the folder open
 * @param since - UTC instant; what came up to two days earlier may be among them
 * @param after - beyond this UID alone
 * @throws where the server refuses to search
 */
export async function sentUids(client: ImapFlow, since: Date, after: number): Promise<number[]> {
  if (client.mailbox === false || client.mailbox.exists === 0) return [];
  const day = new Date(since.getTime() - LEEWAY);
  const query = after === 0 ? { since: day } : { since: day, uid: `${after + 1}:*` };
  const found = await client.search(query, { uid: true });
  if (!found) throw new Error('it refused to search the folder for sent mail');
  // RFC 9051 §6.4.9: "n:*" names the last message even where n is beyond it.
  return found.filter(uid => uid > after);
}

/** UIDs in the numbers that one command asks for, ascending and each once; where they are too many, the last. */
export function sentBatches(uids: readonly number[]): number[][] {
  const sorted = [...new Set(uids)].sort((a, b) => a - b).slice(-MOST_LOOKED_AT);
  return Array.from({ length: Math.ceil(sorted.length / BATCH) }, (_, index) =>
    sorted.slice(index * BATCH, (index + 1) * BATCH),
  );
}

/**
 * The headers of some mails, their flags left alone. Those that are gone, or that the server does not give, are left
 * out.
 * @param uids - one batch
 * @throws what imapflow throws
 */
export async function sentMails(client: ImapFlow, uids: readonly number[]): Promise<SentMail[]> {
  const query = { uid: true, internalDate: true, headers: FIELDS };
  const rows = await client.fetchAll(uids.join(','), query, { uid: true });
  return rows.flatMap(({ uid, headers, internalDate }) =>
    headers instanceof Uint8Array ? [{ uid, header: headers, sentAt: toDate(internalDate) }] : [],
  );
}

function toDate(value: Date | string | undefined): Date | null {
  if (value === undefined) return null;
  const date = new Date(value);
  return Number.isFinite(date.getTime()) ? date : null;
}
