/** Files with their signatures, and in the order in which they are written. */
import type { Signer } from './openpgp/signing.js';
import { type PublicFile, unsigned } from './public-file.js';

/** What lies at a path of the folder now; null where nothing does. */
export type Before = (path: string) => Buffer | null;

/** Names of files that name others. */
const INDEX =
  /(?:^|\/)(?:index\.txt|index\.html|changes\.csv|provider-metadata\.json|csaf-feed-[^/]*\.json|service\.json)$/;

/**
 * Signs what is to be signed. A signature stands right behind its file, so that they are not apart for longer than need be.
 * @param signer - null where no key can sign
 */
export async function signedFiles(
  files: readonly PublicFile[],
  signer: Signer | null,
  before: Before,
): Promise<{ readonly documents: PublicFile[]; readonly indexes: PublicFile[] }> {
  const documents: PublicFile[] = [];
  const indexes: PublicFile[] = [];
  for (const file of files) {
    const group = INDEX.test(file.path) ? indexes : documents;
    group.push(file);
    if (!file.isSigned || signer === null) continue;
    const path = `${file.path}.asc`;
    const there = before(path)?.toString('utf8') ?? null;
    group.push(unsigned(path, await signer.detached(Buffer.from(file.content), there)));
  }
  return { documents, indexes };
}

/** Whether a file is there as it is to be. */
export function isThere({ path, content }: PublicFile, before: Before): boolean {
  return before(path)?.equals(Buffer.from(content)) ?? false;
}
