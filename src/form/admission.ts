/**
 * How many reports come by the form within an hour, from one network address and in all. In memory: it holds off machines, and
 * a start forgets it.
 */
import { isIP } from 'node:net';

export interface Admission {
  /** @returns whether one more may come from there now; counts it then */
  admit(address: string, now: Date): boolean;
}

/** Milliseconds. */
const HOUR = 3_600_000;

/** @param limits - reports within an hour */
export function admission(limits: {
  readonly perAddressPerHour: number;
  readonly perHour: number;
}): Admission {
  // In the order in which they came; never more than may come in an hour.
  let recent: { readonly address: string; readonly at: number }[] = [];
  return {
    admit(address, now) {
      const since = now.getTime() - HOUR;
      recent = recent.filter(({ at }) => at > since && at <= now.getTime());
      if (recent.length >= limits.perHour) return false;
      if (recent.filter(one => one.address === address).length >= limits.perAddressPerHour) return false;
      recent.push({ address, at: now.getTime() });
      return true;
    },
  };
}

/**
 * The network address that a form came from: what the last of our proxies but those behind it was asked from. What stands left of
 * that in the field, anybody may have written.
 * @param forwardedFor - the field `X-Forwarded-For`; '' where there is none
 * @param proxies - of ours
 * @returns of IPv6 the network of one customer (RFC 6177 §2); one word for all where it can't be told
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
      return isIP(address.replace(/:\d+$/, '')) === 4 ? address.replace(/:\d+$/, '') : 'unknown';
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
