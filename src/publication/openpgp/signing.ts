/**
 * Signatures over what is published, RFC 9580: beside a file, or around a text. One that is there already and good stays,
 * because a new one is made of other bytes each time.
 */
import {
  createCleartextMessage,
  createMessage,
  type PrivateKey,
  type PublicKey,
  readCleartextMessage,
  readSignature,
  sign,
  verify,
} from 'openpgp';

type Verifying = Awaited<ReturnType<typeof verify>>;

/** Signs with one key. */
export interface Signer {
  /** @param before - the armored signature that is there @returns an armored signature of these bytes */
  detached(content: Uint8Array, before: string | null): Promise<string>;
  /** @param text - its lines ended by LF @param before - the signed text that is there @returns the text within its signature, RFC 9580 §7 */
  around(text: string, before: string | null): Promise<string>;
}

/**
 * @param key - unlocked, and able to sign at that time
 * @param published - the certificate that readers have: a signature that it can't check is made anew
 */
export function signerOf(key: PrivateKey, now: Date, published: PublicKey = key.toPublic()): Signer {
  return {
    async detached(content, before) {
      const message = await createMessage({ binary: content });
      const isGood = before !== null && (await isSignatureOf(content, before, published, now));
      return isGood
        ? before
        : crlfAtEnds(await sign({ message, signingKeys: key, detached: true, date: now }));
    },
    async around(text, before) {
      if (before !== null && (await isSignedText(text, before, published, now))) return before;
      const message = await createCleartextMessage({ text: text.trimEnd() });
      return crlfAtEnds(await sign({ message, signingKeys: key, date: now }));
    },
  };
}

async function isSignatureOf(content: Uint8Array, armored: string, key: PublicKey, now: Date) {
  return isGood(async () => {
    const signature = await readSignature({ armoredSignature: armored });
    const message = await createMessage({ binary: content });
    return verify({ message, signature, verificationKeys: key, date: now });
  });
}

async function isSignedText(text: string, signed: string, key: PublicKey, now: Date) {
  return isGood(async () => {
    const message = await readCleartextMessage({ cleartextMessage: signed });
    if (message.getText().trimEnd() !== text.trimEnd()) throw new Error('another text');
    return verify({ message, verificationKeys: key, date: now });
  });
}

async function isGood(verifying: () => Promise<Verifying>): Promise<boolean> {
  try {
    const { signatures } = await verifying();
    await Promise.all(signatures.map(({ verified }) => verified));
    return signatures.length > 0;
  } catch {
    return false;
  }
}

/** As armor crosses the network, and RFC 9116 §2.2 writes the lines around a signed text. */
function crlfAtEnds(armored: string): string {
  return armored.trimEnd().replace(/\r?\n/g, '\r\n').concat('\r\n');
}
