/**
 * Whether a form was sent from our own page. Nobody is logged in; but a page elsewhere could send one with its own address in it,
 * have it shown here to be filled in, and so get the answers to what its reader found.
 */

/** The header fields that tell. */
export interface Asking {
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
}

/** Where a form comes from. */
export type Sender =
  | 'our-page'
  /**
   * Nothing says where from: our page in an older browser, or in one whose words a privacy proxy takes out; but also any page that
   * names no referrer, is in a sandboxed frame or a data: URL, in an older browser.
   */
  | 'unknown'
  /** From the server that it was sent to, under a name that is not the configured one: a slip of ours, and no other site. */
  | 'other-name'
  /** From a page of somebody else, for all that is known. */
  | 'other-site';

/**
 * @param origin - of our page
 */
export function senderOf(asking: Asking, origin: string): Sender {
  // A page that names no referrer has the origin "null" in its forms (Fetch, "append a request Origin header").
  const mayBeOurs = [undefined, 'null', origin].includes(asking.origin);
  switch (asking.fetchSite) {
    case 'same-origin':
      return mayBeOurs ? 'our-page' : 'other-name';
    // By no page at all, as when somebody reloads.
    case 'none':
      return mayBeOurs ? 'our-page' : 'other-site';
    // A browser without Fetch metadata. The signed token says no more: anybody can ask for a form and take its token from it.
    case undefined:
      if (asking.origin === origin) return 'our-page';
      return mayBeOurs ? 'unknown' : 'other-site';
    default:
      return 'other-site';
  }
}
