/**
 * An OpenPGP message that is signed or compressed and not encrypted: anybody can read it, so what it says is clear
 * text in a wrapping, whoever signed it.
 */
import { readMessage } from 'openpgp';

/**
 * Takes the words out of their wrapping.
 * @param source - armored text, or binary packets
 * @returns the literal data (RFC 9580 §5.9), or null where there is none that can be read
 */
export async function unwrapSigned(source: string | Uint8Array): Promise<Uint8Array | null> {
  try {
    const message =
      typeof source === 'string'
        ? await readMessage({ armoredMessage: source })
        : await readMessage({ binaryMessage: source });
    return message.getLiteralData();
  } catch {
    return null;
  }
}
