/**
 * The session keys of a message to an RSA key of ours, by OpenSSL. openpgp.js raises to the private exponent in BigInt, three
 * times a message where it is to take constant time: with a key of 4096 bits some forty times as long as this takes.
 *
 * Node gives no padding of PKCS #1 v1.5 any more (CVE-2023-46809), and needs none: OpenSSL raises, with blinding, and the
 * padding is looked at here. Like openpgp.js this never tells whether it was right (Bleichenbacher, CRYPTO '98; RFC 9580
 * §13.5): whatever came out, there is a key for each cipher, and only the cipher's integrity protection tells a true one.
 */
import { constants, createPrivateKey, type KeyObject, privateDecrypt, randomBytes } from 'node:crypto';
import { type Config, enums, type KeyID, type Message, type PrivateKey, type SessionKey } from 'openpgp';
import { isWildcard } from './private-keys.js';

/** RFC 9580 §9.3, the ciphers that a true key may be for, as openpgp.js has it in constant time. Key sizes in bytes. */
const CIPHERS = [
  { algorithm: enums.symmetric.aes128, name: 'aes128', bytes: 16 },
  { algorithm: enums.symmetric.aes192, name: 'aes192', bytes: 24 },
  { algorithm: enums.symmetric.aes256, name: 'aes256', bytes: 32 },
] as const;

type Cipher = (typeof CIPHERS)[number];

/** Of an encrypted session key (RFC 9580 §5.1) and of a secret key (§5.5.3), what openpgp.js keeps and does not type. */
interface EncryptedSessionKey {
  readonly version: number;
  readonly publicKeyID: KeyID;
  readonly publicKeyAlgorithm: number | null;
  readonly encrypted: { readonly c?: Uint8Array } | null;
}
interface RsaKey {
  readonly algorithm: number;
  readonly publicParams: { readonly n: Uint8Array; readonly e: Uint8Array };
  readonly privateParams: Record<'d' | 'p' | 'q' | 'u', Uint8Array> | null;
}

const RSA: readonly number[] = [enums.publicKey.rsaEncryptSign, enums.publicKey.rsaEncrypt];

/** RFC 9580 §5.13.1: a version 2 packet names its cipher itself, outside of the encrypted session key. */
const PROTECTED_DATA = enums.packet.symEncryptedIntegrityProtectedData;

/**
 * What may be the session key of a message.
 * @param key - one of ours, unlocked, as it decrypts
 * @param config - by which openpgp.js judges which of its subkeys may
 * @returns three for each encrypted session key that may be to this key, or null where there is anything but RSA of
 *   version 3 to it: the library is to open that
 */
export async function rsaSessionKeys(
  message: Message<Uint8Array>,
  key: PrivateKey,
  config: Config,
): Promise<SessionKey[] | null> {
  const [data] = message.packets.filterByTag(PROTECTED_DATA) as unknown as { version: number }[];
  if (data?.version !== 1) return null;
  const encrypted = message.packets.filterByTag(
    enums.packet.publicKeyEncryptedSessionKey,
  ) as unknown as EncryptedSessionKey[];
  const found: SessionKey[] = [];
  for (const one of encrypted) {
    const ours = await keysFor(one.publicKeyID, key, config);
    if (ours === null) return null;
    for (const { algorithm, publicParams, privateParams } of ours) {
      // To a hidden recipient, and by another method than this key has.
      if (algorithm !== one.publicKeyAlgorithm && isWildcard(one.publicKeyID)) continue;
      const ciphertext = one.encrypted?.c;
      if (one.version !== 3 || !RSA.includes(algorithm) || !ciphertext || !privateParams) return null;
      const encoded = raised(ciphertext, openSslKey(publicParams, privateParams), publicParams.n.length);
      if (encoded === null) return null;
      found.push(...CIPHERS.map(cipher => keyIn(encoded, cipher)));
    }
  }
  return found.length === 0 ? null : found;
}

/** @returns null where it is named and may not decrypt: the library says why */
async function keysFor(id: KeyID, key: PrivateKey, config: Config): Promise<readonly RsaKey[] | null> {
  if (!isWildcard(id) && key.getKeys(id).length === 0) return [];
  try {
    const keys = await key.getDecryptionKeys(id, null, undefined, config);
    return keys.map(({ keyPacket }) => keyPacket as unknown as RsaKey);
  } catch {
    return null;
  }
}

/** Kept as long as the key itself is. */
const openSslKeys = new WeakMap<object, KeyObject>();

/** RFC 9580 §5.5.5.1 has u, the inverse of p modulo q; RFC 8017 §A.1.2 that of its second prime modulo the first. */
function openSslKey(
  { n, e }: RsaKey['publicParams'],
  params: NonNullable<RsaKey['privateParams']>,
): KeyObject {
  const known = openSslKeys.get(params);
  if (known !== undefined) return known;
  const { d, p, q, u } = params;
  const field = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
  const exponent = (prime: Uint8Array) => fromNumber(toNumber(d) % (toNumber(prime) - 1n));
  const key = createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'RSA',
      n: field(n),
      e: field(e),
      d: field(d),
      p: field(q),
      q: field(p),
      dp: field(exponent(q)),
      dq: field(exponent(p)),
      qi: field(u),
    },
  });
  openSslKeys.set(params, key);
  return key;
}

/**
 * RFC 8017 §5.1.2.
 * @param length - of the modulus, in bytes
 * @returns as long as the modulus, or null where the ciphertext is no number below it, which anybody can see
 */
function raised(ciphertext: Uint8Array, key: KeyObject, length: number): Uint8Array | null {
  if (ciphertext.length > length) return null;
  const padded = new Uint8Array(length);
  padded.set(ciphertext, length - ciphertext.length);
  try {
    return privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, padded);
  } catch {
    return null;
  }
}

/**
 * RFC 8017 §7.2.2 and RFC 9580 §5.1: 0, 2, at least eight bytes but 0, 0, the cipher, its key, and the sum of that. Given the
 * cipher, each stands in a place of its own; no branch and no index depends on what stands there.
 * @returns the key in it, or as many random bytes where it is none for this cipher
 */
function keyIn(encoded: Uint8Array, { algorithm, name, bytes }: Cipher): SessionKey {
  const key = encoded.length - 2 - bytes;
  const at = (index: number) => encoded[index] ?? 0;
  let wrong = at(0) | (at(1) ^ 2) | at(key - 2) | (at(key - 1) ^ algorithm);
  for (let index = 2; index < key - 2; index += 1) wrong |= (at(index) - 1) >>> 31;
  let sum = 0;
  for (let index = key; index < key + bytes; index += 1) sum += at(index);
  wrong |= (sum & 0xffff) ^ ((at(key + bytes) << 8) | at(key + bytes + 1));
  // All ones where nothing is wrong, and 0 elsewhere.
  const right = (wrong - 1) >> 31;
  const data = new Uint8Array(randomBytes(bytes));
  for (let index = 0; index < bytes; index += 1) {
    data[index] = (at(key + index) & right) | ((data[index] ?? 0) & ~right);
  }
  return { data, algorithm: name };
}

function toNumber(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

function fromNumber(number: bigint): Uint8Array {
  const hex = number.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
}
