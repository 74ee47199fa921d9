/** Where the reporter is to be reached. */
import type { Mailbox } from '../message/message.js';
import { addressesIn, disguisedAddressesIn, isMachineAddress } from './addresses.js';
import { MAX_CUE_LENGTH } from './limits.js';
import type { FieldSource } from './schema.js';

/** An address and where it was found. */
export interface Contact {
  readonly email: string | null;
  readonly source: FieldSource | null;
}

/** The places an address may stand, best first. */
export interface ContactPlaces {
  readonly section: string;
  readonly sectionSource: FieldSource;
  readonly sentences: readonly string[];
  readonly replyTo: Mailbox | null;
  readonly from: Mailbox | null;
  /** Below the signature mark: asked only where the header gives no address of a person. */
  readonly signature: string;
}

/**
 * The contact address: the one given in the text, else Reply-To, else From. Addresses of our own never count.
 * @param places - where to look
 * @param isOwn - whether an address is ours
 */
export function contactIn(places: ContactPlaces, isOwn: (address: string) => boolean): Contact {
  const usable = (address: string) => !isOwn(address) && !isMachineAddress(address);
  const written = disguisedAddressesIn(places.section.slice(0, 4 * MAX_CUE_LENGTH)).find(usable);
  if (written !== undefined) return { email: written, source: places.sectionSource };
  for (const sentence of places.sentences) {
    const told = disguisedAddressesIn(sentence.slice(0, MAX_CUE_LENGTH)).find(usable);
    if (told !== undefined) return { email: told, source: 'prose' };
  }
  const header = [places.replyTo?.address, places.from?.address].filter(address => address !== undefined);
  const person = header.find(usable);
  if (person !== undefined) return { email: person, source: 'header' };
  const signed = addressesIn(places.signature).find(usable);
  if (signed !== undefined) return { email: signed, source: 'prose' };
  const machine = header.find(address => !isOwn(address));
  return machine === undefined ? { email: null, source: null } : { email: machine, source: 'header' };
}
