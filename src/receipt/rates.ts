/**
 * Whether one more receipt would be too many. Whoever forges senders could otherwise have this machine write, in our
 * name, to anybody as often as they like. Pure; what is over the rate waits for a person.
 */
import { counted } from '../counted.js';
import { plainAddress } from '../message/address.js';
import { domainOf } from '../message/domain.js';
import { organisation } from '../message/organisation.js';
import { remembering } from '../remembering.js';

/** Receipts an hour. */
export interface RateLimits {
  readonly perSenderPerHour: number;
  readonly perDomainPerHour: number;
  readonly perHour: number;
}

/** Milliseconds that count for the rate of an hour. */
export const RATE_WINDOW = 3_600_000;

/** Milliseconds that count for the rate of a day. */
export const DAY_WINDOW = 86_400_000;

/**
 * Hours' worth of receipts that one sender gets in a day. A machine that answers each of ours under a subject of its
 * own, and says nowhere that it is one, keeps within the hour and never ends.
 */
const HOURS_A_DAY = 4;

/** What was let go of late, as far as it counts for one recipient. */
export interface LetGoOfLate {
  /** Mails within the hour, to whomever. */
  readonly ofHour: number;
  /** Recipients within the day at the recipient's organisation, and it may be at others; one entry a mail. */
  readonly nearOfDay: readonly { readonly recipient: string; readonly isOfHour: boolean }[];
}

/**
 * @param recipient - of the receipt in question
 * @returns why it has to wait, in words, or null where it may go
 */
export function overRate(
  recipient: string,
  { ofHour, nearOfDay }: LetGoOfLate,
  limits: RateLimits,
): string | null {
  const sender = mailboxOf(recipient);
  const domain = sendingDomain(recipient);
  const toSender = nearOfDay.filter(other => mailboxOf(other.recipient) === sender);
  if (toSender.filter(({ isOfHour }) => isOfHour).length >= limits.perSenderPerHour) {
    return `more than ${counted(limits.perSenderPerHour, 'receipt')} to this sender within an hour`;
  }
  const perDay = limits.perSenderPerHour * HOURS_A_DAY;
  if (toSender.length >= perDay) return `more than ${counted(perDay, 'receipt')} to this sender within a day`;
  const toDomain = nearOfDay.filter(other => other.isOfHour && sendingDomain(other.recipient) === domain);
  if (toDomain.length >= limits.perDomainPerHour) {
    return `more than ${counted(limits.perDomainPerHour, 'receipt')} to this sender's domain within an hour`;
  }
  return ofHour >= limits.perHour
    ? `more than ${counted(limits.perHour, 'receipt')} in all within an hour`
    : null;
}

/** Without dots before the @ too, which large providers deliver regardless of: to count two people as one only waits. */
function mailboxOf(address: string): string {
  const plain = plainAddress(address);
  const at = plain.lastIndexOf('@');
  return `${plain.slice(0, at).replaceAll('.', '')}${plain.slice(at)}`;
}

/** Those at one large provider are compared with each other again and again. */
const MOST_REMEMBERED = 10_000;

/**
 * The organisational domain of an address, or its domain as it stands where the Public Suffix List gives none. The address
 * ends with it.
 */
export const sendingDomain = remembering(
  MOST_REMEMBERED,
  (address: string) => organisation(address) ?? domainOf(address).toLowerCase(),
);
