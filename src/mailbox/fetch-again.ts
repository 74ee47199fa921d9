/**
 * A mail of which only the header was kept, whole: from where it was met, or from wherever its Message-ID is found.
 * It is the same mail where its header is, byte for byte.
 */
import type { ImapFlow } from 'imapflow';
import type { MailboxConfig } from '../config/config.js';
import { type ConnectionLimits, openFolder } from './connection.js';
import { junkFolder } from './junk.js';
import { downloadHeader, downloadMessage } from './one-message.js';
import { inTime } from './patience.js';
import type { FolderKey, Position } from './position.js';

/** The mail that is wanted. */
export interface Wanted {
  /** As kept: all of it, or its beginning. */
  readonly header: Uint8Array;
  readonly messageId: string | null;
  /** Where it was met last. */
  readonly place: { readonly folder: FolderKey; readonly position: Position } | null;
}

export type FetchedAgain =
  | { readonly kind: 'found'; readonly raw: Uint8Array }
  /** Still larger than is read. */
  | { readonly kind: 'too-large'; readonly bytes: number }
  | { readonly kind: 'not-found' };

/** Messages of one Message-ID whose headers are compared in a folder. */
const MOST_COMPARED = 20;

/**
 * Fetches a mail again, leaving its flags alone.
 * @param client - connected
 * @throws what imapflow and openFolder throw
 */
export async function fetchAgain(
  client: ImapFlow,
  config: MailboxConfig,
  limits: ConnectionLimits,
  wanted: Wanted,
): Promise<FetchedAgain> {
  const patiently = <T>(act: () => Promise<T>) => inTime(client, limits.serverSeconds, act);
  const { place, messageId } = wanted;
  const junk = await patiently(() => junkFolder(client, config));
  const folders = [config.folder, ...(junk === null ? [] : [junk])];
  if (place && folders.includes(place.folder.folder)) {
    const uidValidity = await patiently(() => openFolder(client, config, place.folder.folder));
    if (uidValidity === place.position.uidValidity) {
      const there = await fetchIfSame(client, place.position.uid, limits, wanted.header);
      if (there.kind !== 'not-found') return there;
    }
  }
  if (messageId === null) return { kind: 'not-found' };
  for (const folder of folders) {
    await patiently(() => openFolder(client, config, folder));
    const found = await patiently(() =>
      client.search({ header: { 'Message-ID': messageId } }, { uid: true }),
    );
    for (const uid of (found || []).slice(-MOST_COMPARED)) {
      const there = await fetchIfSame(client, uid, limits, wanted.header);
      if (there.kind !== 'not-found') return there;
    }
  }
  return { kind: 'not-found' };
}

async function fetchIfSame(
  client: ImapFlow,
  uid: number,
  { messageBytes, serverSeconds }: ConnectionLimits,
  header: Uint8Array,
): Promise<FetchedAgain> {
  const there = await inTime(client, serverSeconds, () => downloadHeader(client, uid));
  if (there.kind !== 'given' || !Buffer.from(there.value).equals(header)) return { kind: 'not-found' };
  const row = await inTime(client, serverSeconds, () =>
    client.fetchOne(String(uid), { size: true }, { uid: true }),
  );
  const bytes = row ? (row.size ?? 0) : 0;
  if (bytes > messageBytes) return { kind: 'too-large', bytes };
  const whole = await inTime(client, serverSeconds, () => downloadMessage(client, uid, bytes));
  const isSame =
    whole.kind === 'given' && Buffer.from(whole.value.subarray(0, header.byteLength)).equals(header);
  return isSame ? { kind: 'found', raw: whole.value } : { kind: 'not-found' };
}
