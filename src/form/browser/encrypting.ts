/** A report's words and files → ciphertext, to the disclosure key. It runs beside the page where the browser has workers, else in it. */
import { entityOf } from '../entity.js';

/** What is encrypted. */
export interface Written {
  readonly text: string;
  readonly subject: string;
  /** That stands outside of the ciphertext. */
  readonly outer: string;
  readonly files: readonly File[];
}

/** @returns the armored message; of the same as before the same, so that it is the same report */
export type Encrypt = (written: Written) => Promise<string>;

/** What the page asks its worker. */
export interface Asked {
  readonly id: number;
  readonly written: Written;
}

/** What the worker says: that it can encrypt or can't, once; and of each that it was asked, what came of it. */
export type Said =
  | { readonly kind: 'ready' | 'unable' }
  | { readonly kind: 'encrypted'; readonly id: number; readonly armored: string }
  | { readonly kind: 'failed'; readonly id: number };

type OpenPgp = typeof import('openpgp');

/**
 * Loads the library and the key, and tries whether it can be encrypted to.
 * @param base - the address of a file beside theirs
 */
export async function encryptor(base: string): Promise<Encrypt> {
  const address = new URL('openpgp.js', base).href;
  const [library, response] = await Promise.all([
    import(address) as Promise<OpenPgp>,
    fetch(new URL('key.asc', base), { credentials: 'omit' }),
  ]);
  if (!response.ok) throw new Error('no key');
  const key = await library.readKey({ armoredKey: await response.text() });
  await key.getEncryptionKey();
  let last: { readonly entity: string; readonly armored: string } | null = null;
  return async ({ text, subject, outer, files }) => {
    const contents = await Promise.all(files.map(contentOf));
    const entity = entityOf(text, contents, 'form', { subject, outer });
    if (last?.entity !== entity) {
      const message = await library.createMessage({ binary: new TextEncoder().encode(entity) });
      last = { entity, armored: String(await library.encrypt({ message, encryptionKeys: key })) };
    }
    return last.armored;
  };
}

async function contentOf(file: File) {
  return { name: file.name, type: file.type, content: new Uint8Array(await file.arrayBuffer()) };
}
