/** The memory of a large plaintext is given back once it was read, save what a file lies in. */
import { randomBytes } from 'node:crypto';
import { createMessage, encrypt, type PrivateKey } from 'openpgp';
import { beforeAll, expect, it } from 'vitest';
import { readMessage } from '../../src/message/read.js';
import { mixedMail, newKey, pgpMimeMail } from './mails.js';

const SIZE = 2_000_000;
const OWN = { addresses: ['security@acme.example'], loop: 'security@acme.example', authservId: null };

let key: PrivateKey;

beforeAll(async () => {
  key = await newKey('security');
});

async function filesOf(encoding: string, file: string, signingKeys: PrivateKey[]) {
  const entity = mixedMail(
    ['Subject: Security Alert'],
    [
      'Content-Type: text/plain\n\nThe login leaks.',
      `Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=dump\nContent-Transfer-Encoding: ${encoding}\n\n${file}`,
    ],
  );
  const message = await createMessage({ binary: new Uint8Array(entity) });
  const armored = await encrypt({ message, encryptionKeys: key.toPublic(), signingKeys });
  const raw = pgpMimeMail(['Subject: Security Alert'], armored as string);
  const read = await readMessage(raw, [key], OWN, []);
  expect(read.message.encryption.state).toBe('decrypted');
  return read.message.attachments.map(({ content }) => Buffer.from(content));
}

it.each([
  ['signed', true],
  ['not signed', false],
])('a file that stands in it as it is stays whole, %s', async (_name, isSigned) => {
  const text = randomBytes(SIZE / 2)
    .toString('hex')
    .replace(/(.{76})/g, '$1\r\n');
  const [content] = await filesOf('7bit', text, isSigned ? [key] : []);
  expect(content?.toString('latin1').trimEnd()).toBe(text.trimEnd());
});

it('a file that was decoded out of it stays whole', async () => {
  const file = randomBytes(SIZE);
  const [content] = await filesOf('base64', file.toString('base64').replace(/(.{76})/g, '$1\r\n'), [key]);
  expect(content && file.equals(content)).toBe(true);
});
