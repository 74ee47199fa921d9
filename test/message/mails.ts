/**
 * Raw mails for the message stage, byte for byte as the test says, and OpenPGP messages made by openpgp.js.
 */
import {
  createMessage,
  encrypt,
  encryptSessionKey,
  enums,
  generateKey,
  generateSessionKey,
  PacketList,
  type PrivateKey,
  SymmetricallyEncryptedDataPacket,
} from 'openpgp';
import type { Message } from '../../src/message/message.js';

/** A header of the given lines, a blank line, and a body; LF becomes CRLF. */
export function raw(header: readonly string[], body = ''): Buffer {
  return Buffer.from(`${header.join('\n')}\n\n${body}`.replace(/\r?\n/g, '\r\n'));
}

/** A person's mail with further header lines. */
export function personMail(header: readonly string[], body = 'Hello,\n\nthe login leaks.\n'): Buffer {
  return raw(['From: Ada Quill <ada@quill.example>', 'To: security@acme.example', ...header], body);
}

/** RFC 3156 §4 as header lines and body, for raw() and personMail(). */
export function pgpMime(armored: string, subtype = 'encrypted'): { content: string[]; body: string } {
  return {
    content: [
      'MIME-Version: 1.0',
      `Content-Type: multipart/${subtype}; protocol="application/pgp-encrypted"; boundary=pp`,
    ],
    body: [
      '--pp',
      'Content-Type: application/pgp-encrypted',
      '',
      'Version: 1',
      '',
      '--pp',
      'Content-Type: application/octet-stream; name="encrypted.asc"',
      '',
      armored,
      '--pp--',
      '',
    ].join('\n'),
  };
}

/** A PGP/MIME mail of a person. */
export function pgpMimeMail(header: readonly string[], armored: string): Buffer {
  const { content, body } = pgpMime(armored);
  return personMail([...header, ...content], body);
}

/** A multipart/mixed mail; every part is its own header lines, a blank line and a body. */
export function mixedMail(header: readonly string[], parts: readonly string[]): Buffer {
  const body = parts.map(part => `--mm\n${part}\n`).join('');
  return personMail(
    [...header, 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=mm'],
    `${body}--mm--\n`,
  );
}

/** An unlocked key pair. */
export async function newKey(name: string): Promise<PrivateKey> {
  const { privateKey } = await generateKey({
    type: 'curve25519',
    userIDs: [{ name, email: `${name}@acme.example` }],
    format: 'object',
  });
  return privateKey;
}

/** Armored ciphertext of text or bytes. */
export async function sealed(
  content: string | Uint8Array,
  keys: PrivateKey | readonly PrivateKey[],
  options: { wildcard?: boolean } = {},
): Promise<string> {
  const recipients = Array.isArray(keys) ? [...keys] : [keys as PrivateKey];
  const message =
    typeof content === 'string'
      ? await createMessage({ text: content })
      : await createMessage({ binary: content });
  return encrypt({
    message: message as Awaited<ReturnType<typeof createMessage<string>>>,
    encryptionKeys: recipients.map(key => key.toPublic()),
    ...options,
  });
}

/** The same, as binary packets. */
export async function sealedBinary(content: string | Uint8Array, key: PrivateKey): Promise<Uint8Array> {
  const message = await createMessage({ binary: Buffer.from(content) });
  return encrypt({ message, encryptionKeys: key.toPublic(), format: 'binary' });
}

/** The entity that PGP/MIME encrypts, with a protected subject where one is given (RFC 9788). */
export function entity(text: string, subject: string | null = null): string {
  const lines =
    subject === null
      ? ['Content-Type: text/plain; charset=utf-8']
      : [
          `Subject: ${subject}`,
          'Content-Type: text/plain; charset=utf-8; protected-headers="v1"; hp="cipher"',
        ];
  return `${lines.join('\r\n')}\r\n\r\n${text}`;
}

/** The same ciphertext with one bit of its encrypted data turned over. */
export async function tampered(armoredMessage: string): Promise<string> {
  const bytes = packetsOf(armoredMessage);
  const at = bytes.length - 25;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return armored(bytes);
}

/** The packets of an armored message without header lines. */
export function packetsOf(armoredMessage: string): Buffer {
  const lines = armoredMessage.split(/\r?\n/).filter(line => line !== '' && !/^[-=]/.test(line));
  return Buffer.from(lines.join(''), 'base64');
}

/** A message as EFAIL makes them: encrypted data without integrity protection (packet 9). */
export async function unprotected(text: string, key: PrivateKey): Promise<string> {
  const encryptionKeys = key.toPublic();
  const session = await generateSessionKey({ encryptionKeys });
  const forKey = await encryptSessionKey({ ...session, encryptionKeys, format: 'binary' });
  const packet = new SymmetricallyEncryptedDataPacket();
  // openpgp.js makes none by its documented interface, and rightly so.
  Object.assign(packet, { packets: (await createMessage({ text })).packets });
  await Reflect.get(packet, 'encrypt').call(packet, enums.symmetric.aes256, session.data);
  const list = new PacketList();
  list.push(packet);
  return armored(Buffer.concat([forKey, list.write()]));
}

/** A message that inflates to as many zero bytes. */
export async function bomb(bytes: number, key: PrivateKey): Promise<string> {
  return encrypt({
    message: await createMessage({ binary: new Uint8Array(bytes) }),
    encryptionKeys: key.toPublic(),
    config: { preferredCompressionAlgorithm: enums.compression.zlib },
  });
}

/** Packets as armor, RFC 9580 §6.2. */
export function armored(packets: Uint8Array): string {
  const lines = Buffer.from(packets)
    .toString('base64')
    .replace(/(.{64})(?=.)/g, '$1\n');
  return `-----BEGIN PGP MESSAGE-----\n\n${lines}\n-----END PGP MESSAGE-----\n`;
}

/** The words of a message, each with its origin and kind. */
export function textsOf(message: Message): string[] {
  return message.bodies.map(({ origin, kind, text }) => `${origin} ${kind}: ${text.trim()}`);
}

/** A text part that a client shows, as header lines and body. */
export function textPart(text: string, type = 'text/plain; charset=utf-8'): string {
  return `Content-Type: ${type}\n\n${text}`;
}

/** An attached file. */
export function filePart(name: string, bytes: Uint8Array, type = 'application/octet-stream'): string {
  const body = Buffer.from(bytes)
    .toString('base64')
    .replace(/(.{76})/g, '$1\n');
  return `Content-Type: ${type}; name="${name}"\nContent-Disposition: attachment; filename="${name}"\nContent-Transfer-Encoding: base64\n\n${body}`;
}

/** As a reply quotes it. */
export function quoted(text: string): string {
  return text.trim().replace(/^/gm, '> ');
}

/** As a client makes HTML of it. */
export function asHtml(text: string): string {
  return `<html><body><p>${text.trim().replace(/\r?\n/g, '<br>\n')}</p></body></html>`;
}
