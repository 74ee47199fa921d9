/**
 * Addresses: which can be written to safely, when two are one person's, and whether a field names one alone.
 */
import { withAsciiDomain } from './domain.js';

/** RFC 5321 §4.1.2 Atom, dots where any; RFC 6531 §3.3 adds what is not ASCII, of which only letters, marks and digits. */
const LOCAL_PART = /^(?!\p{M})[A-Za-z0-9.!#$%&'*+/=?^_{|}~`\-\p{L}\p{M}\p{N}]{1,64}$/u;

const DOMAIN =
  /^(?=.{1,253}$)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/**
 * Whether an address is of the plain dot-atom form that every mail library reads alike, its domain in A-labels.
 * Quoted local parts and comments are refused: they are where libraries disagree on who is being written to. So
 * are direction marks, joiners and what is not in the normal form C that RFC 6532 §3.1 asks for.
 */
export function isPlainAddress(address: string): boolean {
  // Before all else a length, in octets (RFC 5321 §4.5.3.1): the rest need not look at more.
  if (address.length > 254 || Buffer.byteLength(address) > 254) return false;
  const at = address.lastIndexOf('@');
  const localPart = address.slice(0, Math.max(at, 0));
  return (
    Buffer.byteLength(localPart) <= 64 &&
    LOCAL_PART.test(localPart) &&
    DOMAIN.test(address.slice(at + 1)) &&
    address.normalize('NFC') === address
  );
}

/**
 * Lower-case, and without the +tag that many servers deliver regardless of: one person's addresses become one.
 */
export function plainAddress(address: string): string {
  const lower = address.toLowerCase();
  const at = lower.lastIndexOf('@');
  const plus = lower.indexOf('+');
  return plus < 0 || plus > at ? lower : `${lower.slice(0, plus)}${lower.slice(at)}`;
}

/** Characters of an address field that names one mailbox; far more than any does. */
const MAX_ADDRESS_FIELD = 10_000;

/**
 * Whether an address field holds no address but that one, outside of quotes and comments. Of a field that breaks the
 * grammar, such as `<a@b.example> <c@d.example>`, programs take different ones, and our own server may have
 * authenticated the other.
 */
export function namesAlone(field: string, address: string): boolean {
  if (field.length > MAX_ADDRESS_FIELD) return false;
  const bare = field.replace(/"(?:[^"\\]|\\.)*"/g, ' ').replace(/\([^()]*\)/g, ' ');
  const named = bare.split(/[ \t<>,;:]+/).filter(word => word.includes('@'));
  return named.length > 0 && named.every(word => withAsciiDomain(word) === withAsciiDomain(address));
}
