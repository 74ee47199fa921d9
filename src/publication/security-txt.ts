/** security.txt, RFC 9116. Pure. */

/** What stands in it. */
export interface SecurityTxt {
  /** Where reports go: addresses, the one that is wanted first. */
  readonly contacts: readonly string[];
  /** Address of the form that reports may come by too, https; null where there is none. */
  readonly form: string | null;
  /** UTC instant. */
  readonly expires: Date;
  /** Of the key: where it lies, and its fingerprint; null where there is none. */
  readonly key: { readonly url: string; readonly fingerprint: string } | null;
  readonly acknowledgments: string;
  /** Null where it is not served over https: RFC 9116 §2.5.7 wants that. */
  readonly policy: string | null;
  /** Of the provider's metadata: CSAF 2.0 §7.1.8; null where there is none. */
  readonly csaf: string | null;
  readonly languages: readonly string[];
  /** Where the file itself is. */
  readonly canonical: string;
}

/** RFC 9116 §3 */
export const SECURITY_TXT = '.well-known/security.txt';

/** @returns its text, with LF: whoever signs it ends lines as its signature wants */
export function securityTxt(content: SecurityTxt): string {
  const { contacts, form, expires, key, acknowledgments, policy, csaf, languages, canonical } = content;
  const fields = [
    ...contacts.map(address => ['Contact', mailtoOf(address)]),
    // RFC 9116 §2.5.3: in the order of preference.
    ...(form === null ? [] : [['Contact', form]]),
    // RFC 9116 §2.5.5: RFC 3339.
    ['Expires', expires.toISOString()],
    ...(key === null
      ? []
      : [
          ['Encryption', key.url],
          ['Encryption', `openpgp4fpr:${key.fingerprint.toLowerCase()}`],
        ]),
    ['Acknowledgments', acknowledgments],
    ['Preferred-Languages', languages.join(', ')],
    ['Canonical', canonical],
    ...(policy === null ? [] : [['Policy', policy]]),
    ...(csaf === null ? [] : [['CSAF', csaf]]),
  ];
  return fields.map(([name, value]) => `${name}: ${value}\n`).join('');
}

/** Whether it would hold for a year or longer: RFC 9116 §2.5.5 recommends less. */
export function isFarAhead(expires: Date, now: Date): boolean {
  const year = new Date(now);
  year.setUTCFullYear(year.getUTCFullYear() + 1);
  return expires >= year;
}

/** RFC 6068 §2 */
export function mailtoOf(address: string): string {
  const at = address.lastIndexOf('@');
  const local = encodeURIComponent(address.slice(0, at)).replace(/%2B/g, '+');
  return `mailto:${local}@${address.slice(at + 1)}`;
}
