/**
 * Whether a mail of ours in a report's thread is what the policy promises: a person's answer to the reporter.
 */
import addressparser from 'nodemailer/lib/addressparser';
import { messageFieldValues } from '../mailbox/header-text.js';
import { plainAddress } from '../message/address.js';
import { withAsciiDomain } from '../message/domain.js';
import type { MailFacts } from './facts.js';

/** Characters of an address field that are looked at. */
const MAX_ADDRESS_FIELD = 100_000;

/**
 * Not what a machine sent, nor in bulk, nor what goes to colleagues alone, nor a mail with our address that our own
 * server found forged.
 * @param raw - the message as received
 * @param dmarc - what our own server found, or null
 * @param reporters - addresses that the report came from or was answered at, lower-case
 */
export function isAnswerTo(
  reporters: readonly string[],
  raw: Uint8Array,
  { isOurs, isAutomatic, isBulk }: MailFacts,
  dmarc: string | null,
): boolean {
  if (!isOurs || isAutomatic || isBulk || dmarc?.toLowerCase() === 'fail') return false;
  // RFC 5322 §3.6 allows one. Of two, our server may have judged the one that is not ours.
  if (messageFieldValues(raw, 'from').length > 1) return false;
  return isAddressedTo(reporters, raw);
}

/**
 * Whether To or Cc names one of some addresses, with a +tag or without.
 * @param addresses - lower-case
 * @param raw - the message as received, or its header
 */
export function isAddressedTo(addresses: readonly string[], raw: Uint8Array): boolean {
  const wanted = new Set(addresses.map(plainAddress));
  return ['to', 'cc']
    .flatMap(name => messageFieldValues(raw, name))
    .flatMap(value => addressparser(value.slice(0, MAX_ADDRESS_FIELD), { flatten: true }))
    .some(({ address }) => wanted.has(plainAddress(withAsciiDomain(address))));
}
