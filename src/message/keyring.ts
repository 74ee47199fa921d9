/**
 * Public keys of those who write to us, each with where it came from. A key's user IDs count only where the key
 * itself certified them: anybody can hang any name on a certificate (RFC 9580 §10.1).
 */
import { type Key, type PrivateKey, type PublicKey, readKeys } from 'openpgp';
import { Failure } from '../failure.js';
import { MAX_CERTIFICATE_BYTES, MAX_CERTIFICATE_PARTS, MAX_RSA_BITS, MAX_SENDER_KEYS } from './limits.js';
import type { KeyProvenance } from './message.js';

export interface KnownKey {
  readonly key: PublicKey;
  readonly provenance: KeyProvenance;
  /**
   * The addresses it was given for, lower-case; null where the operator, or the mail itself, answers for all it says.
   * Whoever had a key learned for their own address must not speak for another by writing that on the key as well.
   */
  readonly givenFor: readonly string[] | null;
  /** Lower-case, of user IDs that the key certified and did not revoke; of these only what it was given for. */
  readonly addresses: readonly string[];
}

/** Each key once; where it came several ways, by the most trustworthy of them. */
export type Keyring = readonly KnownKey[];

/** A file of the operator's folder. */
export interface KeyFile {
  /** The path, for messages to the operator. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

/**
 * Milliseconds that a sender's clock may be ahead of ours. A signature from a future beyond that is none, and one
 * that says it has expired stays valid as long.
 */
const CLOCK_DIFFERENCE = 86_400_000;

/** The instant that keys and signatures are checked at. */
export function checkingDate(): Date {
  return new Date(Date.now() + CLOCK_DIFFERENCE);
}

/**
 * Reads the operator's folder of keys.
 * @throws {Failure} `config` naming the file that holds none
 */
export async function readKeyFiles(files: readonly KeyFile[]): Promise<Keyring> {
  let ring: Keyring = [];
  for (const { file, bytes } of files) {
    for (const key of await keysInFile(file, bytes)) ring = await withKey(ring, key, 'configured');
  }
  return ring;
}

/**
 * Says what readKeyFiles would, without the work of checking what the keys certify.
 * @throws {Failure} `config` naming the file that holds none
 */
export async function checkKeyFiles(files: readonly KeyFile[]): Promise<void> {
  for (const { file, bytes } of files) await keysInFile(file, bytes);
}

/** The limits are for strangers: the operator may well keep a hundred keys in one file. */
async function keysInFile(file: string, bytes: Uint8Array): Promise<PublicKey[]> {
  const keys = await keysIn(bytes);
  if (keys.length > 0) return keys;
  throw new Failure(
    'config',
    `${file} holds no OpenPGP public key that can be read. Export it with: gpg --export --armor ADDRESS, or take the file out of pgp.knownKeys.`,
  );
}

/**
 * Adds a key, or what is new of it: a later revocation or expiry counts, whoever brought it, because the key itself
 * signed it.
 * @param provenance - kept only for a key that is not there yet, so that a mail can't lower what the operator gave
 * @param address - lower-case, of a key that was given for one address alone
 */
export async function withKey(
  ring: Keyring,
  key: PublicKey,
  provenance: KeyProvenance,
  address: string | null = null,
): Promise<Keyring> {
  const known = ring.find(one => one.key.getFingerprint() === key.getFingerprint());
  if (!known) {
    const givenFor = address === null ? null : [address];
    return [...ring, await knownKey(key, provenance, givenFor)];
  }
  const isMore = address !== null && known.givenFor !== null && known.provenance === provenance;
  const givenFor = isMore ? [...known.givenFor, address] : known.givenFor;
  const updated = await known.key.update(key, checkingDate()).catch(() => known.key);
  const merged = await knownKey(updated, known.provenance, givenFor);
  return ring.map(one => (one === known ? merged : one));
}

async function knownKey(
  key: PublicKey,
  provenance: KeyProvenance,
  givenFor: readonly string[] | null,
): Promise<KnownKey> {
  const own = await addressesOf(key);
  const addresses = givenFor === null ? own : own.filter(address => givenFor.includes(address));
  return { key, provenance, givenFor, addresses };
}

/**
 * The certificates in a file, a header field or a block of text.
 * @param source - armored text, or binary packets
 * @returns at most `limits.ts` allows, without those that cost too much to check; empty where nothing can be read
 */
export async function readCertificates(source: string | Uint8Array): Promise<PublicKey[]> {
  if (source.length > MAX_CERTIFICATE_BYTES * 2) return [];
  return (await keysIn(source)).slice(0, MAX_SENDER_KEYS).filter(isAffordable);
}

async function keysIn(source: string | Uint8Array): Promise<PublicKey[]> {
  const isText = typeof source === 'string' || (source[0] ?? 0) < 0x80;
  const text = typeof source === 'string' ? source : Buffer.from(source).toString('latin1');
  try {
    const keys = isText
      ? await readKeys({ armoredKeys: text })
      : await readKeys({ binaryKeys: new Uint8Array(source as Uint8Array) });
    return keys.map(key => key.toPublic());
  } catch {
    return [];
  }
}

/**
 * Adds what a domain publishes for an address: only keys that name that very address themselves.
 * @param lookedUp - `address` lower-case, `bytes` from the network
 */
export async function withLookedUp(
  ring: Keyring,
  { address, bytes }: { readonly address: string; readonly bytes: Uint8Array },
): Promise<Keyring> {
  let all = ring;
  for (const key of await readCertificates(bytes)) {
    if ((await addressesOf(key)).includes(address)) all = await withKey(all, key, 'looked-up', address);
  }
  return all;
}

/** Whether a key is in force and anybody can encrypt to it. @param at - UTC instant, now where none is given */
export async function canEncrypt(key: PublicKey | PrivateKey, at?: Date): Promise<boolean> {
  try {
    await key.getEncryptionKey(undefined, at);
    return true;
  } catch {
    return false;
  }
}

/** Lower-case addresses of the user IDs that a key certifies. */
async function addressesOf(key: PublicKey): Promise<string[]> {
  const addresses = new Set<string>();
  for (const user of key.users) {
    const address = user.userID?.email.toLowerCase();
    if (!address) continue;
    const isOwn = await user.verify(checkingDate()).catch(() => false);
    if (isOwn) addresses.add(address);
  }
  return [...addresses];
}

function isAffordable(key: Key): boolean {
  const signatures = [
    key.revocationSignatures,
    ...key.users.flatMap(user => [user.selfCertifications, user.revocationSignatures]),
    ...key.subkeys.flatMap(subkey => [subkey.bindingSignatures, subkey.revocationSignatures]),
  ];
  const packets = key.getKeys().map(({ keyPacket }) => keyPacket);
  return (
    key.users.length + key.subkeys.length <= MAX_CERTIFICATE_PARTS &&
    signatures.flat().length <= MAX_CERTIFICATE_PARTS * 2 &&
    packets.every(packet => (packet.getAlgorithmInfo().bits ?? 0) <= MAX_RSA_BITS) &&
    key.write().length <= MAX_CERTIFICATE_BYTES
  );
}
