/**
 * How many reports come by the form within an hour, from one network address, one site and in all. In memory: it holds off
 * machines, and a start forgets it.
 */
import { isIP } from 'node:net';

export interface Admission {
  /** @returns whether one more may come from there now */
  isOpen(address: string, now: Date): boolean;
  /** The same, and counts it then. */
  admit(address: string, now: Date): boolean;
  /** The last one from there does not count: it was not taken, and comes again. */
  withdraw(address: string): void;
}

/** Milliseconds. */
const HOUR = 3_600_000;

/** Reports from one site, as a multiple of those from one address: who has a /48 has 65,536 networks. */
const OF_A_SITE = 4;

/** What is told of nobody, and shared by all of whom nothing is known. */
export const UNKNOWN = 'unknown';

/** What came within the hour. */
export interface Arrivals {
  /** In the order in which they came; never more than may come in an hour. */
  recent: { readonly address: string; readonly site: string | null; readonly at: number }[];
}

/**
 * @param limits - reports within an hour
 * @param arrivals - that count already: the same ones where limits change
 */
export function admission(
  limits: { readonly perAddressPerHour: number; readonly perHour: number },
  arrivals: Arrivals = { recent: [] },
): Admission {
  const isOpen = (address: string, now: Date): boolean => {
    const since = now.getTime() - HOUR;
    const recent = arrivals.recent.filter(({ at }) => at > since && at <= now.getTime());
    arrivals.recent = recent;
    const site = siteOf(address);
    const ofAddress = recent.filter(one => one.address === address).length;
    const ofSite = site === null ? 0 : recent.filter(one => one.site === site).length;
    return (
      recent.length < limits.perHour &&
      ofAddress < limits.perAddressPerHour &&
      ofSite < limits.perAddressPerHour * OF_A_SITE
    );
  };
  return {
    isOpen,
    admit(address, now) {
      if (!isOpen(address, now)) return false;
      arrivals.recent.push({ address, site: siteOf(address), at: now.getTime() });
      return true;
    },
    withdraw(address) {
      const last = arrivals.recent.findLastIndex(one => one.address === address);
      if (last >= 0) arrivals.recent.splice(last, 1);
    },
  };
}

/**
 * The site of an IPv6 network: what one customer may be given (RFC 6177 §2).
 * @param address - from networkAddress
 * @returns null for all else
 */
export function siteOf(address: string): string | null {
  const [, site] = /^((?:[0-9a-f]{1,4}:){2}[0-9a-f]{1,4}):[0-9a-f]{1,4}::\/64$/.exec(address) ?? [];
  return site === undefined ? null : `${site}::/48`;
}

/**
 * The network address that a form came from: what the last of our proxies but those behind it was asked from. What stands left of
 * that in the field, anybody may have written.
 * @param forwardedFor - the field `X-Forwarded-For`; '' where there is none
 * @param proxies - of ours
 * @returns of IPv6 the network, whose addresses one machine may have all of; one word for all where it can't be told
 */
export function networkAddress(forwardedFor: string, proxies: number): string {
  const hops = forwardedFor.split(',').map(hop => hop.trim());
  const hop = proxies === 0 ? '' : (hops.at(-proxies) ?? '');
  const address = hop.replace(/^\[|\](?::\d+)?$/g, '');
  switch (isIP(address)) {
    case 4:
      return address;
    case 6:
      return networkOf(address);
    default:
      return isIP(address.replace(/:\d+$/, '')) === 4 ? address.replace(/:\d+$/, '') : UNKNOWN;
  }
}

/** The first 64 bits. */
function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [left = '', right] = address.split('%')[0]?.split('::') ?? [];
  const groups = left === '' ? [] : left.split(':');
  const after = right === undefined || right === '' ? [] : right.split(':');
  // An IPv4 address at the end stands for two groups.
  const length = after.length + (after.at(-1)?.includes('.') ? 1 : 0);
  const zeros = right === undefined ? 0 : Math.max(0, 8 - groups.length - length);
  const whole = [...groups, ...Array<string>(zeros).fill('0'), ...after];
  return `${whole
    .slice(0, 4)
    .map(group => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
