/** When two addresses are one organisation's; apart from what else is asked of them, because the list it goes by takes 4 MB. */
import { getDomain } from 'tldts';
import { domainOf } from './domain.js';

/**
 * The organisational domain of an address by the Public Suffix List, its private part included, so that two
 * customers of one host are not one organisation.
 * @returns lower-case, or null where there is none
 */
export function organisation(address: string): string | null {
  return getDomain(domainOf(address), { allowPrivateDomains: true })?.toLowerCase() ?? null;
}
