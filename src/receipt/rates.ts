/**
 * Whether one more receipt would be too many. Whoever forges senders could otherwise have this machine write, in our
 * name, to anybody as often as they like. Pure; what is over the rate waits for a person.
 */
import { counted } from '../counted.js';
import { organisation, plainAddress } from '../message/address.js';
import { domainOf } from '../message/domain.js';
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

/**
 * @param recipient - of the receipt in question
 * @param recent - recipients of what was let go within the hour, one entry a mail
 * @param ofDay - the same, within the day
 * @returns why it has to wait, in words, or null where it may go
 */
export function overRate(
  recipient: string,
  recent: readonly string[],
  ofDay: readonly string[],
  limits: RateLimits,
): string | null {
  const sender = mailboxOf(recipient);
  const domain = sendingDomain(recipient);
  const toSender = (recipients: readonly string[]) =>
    recipients.filter(other => mailboxOf(other) === sender).length;
  if (toSender(recent) >= limits.perSenderPerHour) {
    return `more than ${counted(limits.perSenderPerHour, 'receipt')} to this sender within an hour`;
  }
  const perDay = limits.perSenderPerHour * HOURS_A_DAY;
  if (toSender(ofDay) >= perDay) return `more than ${counted(perDay, 'receipt')} to this sender within a day`;
  if (recent.filter(other => sendingDomain(other) === domain).length >= limits.perDomainPerHour) {
    return `more than ${counted(limits.perDomainPerHour, 'receipt')} to this sender's domain within an hour`;
  }
  return recent.length >= limits.perHour
    ? `more than ${counted(limits.perHour, 'receipt')} in all within an hour`
    : null;
}

/** Every receipt is compared with all recipients of a day, whose addresses are the same each time. */
const MOST_REMEMBERED = 10_000;

/** Without dots before the @ too, which large providers deliver regardless of: to count two people as one only waits. */
const mailboxOf = remembering(MOST_REMEMBERED, (address: string) => {
  const plain = plainAddress(address);
  const at = plain.lastIndexOf('@');
  return `${plain.slice(0, at).replaceAll('.', '')}${plain.slice(at)}`;
});

/** The organisational domain, or the domain as it stands where the Public Suffix List gives none. */
const sendingDomain = remembering(
  MOST_REMEMBERED,
  (address: string) => organisation(address) ?? domainOf(address).toLowerCase(),
);
