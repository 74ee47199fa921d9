/**
 * PGP/MIME (RFC 3156) with the header protected (RFC 9788): a mail of ours signed, or signed and encrypted. What is
 * signed are the exact bytes that go out. The parameter protected-headers="v1" is the older sign of a protected
 * subject, which Thunderbird and K-9 Mail go by.
 */
import { randomBytes } from 'node:crypto';
import {
  createMessage,
  encrypt,
  enums,
  type PrivateKey,
  type PublicKey,
  SignaturePacket,
  sign,
} from 'openpgp';
import type { Entity } from './entity.js';

/** RFC 9788 §3, hcp_baseline: the subject outside, where the real one is encrypted. */
const HIDDEN_SUBJECT = 'Subject: [...]';

/**
 * multipart/signed, RFC 3156 §5. The header stays readable and is signed along (RFC 9788 §2.1, hp="clear").
 * @throws what openpgp.js throws where the key can't sign
 */
export async function signEntity(entity: Entity, signingKey: PrivateKey, date: Date): Promise<Entity> {
  const payload = payloadOf(entity, 'clear', []);
  const message = await createMessage({ binary: payload });
  const signature = await sign({ message, signingKeys: signingKey, detached: true, format: 'object', date });
  const [packet] = signature.packets;
  if (!(packet instanceof SignaturePacket) || packet.hashAlgorithm === null) throw new Error('no signature');
  const boundary = newBoundary();
  return {
    fields: entity.fields,
    structure: [
      `Content-Type: multipart/signed; micalg=pgp-${enums.read(enums.hash, packet.hashAlgorithm)};\r\n` +
        ` protocol="application/pgp-signature";\r\n boundary="${boundary}"`,
    ],
    body: Buffer.concat([
      Buffer.from(`This is an OpenPGP/MIME signed message (RFC 9580 and 3156)\r\n--${boundary}\r\n`),
      payload,
      Buffer.from(
        [
          '',
          `--${boundary}`,
          'Content-Type: application/pgp-signature; name="OpenPGP_signature.asc"',
          'Content-Description: OpenPGP digital signature',
          'Content-Disposition: attachment; filename="OpenPGP_signature.asc"',
          '',
          crlf(signature.armor()),
          `--${boundary}--`,
          '',
        ].join('\r\n'),
      ),
    ]),
  };
}

/**
 * multipart/encrypted, RFC 3156 §4, signed in the same OpenPGP message (§6.2) where a key to sign with is given. The
 * subject is hidden, and HP-Outer says what stands outside (RFC 9788 §2.2, hp="cipher").
 * @param recipients - each must be able to encrypt
 * @param outerSubject - the Subject field as it stands outside, where it need not be hidden
 * @throws what openpgp.js throws where a key can't
 */
export async function encryptEntity(
  entity: Entity,
  recipients: readonly PublicKey[],
  signingKey: PrivateKey | null,
  date: Date,
  outerSubject = HIDDEN_SUBJECT,
): Promise<Entity> {
  const outer = entity.fields.map(field => (/^subject:/i.test(field) ? outerSubject : field));
  const armored = await encrypt({
    message: await createMessage({ binary: payloadOf(entity, 'cipher', outer) }),
    encryptionKeys: [...recipients],
    ...(signingKey === null ? {} : { signingKeys: signingKey }),
    date,
  });
  const boundary = newBoundary();
  return {
    fields: outer,
    structure: [
      `Content-Type: multipart/encrypted; protocol="application/pgp-encrypted";\r\n boundary="${boundary}"`,
    ],
    body: Buffer.from(
      [
        'This is an OpenPGP/MIME encrypted message (RFC 9580 and 3156)',
        `--${boundary}`,
        'Content-Type: application/pgp-encrypted',
        'Content-Description: PGP/MIME version identification',
        '',
        'Version: 1',
        '',
        `--${boundary}`,
        'Content-Type: application/octet-stream; name="encrypted.asc"',
        'Content-Description: OpenPGP encrypted message',
        'Content-Disposition: inline; filename="encrypted.asc"',
        '',
        crlf(armored),
        `--${boundary}--`,
        '',
      ].join('\r\n'),
    ),
  };
}

/**
 * The cryptographic payload: the body, and the header fields once more. A field that is not ASCII (the To of an
 * internationalised address) stays outside, because what is signed must be 7-bit (RFC 3156 §3).
 * @param outer - the fields as they stand outside, where that is to be said
 */
function payloadOf(entity: Entity, protection: 'clear' | 'cipher', outer: readonly string[]): Buffer {
  const [contentType = '', ...description] = entity.structure;
  const header = [
    `${contentType};\r\n protected-headers="v1"; hp="${protection}"`,
    ...description,
    ...entity.fields.filter(isAscii),
    ...outer.filter(isAscii).map(field => `HP-Outer: ${field}`),
  ];
  return Buffer.concat([Buffer.from(`${header.join('\r\n')}\r\n\r\n`), entity.body]);
}

function isAscii(field: string): boolean {
  return /^[\u0000-\u007f]*$/.test(field);
}

/** RFC 2046 §5.1.1: random, so that nothing inside can be taken for it. */
function newBoundary(): string {
  return `------------${randomBytes(18).toString('hex')}`;
}

function crlf(armor: string): string {
  return armor.trimEnd().replace(/\r?\n/g, '\r\n');
}
