/**
 * Whether a form was sent from our own page. Nobody is logged in, so that a page elsewhere that sends one gains nothing but a
 * report from its reader's address; it is refused all the same.
 */

/** The header fields that tell. */
export interface Asking {
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
}

/**
 * @param origin - of our page
 */
export function isFromOurPage(asking: Asking, origin: string): boolean {
  // A page that names no referrer has the origin "null" in its forms (Fetch, "append a request Origin header").
  if (asking.fetchSite !== undefined) {
    // "none": by no page at all, as when somebody reloads.
    const isOurs = asking.fetchSite === 'same-origin' || asking.fetchSite === 'none';
    return isOurs && [undefined, 'null', origin].includes(asking.origin);
  }
  // A browser without Fetch metadata: the signed token has to do.
  return [undefined, 'null', origin].includes(asking.origin);
}
