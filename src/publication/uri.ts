/**
 * An address as formats want it that know RFC 3986 alone: browsers take more, such as spaces and brackets in a path. Pure.
 */

/** What RFC 3986 §2 has no place for, and a percent sign that encodes nothing. */
const FOREIGN = /[^!#$%&'()*+,\-./0-9:;=?@A-Z_a-z~]|%(?![0-9A-Fa-f]{2})/gu;

/**
 * The same address with what is not allowed in it percent-encoded (RFC 3986 §2.1).
 * @param url - an absolute address that `URL` takes
 */
export function uriOf(url: string): string {
  const { href, host } = new URL(url);
  const at = href.indexOf(host) + host.length;
  const [rest = '', ...fragment] = href.slice(at).split('#');
  const encoded = [rest, ...(fragment.length > 0 ? [fragment.join('%23')] : [])].map(part =>
    part.replace(FOREIGN, percentEncoded),
  );
  return href.slice(0, at) + encoded.join('#');
}

function percentEncoded(character: string): string {
  return [...new TextEncoder().encode(character)]
    .map(byte => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}
