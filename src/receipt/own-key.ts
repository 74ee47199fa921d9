/**
 * Our disclosure key as our mails carry it: what signs them, what they are encrypted to beside the recipient, and
 * the certificate that goes along so that the next mail can be encrypted.
 */
import { type PrivateKey, type PublicKey, PublicKey as PublicKeyClass } from 'openpgp';
import { canEncrypt } from '../message/keyring.js';

export interface OwnKey {
  readonly privateKey: PrivateKey;
  /** Whether mails are signed with it. */
  readonly signs: boolean;
  /** Whether mails bring it along and name it: to an expired or revoked one nobody can encrypt, or should. */
  readonly isOffered: boolean;
  /** Without other people's certifications and without what has expired or was revoked. */
  readonly certificate: PublicKey;
  /** The same, armored, with CRLF. */
  readonly armored: string;
  /** `0x` and the last 16 digits of the fingerprint, as key files are named by. */
  readonly keyId: string;
  /** Value of the Autocrypt field, folded, or null where the key is too large for one. */
  readonly autocrypt: string | null;
}

/** Autocrypt 1.1 §2.1: a client may ignore a larger field. */
const MAX_AUTOCRYPT = 10_240;

/**
 * Prepares the key.
 * @param privateKey - unlocked
 * @param address - the one our mails come from
 */
export async function prepareOwnKey(
  privateKey: PrivateKey,
  address: string,
  signs: boolean,
  now: Date,
): Promise<OwnKey> {
  const certificate = await minimalCertificate(privateKey, now);
  return {
    privateKey,
    signs,
    isOffered: await canEncrypt(certificate, now),
    certificate,
    armored: certificate.armor().trimEnd().replace(/\r?\n/g, '\r\n').concat('\r\n'),
    keyId: `0x${certificate.getFingerprint().slice(-16).toUpperCase()}`,
    autocrypt: await autocryptValue(certificate, address, now),
  };
}

/** What an expired key has left of itself is better than nothing, so nothing is dropped where all would be. */
async function minimalCertificate(key: PrivateKey, now: Date): Promise<PublicKey> {
  const certificate = copyOf(key.toPublic());
  // Names alone: a photograph (RFC 9580 §5.12) would outweigh all the rest.
  const names = certificate.users.filter(user => user.userID !== null);
  for (const user of names) user.otherCertifications = [];
  certificate.users = await inForce(names, now);
  certificate.subkeys = await inForce(certificate.subkeys, now);
  return copyOf(certificate);
}

/** Autocrypt 1.1 §2.1.1: the primary key, one user ID, one subkey to encrypt to. */
async function autocryptValue(certificate: PublicKey, address: string, now: Date): Promise<string | null> {
  const small = copyOf(certificate);
  const ours = small.users.find(user => user.userID?.email?.toLowerCase() === address.toLowerCase());
  const user = ours ?? small.users[0];
  const encryption = await certificate.getEncryptionKey(undefined, now).catch(() => null);
  if (user === undefined || encryption === null) return null;
  const fingerprint = encryption.getFingerprint();
  small.users = [user];
  small.subkeys = small.subkeys.filter(subkey => subkey.getFingerprint() === fingerprint);
  const keydata = Buffer.from(small.write())
    .toString('base64')
    .replace(/(.{76})/g, '$1\r\n ')
    .trimEnd();
  const value = `addr=${address}; prefer-encrypt=mutual; keydata=\r\n ${keydata}`;
  return value.length > MAX_AUTOCRYPT ? null : value;
}

async function inForce<T extends { verify(date?: Date): Promise<unknown> }>(
  parts: readonly T[],
  now: Date,
): Promise<T[]> {
  const verdicts = await Promise.all(
    parts.map(part =>
      part.verify(now).then(
        () => true,
        () => false,
      ),
    ),
  );
  return verdicts.includes(true) ? parts.filter((_part, index) => verdicts[index]) : [...parts];
}

/** A key of its own, so that what is left out of it stays in the other. */
function copyOf(key: PublicKey): PublicKey {
  return new PublicKeyClass(key.toPacketList());
}
