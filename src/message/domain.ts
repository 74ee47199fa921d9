/**
 * The domain of an address.
 */
import { domainToASCII } from 'node:url';

/** The domain of an address, as it is written there. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/** RFC 5890 §2.3.2.1: mailparser shows a domain's U-label, and SMTP carries its A-label. */
export function withAsciiDomain(address: string): string {
  const at = address.lastIndexOf('@') + 1;
  const domain = address.slice(at);
  if (/^[\u0000-\u007f]*$/.test(domain)) return address;
  return `${address.slice(0, at)}${domainToASCII(domain) || domain}`;
}
