/** The disclosure key as `publish` uses it: what is offered to the world, and what signs. */
import type { PublicKey } from 'openpgp';
import type { Config } from '../config/config.js';
import { applyOpenPgpSettings } from '../message/openpgp-settings.js';
import { unlockPrivateKeys } from '../message/private-keys.js';
import { type Signer, signerOf } from '../publication/openpgp/signing.js';
import { prepareOwnKey } from '../receipt/own-key.js';

export interface PublishingKey {
  /** Null where nobody could encrypt to it. */
  readonly certificate: PublicKey | null;
  /** Null where it can't sign. */
  readonly signer: Signer | null;
  /** Whole sentences on what it can't do. */
  readonly warnings: readonly string[];
}

/** Unlocks it. @throws {Failure} `config` where it stays locked or is no key */
export async function publishingKey(
  { privateKeys, identity }: Pick<Config, 'privateKeys' | 'identity'>,
  now: Date,
): Promise<PublishingKey> {
  applyOpenPgpSettings();
  const [key] = await unlockPrivateKeys(privateKeys.slice(0, 1));
  if (key === undefined) {
    const warning =
      'There is no key in pgp.privateKeys: nothing is signed, and nobody is told how to encrypt to you.';
    return { certificate: null, signer: null, warnings: [warning] };
  }
  const { certificate, isOffered } = await prepareOwnKey(key, identity.address, true, now);
  const signs = await key.getSigningKey(undefined, now).then(
    () => true,
    () => false,
  );
  return {
    certificate: isOffered ? certificate : null,
    signer: signs ? signerOf(key, now, certificate) : null,
    warnings: [
      ...(isOffered
        ? []
        : ['The key can no longer be encrypted to (expired or revoked?), so it is not published.']),
      ...(signs ? [] : ['The key can not sign, so nothing is signed. "security-inbox check" says why.']),
    ],
  };
}
