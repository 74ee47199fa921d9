/** What machines read of the advisories, and the key that they check it with. */
import type { PublicAdvisory, Publisher } from './public-advisory.js';
import type { PublicFile } from './public-file.js';

/** A certificate as it is published. */
export interface PublishedKey {
  /** Hexadecimal, upper-case. */
  readonly fingerprint: string;
  readonly armored: string;
}

/** Where it lies below the folder. */
export function pathOfKey({ fingerprint }: PublishedKey): string {
  return `.well-known/csaf/openpgp/${fingerprint}.asc`;
}

/** @returns the documents */
export function documentFiles(
  _advisories: readonly PublicAdvisory[],
  _publisher: Publisher,
  key: PublishedKey | null,
): PublicFile[] {
  return key === null ? [] : [{ path: pathOfKey(key), content: key.armored, isSigned: false }];
}
