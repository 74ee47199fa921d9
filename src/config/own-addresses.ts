/**
 * Which addresses are ours.
 */
import type { Config } from './config.js';

/**
 * Lower-case addresses that we send from or are reached at, each once. What an engineer writes is our side of a thread,
 * and no machine answers it.
 */
export function ownAddressesOf({ identity, engineers }: Pick<Config, 'identity' | 'engineers'>): string[] {
  const addresses = [identity.address, ...identity.aliases, ...engineers.map(({ address }) => address)];
  return [...new Set(addresses.map(address => address.toLowerCase()))];
}
