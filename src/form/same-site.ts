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
    // A browser without Fetch metadata: the signed token has to do.
    case undefined:
    // By no page at all, as when somebody reloads.
    case 'none':
      return mayBeOurs ? 'our-page' : 'other-site';
    default:
      return 'other-site';
  }
}
