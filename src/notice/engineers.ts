/**
 * Engineers as they are written to: their certificates read and checked at start.
 */
import { type PublicKey, readKey } from 'openpgp';
import type { EngineerConfig } from '../config/config.js';
import { Failure } from '../failure.js';
import { canEncrypt } from '../message/keyring.js';

export interface Engineer {
  readonly name: string;
  /** As configured; lower-case it is the name of the target. */
  readonly address: string;
  /** Null where none is configured. */
  readonly certificate: PublicKey | null;
}

/** Told of a certificate that can't be encrypted to now; what is told then holds nothing of a report's words. */
export type UnusableListener = (engineer: Engineer, file: string) => void;

/** Bytes of a certificate that are read. */
const MAX_CERTIFICATE = 1_048_576;

/**
 * Reads the certificates.
 * @param now - UTC instant at which they have to be in force
 * @param unusable - told of those that have expired, were revoked, or have no part to encrypt to
 * @throws {Failure} `config` naming the file that holds none
 */
export async function prepareEngineers(
  engineers: readonly EngineerConfig[],
  now: Date,
  unusable: UnusableListener,
): Promise<Engineer[]> {
  return Promise.all(
    engineers.map(async ({ name, address, key }) => {
      const engineer = { name, address, certificate: key === null ? null : await certificateIn(key) };
      if (key && engineer.certificate && !(await canEncrypt(engineer.certificate, now))) {
        unusable(engineer, key.file);
      }
      return engineer;
    }),
  );
}

async function certificateIn({ file, bytes }: NonNullable<EngineerConfig['key']>): Promise<PublicKey> {
  try {
    if (bytes.byteLength > MAX_CERTIFICATE) throw new Error('larger than is read');
    const isArmored = (bytes[0] ?? 0) < 0x80;
    const key = isArmored
      ? await readKey({ armoredKey: Buffer.from(bytes).toString('latin1') })
      : await readKey({ binaryKey: new Uint8Array(bytes) });
    return key.toPublic();
  } catch (error) {
    throw new Failure(
      'config',
      `${file} holds no OpenPGP public key that can be read. Export it with: gpg --export --armor ADDRESS, or take "key" out of its entry in engineers.`,
      { cause: error },
    );
  }
}
