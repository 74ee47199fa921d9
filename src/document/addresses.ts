/** Mail addresses in running text. */

/** RFC 5321 §4.5.3.1: octets of a local part and of a domain. */
const MAX_LOCAL = 64;
const MAX_DOMAIN = 255;

const LOCAL = /[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]/;
const DOMAIN = /[A-Za-z0-9.-]/;
/** As strict as the receipt's own rule: no quoted local parts, a domain of two labels or more. */
const ADDRESS =
  /^[A-Za-z0-9][A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{0,63}@[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{1,63}){1,8}$/;

/** Local parts nobody reads, in the languages mail servers name them in. */
const MACHINE =
  /^(?:(?:no|non|not|do-?not|dont)[-_.]?(?:reply|replies|response)|(?:keine|nicht)[-_.]?(?:antwort|antworten)|ne[-_.]?pas[-_.]?repondre|no[-_.]?(?:responder|contestar|conteste)|mailer-daemon|postmaster|nobody|notifications?|bounces?|auto-?mailer|unattended|unmonitored)(?:[+\-_.].{0,60}|\d{0,6})?$/i;

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
    // "a@b.example@c.example" is no address of anybody.
    if (text.charAt(start - 1) === '@' || text.charAt(end) === '@') continue;
    const candidate = text
      .slice(start, end)
      .replace(/^[^A-Za-z0-9]{1,64}/, '')
      .replace(/[.-]{1,20}$/, '');
    if (ADDRESS.test(candidate)) found.add(candidate);
  }
  return [...found];
}

/** "[at]", "(ät)", "_at_": what stands for "@" between the two halves of an address. */
const AT = / ?(?:[[({<](?: ?(?:at|ät|@|a|arroba|arobase|aet) ?)[\])}>]|_at_|-at-) ?/gi;
const DOT = / ?(?:[[({<] ?(?:dot|punkt|point|punto|\.) ?[\])}>]|_dot_|-dot-) ?/gi;
/** "name at host dot org", also half so: nothing but the dots tells it from prose. */
const SPELT =
  /(?<![\w.@-])([\w.+-]{1,64}(?: (?:dot|punkt|point|punto) [\w+-]{1,64}){0,3}) (?:at|ät|arroba|arobase|@) ([a-z0-9-]{1,63}(?: (?:dot|punkt|point|punto) [a-z0-9-]{2,63}){1,4})(?![\w-])/gi;
const SPELT_DOT = / (?:dot|punkt|point|punto) /gi;

/**
 * A sentence with its disguised addresses ("name [at] host [dot] org", "name at host dot org") written plainly.
 * @param sentence - one that may be about contact
 */
export function undisguised(sentence: string): string {
  return sentence
    .replace(AT, '@')
    .replace(DOT, '.')
    .replace(
      SPELT,
      (_whole, local: string, host: string) =>
        `${local.replace(SPELT_DOT, '.')}@${host.replace(SPELT_DOT, '.')}`,
    );
}

/**
 * Addresses also where they are disguised.
 * @param sentence - a sentence that is known to be about contact
 */
export function disguisedAddressesIn(sentence: string): string[] {
  return addressesIn(undisguised(sentence));
}

/**
 * Whether mail to an address reaches no person.
 * @param address - the whole address
 */
export function isMachineAddress(address: string): boolean {
  return MACHINE.test(address.slice(0, address.lastIndexOf('@')).slice(0, 128));
}
