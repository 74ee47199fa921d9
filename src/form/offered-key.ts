/**
 * The disclosure key as the form offers it: for as long as anybody can encrypt to it, which ends while `serve` runs. Whoever
 * encrypts to an expired key is read by nobody who follows the rules.
 */
import type { PublicKey } from 'openpgp';
import type { Log } from '../log.js';
import { canEncrypt } from '../message/keyring.js';

/** What the page offers. */
export interface OfferedKey {
  readonly armored: string;
  /** In upper-case hexadecimal. */
  readonly fingerprint: string;
}

/**
 * Says in the log once where it is offered no more.
 * @param key - null where there is none
 * @returns what is offered at an instant; null where there is none that can be encrypted to then
 */
export function offering(
  key: (OfferedKey & { readonly certificate: PublicKey }) | null,
  log: Log,
): (now: Date) => Promise<OfferedKey | null> {
  let isTold = false;
  return async now => {
    if (key === null) return null;
    if (await canEncrypt(key.certificate, now)) return key;
    if (!isTold) log.warn({ fingerprint: key.fingerprint }, 'key.not-offered');
    isTold = true;
    return null;
  };
}
