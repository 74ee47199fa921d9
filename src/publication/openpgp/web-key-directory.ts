/**
 * Our key as a Web Key Directory (draft-koch-openpgp-webkey-service) holds it, in both layouts: the advanced one is served by
 * the host `openpgpkey.` of the address's domain, the direct one by the domain itself. Pure.
 */
import { PublicKey } from 'openpgp';
import { hashOfLocalPart, urlsOf } from '../../directory/web-key-directory.js';
import { type PublicFile, unsigned } from '../public-file.js';

const BELOW = '.well-known/openpgpkey';

/** What is published of a key. */
export interface Directory {
  readonly files: readonly PublicFile[];
  /** Addresses of ours that the key does not name, so that it can't be found by them (draft §3.1: clients take no other). */
  readonly unnamed: readonly string[];
}

/**
 * @param certificate - ours, without what nobody need see
 * @param addresses - ours
 */
export function webKeyDirectory(certificate: PublicKey, addresses: readonly string[]): Directory {
  const named = addressesOf(certificate);
  const ours = [...new Set(addresses.map(address => address.toLowerCase()))].filter(
    address => urlsOf(address) !== null,
  );
  const found = ours.filter(address => named.includes(address));
  const advanced = found.map(address => {
    const { hash, domain } = placeOf(address);
    return unsigned(`${BELOW}/${domain}/hu/${hash}`, keyFor(certificate, [address]));
  });
  // In the direct layout no domain stands, so that addresses of two domains with one local part have one file.
  const byHash = grouped(found);
  const direct = [...byHash].map(([hash, of]) => unsigned(`${BELOW}/hu/${hash}`, keyFor(certificate, of)));
  const domains = [...new Set(found.map(address => placeOf(address).domain))];
  // Draft §4.5: it must be there, and may be empty.
  const policies = [...domains.map(domain => `${BELOW}/${domain}/policy`), `${BELOW}/policy`];
  return {
    files: [...advanced, ...direct, ...(found.length === 0 ? [] : policies.map(path => unsigned(path, '')))],
    unnamed: ours.filter(address => !named.includes(address)),
  };
}

function placeOf(address: string): { readonly hash: string; readonly domain: string } {
  const at = address.lastIndexOf('@');
  return { hash: hashOfLocalPart(address.slice(0, at)), domain: address.slice(at + 1) };
}

function grouped(addresses: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const address of addresses) {
    const { hash } = placeOf(address);
    groups.set(hash, [...(groups.get(hash) ?? []), address]);
  }
  return groups;
}

function addressesOf(certificate: PublicKey): string[] {
  return certificate.users.flatMap(({ userID }) =>
    userID?.email === undefined ? [] : [userID.email.toLowerCase()],
  );
}

/** Draft §3.1: binary, and of its user IDs those with the address alone. */
function keyFor(certificate: PublicKey, addresses: readonly string[]): Uint8Array {
  const copy = new PublicKey(certificate.toPacketList());
  copy.users = copy.users.filter(({ userID }) => addresses.includes(userID?.email?.toLowerCase() ?? ''));
  return copy.write();
}
