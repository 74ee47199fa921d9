/**
 * Which addresses are ours.
 */
import type { MailboxEntry } from './mailbox-list.js';

/**
 * Lower-case addresses that we send from or are reached at, each once: of all mailboxes, so that none ever answers another.
 * What an engineer writes is our side of a thread, and no machine answers it.
 */
export function ownAddressesOf(
  identities: readonly MailboxEntry['identity'][],
  engineers: readonly { readonly address: string }[],
): string[] {
  const ours = identities.flatMap(({ address, aliases }) => [address, ...aliases]);
  const addresses = [...ours, ...engineers.map(({ address }) => address)];
  return [...new Set(addresses.map(address => address.toLowerCase()))];
}
