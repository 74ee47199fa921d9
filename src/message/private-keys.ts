/**
 * Our own OpenPGP keys, unlocked, as the reading thread holds them. The first is the disclosure key that the
 * policy publishes; the others are kept so that mail to an earlier key still opens.
 */
import { type Config, config, decryptKey, type KeyID, PrivateKey, readPrivateKey } from 'openpgp';
import type { PrivateKeyConfig } from '../config/config.js';
import { Failure } from '../failure.js';
import type { OwnKeyState } from './message.js';

/**
 * Reads and unlocks the configured keys.
 * @param keys - in the order of config.json
 * @throws {Failure} `config` naming the file and what to do, where one is no private key or stays locked
 */
export async function unlockPrivateKeys(keys: readonly PrivateKeyConfig[]): Promise<PrivateKey[]> {
  return Promise.all(keys.map(unlockPrivateKey));
}

async function unlockPrivateKey(from: PrivateKeyConfig): Promise<PrivateKey> {
  const key = await unlocked(from);
  try {
    await forDecryption(key).getDecryptionKeys(undefined, null, undefined, decryptionConfig());
    return key;
  } catch (error) {
    // Better now than with the first report that stays closed.
    throw new Failure(
      'config',
      `Mail can't be decrypted with the private key in ${from.file}: ${refusalOf(error)}. Export it with its encryption subkey: gpg --export-secret-keys --armor ADDRESS`,
      { cause: error },
    );
  }
}

/** The library's own reason, which names nothing but the key. */
function refusalOf(error: unknown): string {
  const reason = error instanceof Error ? error.message : '';
  return reason.includes('eckey-utils')
    ? 'its curve is checked with the package eckey-utils, which is not installed'
    : reason.split('\n')[0] || 'it holds no key for encryption';
}

async function unlocked({ file, bytes, passphrase }: PrivateKeyConfig): Promise<PrivateKey> {
  const key = await readKeyFile(file, bytes);
  if (key.isDecrypted()) return key;
  if (passphrase === null) {
    throw new Failure(
      'config',
      `The private key in ${file} is locked and no passphrase is configured. Add "passphrase" to its entry in pgp.privateKeys.`,
    );
  }
  try {
    return await decryptKey({ privateKey: key, passphrase });
  } catch (error) {
    throw new Failure(
      'config',
      `The passphrase configured for the private key in ${file} does not unlock it. Check the passphrase; gpg --list-packets shows the file is the key you mean.`,
      { cause: error },
    );
  }
}

async function readKeyFile(file: string, bytes: Uint8Array): Promise<PrivateKey> {
  const armored = (bytes[0] ?? 0) < 0x80;
  try {
    return armored
      ? await readPrivateKey({ armoredKey: Buffer.from(bytes).toString('utf8') })
      : await readPrivateKey({ binaryKey: new Uint8Array(bytes) });
  } catch (error) {
    throw new Failure(
      'config',
      `${file} holds no OpenPGP private key that can be read. Export it with: gpg --export-secret-keys --armor ADDRESS`,
      { cause: error },
    );
  }
}

/**
 * What a key of ours may do beyond the library's rules. Keys from before RFC 4880 say nothing of their use; they are
 * ours, and the operator's word is enough. A key that says it signs stays out of decryption.
 */
export function decryptionConfig(): Config {
  return { ...config, allowMissingKeyFlags: true, allowInsecureDecryptionWithSigningKeys: false };
}

/**
 * A key of ours as it decrypts: without the revocations, which concern those who write to us. What was encrypted to
 * it before still has to open.
 */
export function forDecryption(key: PrivateKey): PrivateKey {
  const copy = new PrivateKey(key.toPacketList());
  for (const user of copy.users) {
    user.revocationSignatures = [];
    // The library keeps on the packet, which both keys share, that it found a revocation once.
    for (const certification of user.selfCertifications) certification.revoked = null;
  }
  return copy;
}

/**
 * What is to be said of the key of ours that opened a message.
 * @param recipients - of the message
 * @param isFirst - the disclosure key
 */
export async function ownKeyState(
  key: PrivateKey,
  recipients: readonly KeyID[],
  isFirst: boolean,
): Promise<OwnKeyState> {
  const subkey = key.subkeys.find(({ keyPacket }) => recipients.some(id => id.equals(keyPacket.getKeyID())));
  try {
    await key.verifyPrimaryKey();
    await subkey?.verify();
    return isFirst ? 'current' : 'rotated';
  } catch (error) {
    return error instanceof Error && /revoked/i.test(error.message) ? 'revoked' : 'expired';
  }
}

/** RFC 9580 §5.1.1: an all-zero key ID hides the recipient. */
export function isWildcard(id: KeyID): boolean {
  return /^0+$/.test(id.toHex());
}
