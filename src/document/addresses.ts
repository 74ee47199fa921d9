/** Mail addresses in running text. */

/** RFC 5321 §4.5.3.1: octets of a local part and of a domain. */
const MAX_LOCAL = 64;
const MAX_DOMAIN = 255;

const LOCAL = /[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]/;
const DOMAIN = /[A-Za-z0-9.-]/;
/** As strict as the receipt's own rule: no quoted local parts, a domain of two labels or more. */
const ADDRESS =
  /^[A-Za-z0-9][A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{0,63}@[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{1,63}){1,8}$/;

/** Local parts nobody reads. */
const MACHINE =
  /^(?:no-?reply|do-?not-?reply|mailer-daemon|postmaster|nobody|notifications?|bounces?)(?:[+-].{0,60})?$/i;

/**
 * The addresses in a text, in order, each once. Looks at a bounded stretch around every "@".
 * @param text - any text
 * @param most - where to stop
 */
export function addressesIn(text: string, most = 20): string[] {
  const found = new Set<string>();
  for (let at = text.indexOf('@'); at >= 0 && found.size < most; at = text.indexOf('@', at + 1)) {
    let start = at;
    while (start > 0 && at - start < MAX_LOCAL && LOCAL.test(text.charAt(start - 1))) start--;
    let end = at + 1;
    while (end < text.length && end - at <= MAX_DOMAIN && DOMAIN.test(text.charAt(end))) end++;
    const candidate = text
      .slice(start, end)
      .replace(/^[^A-Za-z0-9]{1,64}/, '')
      .replace(/[.-]{1,20}$/, '');
    if (ADDRESS.test(candidate)) found.add(candidate);
  }
  return [...found];
}

/**
 * Addresses also where they are disguised as "name [at] host [dot] org".
 * @param sentence - a sentence that is known to be about contact
 */
export function disguisedAddressesIn(sentence: string): string[] {
  const plain = sentence
    .replace(/ ?[[({](?:at|@)[\])}] ?/gi, '@')
    .replace(/ ?[[({](?:dot|punkt|\.)[\])}] ?/gi, '.');
  return addressesIn(plain);
}

/**
 * Whether mail to an address reaches no person.
 * @param address - the whole address
 */
export function isMachineAddress(address: string): boolean {
  return MACHINE.test(address.slice(0, address.lastIndexOf('@')).slice(0, 128));
}
