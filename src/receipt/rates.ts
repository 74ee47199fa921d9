/**
 * Whether one more receipt would be too many. Whoever forges senders could otherwise have this machine write, in our
 * name, to anybody as often as they like. Pure; what is over the rate waits for a person.
 */
import { organisation, plainAddress } from '../message/address.js';

/** Receipts an hour. */
export interface RateLimits {
  readonly perSenderPerHour: number;
  readonly perDomainPerHour: number;
  readonly perHour: number;
}

/** Milliseconds that count. */
export const RATE_WINDOW = 3_600_000;

/**
 * @param recipient - of the receipt in question
 * @param recent - recipients of what was let go within the window, one entry a mail
 * @returns why it has to wait, in words, or null where it may go
 */
export function overRate(recipient: string, recent: readonly string[], limits: RateLimits): string | null {
  const sender = plainAddress(recipient);
  const domain = sendingDomain(recipient);
  if (recent.filter(other => plainAddress(other) === sender).length >= limits.perSenderPerHour) {
    return `more than ${plural(limits.perSenderPerHour)} to this sender within an hour`;
  }
  if (recent.filter(other => sendingDomain(other) === domain).length >= limits.perDomainPerHour) {
    return `more than ${plural(limits.perDomainPerHour)} to this sender's domain within an hour`;
  }
  return recent.length >= limits.perHour ? `more than ${plural(limits.perHour)} in all within an hour` : null;
}

/** The organisational domain, or the domain as it stands where the Public Suffix List gives none. */
function sendingDomain(address: string): string {
  return organisation(address) ?? address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

function plural(count: number): string {
  return `${count} ${count === 1 ? 'receipt' : 'receipts'}`;
}
