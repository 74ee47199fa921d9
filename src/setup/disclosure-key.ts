/**
 * The key that reports are encrypted to, before it is anybody's: made here, or made elsewhere and looked at. Takes a
 * name or a file's bytes, gives what is to be written and what the operator should know of it. Writes nothing.
 */
import { armor, createMessage, enums, generateKey, type PrivateKey, readPrivateKey, sign } from 'openpgp';
import { Failure } from '../failure.js';
import { canEncrypt } from '../message/keyring.js';
import { unlockPrivateKeys } from '../message/private-keys.js';

export interface DisclosureKey {
  /** Upper-case hex. */
  readonly fingerprint: string;
  /** Armored, locked where `passphrase` is given. */
  readonly privateKey: string;
  /** Armored: what is published. */
  readonly publicKey: string;
  readonly passphrase: string | null;
  /** Armored; null for a key made elsewhere, whose owner has it. */
  readonly revocation: string | null;
  /** Null: never. */
  readonly expires: Date | null;
  readonly canSign: boolean;
  /** Each a sentence of what works and should not stay so. */
  readonly warnings: readonly string[];
}

export interface NewKey {
  readonly name: string;
  readonly address: string;
  readonly passphrase: string;
  /** 4: every program reads it. 6: RFC 9580, and GnuPG and most mail programs of today can't encrypt to it. */
  readonly version: 4 | 6;
  readonly created: Date;
  readonly expires: Date;
}

/** Makes a key for signing on Ed25519 with a subkey for encryption on Curve25519. */
export async function makeKey(wanted: NewKey): Promise<DisclosureKey> {
  const { privateKey, publicKey, revocationCertificate } = await generateKey({
    // RFC 9580 §9.2: the legacy forms of both curves are those that GnuPG and programs before 2024 know.
    ...(wanted.version === 4
      ? { type: 'ecc' as const, curve: 'curve25519Legacy' as const }
      : { type: 'curve25519' as const }),
    userIDs: [{ name: wanted.name, email: wanted.address }],
    passphrase: wanted.passphrase,
    date: wanted.created,
    keyExpirationTime: Math.round((wanted.expires.getTime() - wanted.created.getTime()) / 1000),
    format: 'object',
    config: wanted.version === 4 ? {} : { v6Keys: true, aeadProtect: true },
  });
  return {
    fingerprint: privateKey.getFingerprint().toUpperCase(),
    privateKey: privateKey.armor(),
    publicKey: publicKey.armor(),
    passphrase: wanted.passphrase,
    revocation: revocationCertificate,
    expires: await expiryOf(privateKey),
    canSign: true,
    warnings: [],
  };
}

export interface ImportedKey {
  /** The path, for messages. */
  readonly file: string;
  /** Armored or binary. */
  readonly bytes: Uint8Array;
  readonly passphrase: string | null;
  /** The one that reports are sent to. */
  readonly address: string;
}

/** Days before its end in which a key should be renewed. */
const RENEWAL_DAYS = 60;

/**
 * Looks at a key that was made elsewhere: unlocks it, tries whether it decrypts and signs.
 * @throws {Failure} `config` where it holds no private key, stays locked or can't decrypt
 */
export async function importKey(
  { file, bytes, passphrase, address }: ImportedKey,
  now: Date,
): Promise<DisclosureKey> {
  if (passphrase === null && (await isLocked(bytes))) {
    throw new Failure(
      'config',
      `The private key in ${file} is locked. Name a file that holds its passphrase with --passphrase-file FILE, or a variable with --passphrase-env NAME.`,
    );
  }
  const [key] = await unlockPrivateKeys([{ file, bytes, passphrase }]);
  if (key === undefined) throw new Error('no key where one went in');
  const expires = await expiryOf(key);
  const canSign = await signs(key);
  return {
    fingerprint: key.getFingerprint().toUpperCase(),
    privateKey: isArmored(bytes) ? Buffer.from(bytes).toString('utf8') : armored(bytes),
    publicKey: key.toPublic().armor(),
    passphrase,
    revocation: null,
    expires,
    canSign,
    warnings: [
      ...(await validity(key, expires, now)),
      ...naming(key, address),
      ...(canSign ? [] : ['The key has no part that signs, so receipts will go unsigned.']),
      ...(passphrase === null
        ? ['The key has no passphrase: whoever gets a copy of its file reads every report.']
        : []),
    ],
  };
}

async function validity(key: PrivateKey, expires: Date | null, now: Date): Promise<string[]> {
  if (await key.isRevoked()) {
    return [
      'The key is revoked: mail to it is still opened, and nobody should encrypt to it any more. Make a new one, and keep this one behind it in pgp.privateKeys.',
    ];
  }
  if (!(await canEncrypt(key, now))) {
    return [
      `Nobody can encrypt to the key now${expires && expires <= now ? `: it expired on ${day(expires)}` : ''}. Renew it: gpg --quick-set-expire FINGERPRINT 2y, and the same with '*' behind it for its subkeys; then export, import and publish it again.`,
    ];
  }
  if (expires === null || expires.getTime() - now.getTime() > RENEWAL_DAYS * 86_400_000) return [];
  return [`The key expires on ${day(expires)}. Renew it before: gpg --quick-set-expire FINGERPRINT 2y`];
}

function naming(key: PrivateKey, address: string): string[] {
  const addresses = key.users.flatMap(user => user.userID?.email.toLowerCase() ?? []);
  if (addresses.includes(address.toLowerCase())) return [];
  return [
    `The key does not name ${address}, so mail programs won't offer it for that address. Add it: gpg --quick-add-uid FINGERPRINT 'Name <${address}>'`,
  ];
}

/** Whether a signature comes about: a card or a stub in the file's place shows only then. */
async function signs(key: PrivateKey): Promise<boolean> {
  try {
    await sign({ message: await createMessage({ text: 'try' }), signingKeys: key });
    return true;
  } catch {
    return false;
  }
}

/** Whether a file holds a private key that a passphrase locks; false too for what holds none, as its reader will say. */
export async function isLocked(bytes: Uint8Array): Promise<boolean> {
  try {
    const key = isArmored(bytes)
      ? await readPrivateKey({ armoredKey: Buffer.from(bytes).toString('utf8') })
      : await readPrivateKey({ binaryKey: new Uint8Array(bytes) });
    return !key.isDecrypted();
  } catch {
    return false;
  }
}

/** RFC 9580 §4.2.1: the first octet of a packet has its highest bit set. */
function isArmored(bytes: Uint8Array): boolean {
  return (bytes[0] ?? 0) < 0x80;
}

function armored(bytes: Uint8Array): string {
  return armor(enums.armor.privateKey, new Uint8Array(bytes));
}

async function expiryOf(key: PrivateKey): Promise<Date | null> {
  const expires = await key.getExpirationTime();
  return expires instanceof Date ? expires : null;
}

/** ISO 8601, of the day in UTC. */
export function day(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
