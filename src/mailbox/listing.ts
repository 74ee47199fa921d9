/**
 * The list of a mailbox's folders, asked for once a connection and again every hour: a daemon looks at its mailbox far more
 * often than somebody makes a folder in it.
 */
import type { ImapFlow, ListResponse } from 'imapflow';

/** Milliseconds for which a list is believed. */
const FRESH = 3_600_000;

const listings = new WeakMap<ImapFlow, { readonly at: number; readonly folders: readonly ListResponse[] }>();

/**
 * Lists the folders, with what the server says they are for (RFC 6154).
 * @param now - milliseconds of a clock that nobody sets
 * @throws what imapflow throws
 */
export async function listFolders(
  client: ImapFlow,
  now: number = performance.now(),
): Promise<readonly ListResponse[]> {
  const known = listings.get(client);
  if (known !== undefined && now - known.at < FRESH) return known.folders;
  const folders = await client.list();
  listings.set(client, { at: now, folders });
  return folders;
}

/** Has the folders listed again when they are next asked for: one that was listed is not there. */
export function forgetListing(client: ImapFlow): void {
  listings.delete(client);
}
