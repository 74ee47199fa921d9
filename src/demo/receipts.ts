/**
 * A receipt as its reader sees it: their mail program checks the signature and opens what is encrypted. The demo
 * opens with our own key, to which every encrypted receipt goes as well.
 */
import { simpleParser } from 'mailparser';
import { decrypt, type PrivateKey, readMessage } from 'openpgp';

export interface ReadReceipt {
  readonly subject: string;
  readonly text: string;
  readonly protection: 'plain' | 'signed' | 'signed and encrypted';
}

/** @param key - the disclosure key, unlocked */
export async function readReceipt(raw: Buffer, key: PrivateKey): Promise<ReadReceipt> {
  const armored = /-----BEGIN PGP MESSAGE-----[\s\S]*-----END PGP MESSAGE-----/.exec(raw.toString())?.[0];
  if (armored === undefined) {
    const { subject, text } = await simpleParser(raw);
    const isSigned = /^content-type: multipart\/signed/im.test(raw.toString());
    return { subject: subject ?? '', text: text ?? '', protection: isSigned ? 'signed' : 'plain' };
  }
  const message = await readMessage({ armoredMessage: armored });
  const { data } = await decrypt({ message, decryptionKeys: key, format: 'binary' });
  const { subject, text } = await simpleParser(Buffer.from(data));
  return { subject: subject ?? '', text: text ?? '', protection: 'signed and encrypted' };
}
