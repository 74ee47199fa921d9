/** What a mail's signatures come to, from honest mail and from mail made to deceive. */
import {
  armor,
  config,
  createCleartextMessage,
  createMessage,
  encrypt,
  enums,
  generateKey,
  PacketList,
  type PrivateKey,
  type PublicKey,
  type PublicKeyPacket,
  PublicSubkeyPacket,
  readKey,
  revokeKey,
  SignaturePacket,
  sign,
} from 'openpgp';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Keyring, readKeyFiles, withKey } from '../../src/message/keyring.js';
import type { KeyProvenance, Message, Signature } from '../../src/message/message.js';
import { applyOpenPgpSettings } from '../../src/message/openpgp-settings.js';
import { readMessage } from '../../src/message/read.js';
import { keyToLearn } from '../../src/message/sender-keys.js';
import { entity, mixedMail, personMail, pgpMime, pgpMimeMail, sealed } from './mails.js';

const OWN = { addresses: ['security@acme.example'], loop: 'security@acme.example' };
const TEXT = 'The login leaks.';
const SUBJECT = 'Subject: Security Alert';
const LATER = new Date(Date.now() - 3_600_000);

let ours: PrivateKey;
let ada: PrivateKey;
let mallory: PrivateKey;
/** Mallory's key with Ada's name on it, which anybody can make. */
let forged: PrivateKey;

beforeAll(async () => {
  applyOpenPgpSettings();
  [ours, ada, mallory, forged] = await Promise.all([
    keyFor('security@acme.example'),
    keyFor('ada@quill.example'),
    keyFor('mallory@evil.example'),
    keyFor('ada@quill.example'),
  ]);
});

async function keyFor(email: string, more: object = {}): Promise<PrivateKey> {
  const { privateKey } = await generateKey({
    type: 'ecc',
    curve: 'curve25519Legacy',
    userIDs: [{ name: email, email }],
    date: new Date(Date.now() - 86_400_000),
    format: 'object',
    ...more,
  });
  return privateKey;
}

async function ringOf(...keys: readonly (readonly [PublicKey, KeyProvenance])[]): Promise<Keyring> {
  let ring: Keyring = [];
  for (const [key, provenance] of keys) ring = await withKey(ring, key.toPublic(), provenance);
  return ring;
}

async function read(mail: Uint8Array, ring: Keyring): Promise<Message> {
  return (await readMessage(mail, [ours], OWN, ring)).message;
}

async function verdict(mail: Uint8Array, ring?: Keyring): Promise<Partial<Signature>> {
  const { signature } = await read(mail, ring ?? (await ringOf([ada, 'configured'])));
  return signature;
}

function crlf(text: string): string {
  return text.replace(/\r?\n/g, '\r\n');
}

/** A text part, header and all. */
function part(text: string): string {
  return crlf(`Content-Type: text/plain; charset=utf-8\n\n${text}`);
}

async function detached(text: string, ...keys: PrivateKey[]): Promise<string> {
  return (await sign({
    message: await createMessage({ binary: Buffer.from(text) }),
    signingKeys: keys,
    detached: true,
    date: LATER,
  })) as string;
}

/** Header lines and body of a multipart/signed, RFC 3156 §5. */
function signedEntity(content: string, signature: string, boundary = 'ss'): string {
  return crlf(
    `Content-Type: multipart/signed; micalg=pgp-sha512; protocol="application/pgp-signature"; boundary=${boundary}\n\n--${boundary}\n${content}\n--${boundary}\nContent-Type: application/pgp-signature\n\n${signature}\n--${boundary}--\n`,
  );
}

/** An entity as a person's mail. */
function mailOf(content: string, header: readonly string[] = []): Buffer {
  const head = ['From: Ada Quill <ada@quill.example>', 'To: security@acme.example', SUBJECT, ...header];
  return Buffer.from(`${head.join('\r\n')}\r\nMIME-Version: 1.0\r\n${content}`);
}

async function clearSigned(text: string, ...keys: PrivateKey[]): Promise<string> {
  const message = await createCleartextMessage({ text });
  return sign({ message, signingKeys: keys, date: LATER });
}

async function signedAndSealed(content: string, ...keys: PrivateKey[]): Promise<string> {
  return encrypt({
    message: await createMessage({ text: content }),
    encryptionKeys: ours.toPublic(),
    signingKeys: keys,
    date: LATER,
  });
}

/** Signs what no program signs: the library's types know of words alone. */
async function signWith(packet: SignaturePacket, key: PrivateKey, signed: object): Promise<void> {
  // It takes the settings as well, and needs them.
  const sign: (...given: unknown[]) => Promise<void> = packet.sign.bind(packet) as never;
  await sign(key.keyPacket, signed, LATER, true, config);
}

function block(key: PrivateKey): string {
  return key.toPublic().armor();
}

function keyPart(key: PrivateKey): string {
  return `Content-Type: application/pgp-keys; name="key.asc"\nContent-Disposition: attachment; filename="key.asc"\n\n${block(key)}`;
}

const VALID = { outcome: 'valid', key: 'configured', userIdMatchesFrom: true, covers: 'everything' } as const;
const VALID_PART = { ...VALID, covers: 'part' } as const;
const INVALID = { outcome: 'invalid', covers: 'everything' } as const;

const HONEST: readonly (readonly [string, Partial<Signature>, () => Promise<Buffer>])[] = [
  ['multipart/signed', VALID, async () => mailOf(signedEntity(part(TEXT), await detached(part(TEXT), ada)))],
  [
    'multipart/signed saved with bare line feeds',
    VALID,
    async () =>
      Buffer.from(
        mailOf(signedEntity(part(TEXT), await detached(part(TEXT), ada)))
          .toString()
          .replaceAll('\r\n', '\n'),
      ),
  ],
  [
    'multipart/signed with a file in it',
    VALID,
    async () => {
      const both = crlf(
        `Content-Type: multipart/mixed; boundary=mm\n\n--mm\n${part(TEXT)}\n--mm\nContent-Type: image/png; name=a.png\n\npng\n--mm--\n`,
      );
      return mailOf(signedEntity(both, await detached(both, ada)));
    },
  ],
  [
    'multipart/signed twice over',
    VALID,
    async () => {
      const inner = signedEntity(part(TEXT), await detached(part(TEXT), ada), 'inner');
      return mailOf(signedEntity(inner, await detached(inner, ada)));
    },
  ],
  [
    'multipart/signed of some megabytes',
    VALID,
    async () => {
      const long = part(`${TEXT}${'\nx'.repeat(1_500_000)}`);
      return mailOf(signedEntity(long, await detached(long, ada)));
    },
  ],
  ['clear-signed text', VALID, async () => personMail([SUBJECT], await clearSigned(TEXT, ada))],
  [
    'clear-signed text with dashes and spaces at line ends',
    VALID,
    async () => personMail([SUBJECT], await clearSigned('- one  \n-- two\nFrom three\t\n\nend', ada)),
  ],
  [
    'clear-signed text in Latin-1 on the way',
    VALID,
    async () =>
      Buffer.concat([
        personMail([SUBJECT, 'Content-Type: text/plain; charset=iso-8859-1'], ''),
        Buffer.from(await clearSigned('Stra\u00dfe', ada), 'latin1'),
      ]),
  ],
  [
    'an opaque-signed message',
    VALID,
    async () => {
      const message = await createMessage({ text: TEXT });
      return personMail([SUBJECT], await sign({ message, signingKeys: ada, date: LATER }));
    },
  ],
  [
    'signed, then encrypted',
    VALID,
    async () => pgpMimeMail([SUBJECT], await signedAndSealed(entity(TEXT), ada)),
  ],
  [
    'signed, then encrypted, inline',
    VALID,
    async () => personMail([SUBJECT], await signedAndSealed(TEXT, ada)),
  ],
  [
    'multipart/signed inside the encryption (RFC 3156 §6.1)',
    VALID,
    async () =>
      pgpMimeMail([SUBJECT], await sealed(signedEntity(part(TEXT), await detached(part(TEXT), ada)), ours)),
  ],
  [
    'signed, encrypted, and both once more',
    VALID,
    async () => {
      const { content, body } = pgpMime(await signedAndSealed(entity(TEXT), ada));
      return pgpMimeMail([SUBJECT], await sealed(`${content.join('\r\n')}\r\n\r\n${crlf(body)}`, ours));
    },
  ],
  [
    'clear-signed text inside the encryption',
    VALID,
    async () => personMail([SUBJECT], await sealed(await clearSigned(TEXT, ada), ours)),
  ],
  [
    'signed by a stranger',
    { outcome: 'unknown-key', key: null, userIdMatchesFrom: null, covers: 'everything' },
    async () => mailOf(signedEntity(part(TEXT), await detached(part(TEXT), mallory))),
  ],
  [
    'signed by a stranger and by somebody known',
    VALID,
    async () => mailOf(signedEntity(part(TEXT), await detached(part(TEXT), mallory, ada))),
  ],
  ['nothing signed', { outcome: 'unsigned', covers: null }, async () => mailOf(part(TEXT))],
];

describe('a signature that is on no words at all', () => {
  it.each([
    ['a standalone one', enums.signature.standalone],
    ['one on a time', enums.signature.timestamp],
  ])('is never good beside words: %s', async (_name, type) => {
    const packet = Object.assign(new SignaturePacket(), {
      signatureType: type,
      publicKeyAlgorithm: ada.keyPacket.algorithm,
      hashAlgorithm: enums.hash.sha512,
    });
    await signWith(packet, ada, {});
    const packets = new PacketList<SignaturePacket>();
    packets.push(packet);
    const signature = armor(enums.armor.signature, packets.write());
    expect(await verdict(mailOf(signedEntity(part(TEXT), signature)))).toMatchObject(INVALID);
  });
});

it("a key with somebody else's key hung on it as a subkey does not stand in that one's way", async () => {
  const [adopted] = ada.toPublic().toPacketList();
  const { keyPacket } = mallory;
  const binding = Object.assign(new SignaturePacket(), {
    signatureType: enums.signature.subkeyBinding,
    publicKeyAlgorithm: keyPacket.algorithm,
    hashAlgorithm: enums.hash.sha512,
    keyFlags: new Uint8Array([enums.keyFlags.encryptCommunication]),
  });
  const subkey = Object.assign(new PublicSubkeyPacket(), adopted);
  await signWith(binding, mallory, { key: keyPacket, bind: subkey });
  const packets = mallory.toPublic().toPacketList();
  packets.push(subkey, binding);
  const adopter = await readKey({ binaryKey: packets.write() });
  const ring = await ringOf([adopter, 'learned'], [ada, 'learned']);
  expect(adopter.getKeys(ada.getKeyID())).toHaveLength(1);
  expect(
    await verdict(mailOf(signedEntity(part(TEXT), await detached(part(TEXT), ada))), ring),
  ).toMatchObject({
    ...VALID,
    key: 'learned',
    fingerprint: ada.getFingerprint().toUpperCase(),
  });
});

describe('an honest mail has its signature checked:', () => {
  it.each(HONEST)('%s', async (_name, expected, mail) => {
    expect(await verdict(await mail())).toMatchObject(expected);
  });

  it.each(HONEST)('and its words are shown without armor: %s', async (_name, _expected, mail) => {
    const { bodies } = await read(await mail(), []);
    expect(bodies.map(({ text }) => text).join()).not.toMatch(/-----|Hash:/);
    expect(bodies).toHaveLength(1);
  });
});

describe('a mail made to deceive:', () => {
  it.each<readonly [string, Partial<Signature>, () => Promise<Buffer>]>([
    [
      'altered after signing',
      INVALID,
      async () => mailOf(signedEntity(part('The login holds.'), await detached(part(TEXT), ada))),
    ],
    [
      'a signature that is none',
      INVALID,
      async () =>
        mailOf(
          signedEntity(part(TEXT), '-----BEGIN PGP SIGNATURE-----\n\nxxxx\n-----END PGP SIGNATURE-----'),
        ),
    ],
    [
      'clear-signed text altered',
      INVALID,
      async () => personMail([SUBJECT], (await clearSigned(TEXT, ada)).replace('leaks', 'holds')),
    ],
    [
      'words above clear-signed text',
      VALID_PART,
      async () => personMail([SUBJECT], `It is all a joke.\n\n${await clearSigned(TEXT, ada)}`),
    ],
    [
      'two clear-signed texts, of which one is',
      VALID_PART,
      async () =>
        personMail([SUBJECT], `${await clearSigned(TEXT, ada)}\n${await clearSigned('Joke.', mallory)}`),
    ],
    [
      'a file beside clear-signed text',
      VALID_PART,
      async () =>
        mixedMail(
          [SUBJECT],
          [part(await clearSigned(TEXT, ada)), 'Content-Type: image/png; name=a.png\n\npng'],
        ),
    ],
    [
      'words between the Hash line and the signed text (CVE-2023-41037)',
      { outcome: 'unsigned' },
      async () =>
        personMail([SUBJECT], (await clearSigned(TEXT, ada)).replace(/(Hash: .*)/, '$1\nIt is a joke.')),
    ],
    [
      "a mailing list's footer around multipart/signed",
      VALID_PART,
      async () =>
        mixedMail([SUBJECT], [signedEntity(part(TEXT), await detached(part(TEXT), ada)), part('-- \nlist')]),
    ],
    [
      'a third part in multipart/signed',
      VALID_PART,
      async () =>
        mailOf(
          signedEntity(part(TEXT), await detached(part(TEXT), ada)).replace(
            '--ss--',
            `--ss\r\n${part('It is a joke.')}\r\n--ss--`,
          ),
        ),
    ],
    [
      'a boundary of the same name further up, with the text that was signed',
      { outcome: 'invalid', covers: 'part' },
      async () => {
        const signed = signedEntity(part('It is a joke.'), await detached(part(TEXT), ada));
        const decoy = `Content-Type: text/plain\r\n\r\n--ss\r\n${part(TEXT)}\r\n--ss\r\n`;
        return mixedMail([SUBJECT], [decoy, signed]);
      },
    ],
    [
      'a signature around a ciphertext, by whoever sends it on',
      VALID_PART,
      async () => {
        const { content, body } = pgpMime(await sealed(entity(TEXT), ours));
        const inner = crlf(`${content[1]}\n\n${body}`);
        return mailOf(signedEntity(inner, await detached(inner, ada)));
      },
    ],
    [
      'a signature around a forwarded ciphertext',
      VALID_PART,
      async () => {
        const { content, body } = pgpMime(await sealed(entity(TEXT), ours));
        const inner = crlf(
          `Content-Type: multipart/mixed; boundary=mm\n\n--mm\n${part('Look.')}\n--mm\nContent-Type: message/rfc822\n\n${content[1]}\n\n${body}\n--mm--\n`,
        );
        return mailOf(signedEntity(inner, await detached(inner, ada)));
      },
    ],
    [
      'a signature on the message around a second ciphertext',
      VALID_PART,
      async () => {
        const { content, body } = pgpMime(await sealed(entity(TEXT), ours));
        return pgpMimeMail(
          [SUBJECT],
          await signedAndSealed(`${content.join('\r\n')}\r\n\r\n${crlf(body)}`, ada),
        );
      },
    ],
    [
      'a signed ciphertext with words beside it',
      VALID_PART,
      async () => personMail([SUBJECT], `${await signedAndSealed(TEXT, ada)}\nIt is a joke.`),
    ],
    [
      'a good signature on a part and a broken one on the whole',
      INVALID,
      async () => {
        const inner = await clearSigned(TEXT, ada);
        const both = crlf(
          `Content-Type: multipart/mixed; boundary=mm\n\n--mm\n${part(inner)}\n--mm\n${part('joke')}\n--mm--\n`,
        );
        return mailOf(signedEntity(both, await detached(part('something else'), ada)));
      },
    ],
    [
      'the signed text once more under a header that nobody signed',
      INVALID,
      async () => {
        const signed = signedEntity(
          `Subject: It is a joke\nContent-Type: text/plain; charset=utf-8; hp="clear"\n\n${TEXT}`,
          await detached(part(TEXT), ada),
        );
        // A header line that is a boundary, and the part that was signed: the mail's own text up to its first part.
        const [head, body] = signed.split('\r\n\r\n--ss\r\n');
        return mailOf(`${head}\r\n--ss\r\n${part(TEXT)}\r\n--ss\r\n${body}`);
      },
    ],
    [
      'clear-signed text encrypted on under a subject that nobody signed',
      VALID_PART,
      async () =>
        pgpMimeMail([SUBJECT], await sealed(entity(await clearSigned(TEXT, ada), 'It is a joke'), ours)),
    ],
    [
      'a signed ciphertext encrypted on under a subject that nobody signed',
      VALID_PART,
      async () => {
        const inner = entity(await signedAndSealed(TEXT, ada), 'It is a joke');
        return pgpMimeMail([SUBJECT], await sealed(inner, ours));
      },
    ],
    [
      'clear-signed text that is read as HTML',
      VALID_PART,
      async () =>
        personMail(
          [SUBJECT, 'Content-Type: text/html'],
          await clearSigned(`${TEXT} <!-- but only in version 1 -->`, ada),
        ),
    ],
    [
      'clear-signed text whose lines are made to flow into its head',
      VALID_PART,
      async () =>
        personMail(
          [SUBJECT, 'Content-Type: text/plain; format=flowed'],
          (await clearSigned(`Version: 1 alone is affected.\n${TEXT}`, ada)).replace(/^(Hash:.*)$/m, '$1 '),
        ),
    ],
    [
      'a signature around a forwarded ciphertext',
      VALID_PART,
      async () => {
        const { content, body } = pgpMime(await sealed(entity(TEXT), ours));
        const inner = crlf(`Content-Type: message/rfc822\n\nFrom: b@quill.example\n${content[1]}\n\n${body}`);
        return mailOf(signedEntity(inner, await detached(inner, ada)));
      },
    ],
    [
      'signed text inside more signatures than anybody makes, none of which is one',
      INVALID,
      async () => {
        const signed = signedEntity(part(TEXT), await detached(part(TEXT), ada));
        const nest = (inner: string, times: number): string =>
          times === 0 ? inner : nest(signedEntity(inner, 'none', `n${times}`), times - 1);
        return mailOf(nest(signed, 3));
      },
    ],
    [
      'a hundred signatures',
      INVALID,
      async () =>
        mailOf(signedEntity(part(TEXT), await detached(part(TEXT), ...Array<PrivateKey>(100).fill(ada)))),
    ],
    [
      'two From mailboxes',
      { outcome: 'valid', userIdMatchesFrom: false },
      async () =>
        Buffer.from(
          mailOf(signedEntity(part(TEXT), await detached(part(TEXT), ada)))
            .toString()
            .replace('From: ', 'From: evil@evil.example, '),
        ),
    ],
    [
      "another's From under a known key",
      { outcome: 'valid', userIdMatchesFrom: false },
      async () =>
        Buffer.from(
          mailOf(signedEntity(part(TEXT), await detached(part(TEXT), ada)))
            .toString()
            .replace('ada@quill.example', 'eve@evil.example'),
        ),
    ],
  ])('%s', async (_name, expected, mail) => {
    expect(await verdict(await mail())).toMatchObject(expected);
  });
});

describe('a key that may not sign any more:', () => {
  const signedBy = async (key: PrivateKey) =>
    mailOf(signedEntity(part(TEXT), await detached(part(TEXT), key)));

  it.each([
    ['compromised, whenever it signed', enums.reasonForRevocation.keyCompromised, -1, 'invalid'],
    ['retired before it signed', enums.reasonForRevocation.keyRetired, -2, 'invalid'],
    ['retired after it signed', enums.reasonForRevocation.keyRetired, 0, 'valid'],
  ])('%s', async (_name, flag, hours, outcome) => {
    const date = new Date(Date.now() + hours * 3_600_000);
    const { publicKey } = await revokeKey({
      key: ada,
      reasonForRevocation: { flag },
      date,
      format: 'object',
    });
    expect(await verdict(await signedBy(ada), await ringOf([publicKey, 'configured']))).toMatchObject({
      outcome,
    });
  });

  it('revoked, though the key that comes with the mail leaves the revocation out', async () => {
    const { publicKey } = await revokeKey({ key: ada, format: 'object' });
    const signed = crlf(
      `Content-Type: multipart/mixed; boundary=mm\n\n--mm\n${part(TEXT)}\n--mm\n${keyPart(ada)}\n--mm--\n`,
    );
    const mail = mailOf(signedEntity(signed, await detached(signed, ada)));
    expect(await verdict(mail, await ringOf([publicKey, 'configured']))).toMatchObject({
      outcome: 'invalid',
    });
  });

  it('expired before it signed', async () => {
    const key = await keyFor('ada@quill.example', { keyExpirationTime: 3600 });
    const early = new Date(Date.now() - 86_000_000);
    const signature = async (date: Date) =>
      (await sign({
        message: await createMessage({ binary: Buffer.from(part(TEXT)) }),
        signingKeys: key,
        detached: true,
        date,
      })) as string;
    const ring = await ringOf([key, 'configured']);
    expect(await verdict(mailOf(signedEntity(part(TEXT), await signature(early))), ring)).toMatchObject({
      outcome: 'valid',
    });
    await expect(signature(new Date())).rejects.toThrow();
  });
});

/** RFC 9580 §4.2.1, five octets of length. */
function packet(tag: number, body: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([Buffer.from([0xc0 | tag, 0xff]), length, body]);
}

it("a certificate that carries another's key makes no signature of it broken, and none its own", async () => {
  const [primary] = ada.toPublic().toPacketList();
  const binding = mallory.toPublic().toPacketList().at(-1);
  const bytes = Buffer.concat([
    mallory.toPublic().write(),
    packet(enums.packet.publicSubkey, (primary as PublicKeyPacket).write()),
    packet(enums.packet.signature, (binding as SignaturePacket).write()),
  ]);
  const thief = await readKey({ binaryKey: bytes });
  expect(thief.getKeys(ada.getKeyID())).toHaveLength(1);
  const mail = mailOf(signedEntity(part(TEXT), await detached(part(TEXT), ada)));
  const both = await ringOf([thief, 'learned'], [ada, 'learned']);
  expect(await verdict(mail, both)).toMatchObject({
    outcome: 'valid',
    fingerprint: ada.getFingerprint().toUpperCase(),
    userIdMatchesFrom: true,
  });
  expect(await verdict(mail, await ringOf([thief, 'learned']))).toMatchObject({ outcome: 'invalid' });
});

describe('a key that came with the mail', () => {
  const withBoth = (mixed: string) => crlf(`Content-Type: multipart/mixed; boundary=mm\n\n${mixed}--mm--\n`);
  const attached = async (key: PrivateKey) => {
    const signed = withBoth(`--mm\n${part(TEXT)}\n--mm\n${keyPart(key)}\n`);
    return mailOf(signedEntity(signed, await detached(signed, key)));
  };
  const autocrypt = (key: PrivateKey, addr = 'ada@quill.example', more = '') =>
    `Autocrypt: addr=${addr}; prefer-encrypt=mutual;${more} keydata=\r\n ${Buffer.from(key.toPublic().write())
      .toString('base64')
      .replace(/(.{70})/g, '$1\r\n ')}`;
  const plainly = async (key: PrivateKey, ...header: string[]) =>
    mailOf(signedEntity(part(TEXT), await detached(part(TEXT), key)), header);

  it.each<readonly [string, () => Promise<Buffer>, string]>([
    ['attached', () => attached(ada), 'attached'],
    ['in the Autocrypt header', () => plainly(ada, autocrypt(ada)), 'autocrypt'],
    [
      'as a block in the text',
      async () => {
        const signed = part(`${TEXT}\n${block(ada)}`);
        return mailOf(signedEntity(signed, await detached(signed, ada)));
      },
      'inline',
    ],
    [
      'attached inside the encryption',
      async () =>
        pgpMimeMail(
          [SUBJECT],
          await signedAndSealed(withBoth(`--mm\n${part(TEXT)}\n--mm\n${keyPart(ada)}\n`), ada),
        ),
      'attached',
    ],
  ])('%s is claimed, never more', async (_name, mail, cameAs) => {
    const message = await read(await mail(), []);
    expect(message.signature).toMatchObject({ ...VALID, key: 'claimed' });
    expect(message.senderKeys).toMatchObject([
      {
        fingerprint: ada.getFingerprint().toUpperCase(),
        addresses: ['ada@quill.example'],
        cameAs,
        canEncrypt: true,
      },
    ]);
  });

  it('is what the operator says it is where the operator has it', async () => {
    expect(await verdict(await attached(ada), await ringOf([ada, 'configured']))).toMatchObject(VALID);
    expect(await verdict(await attached(ada), await ringOf([ada, 'learned']))).toMatchObject({
      key: 'learned',
    });
  });

  it('with the name of the sender on it stays claimed beside the known key of that name', async () => {
    const ring = await ringOf([ada, 'configured']);
    expect(await verdict(await attached(forged), ring)).toMatchObject({ outcome: 'valid', key: 'claimed' });
  });

  it('with a user ID that its owner did not certify does not match the From', async () => {
    const stolen = mallory.toPublic().toPacketList();
    const name = ada.toPublic().toPacketList().findPacket(enums.packet.userID);
    const at = stolen.indexOfTag(enums.packet.userID)[0] ?? 0;
    if (name) stolen.splice(at, 1, name);
    // Read anew: the library remembers on a packet that it was good once.
    const key = await readKey({ binaryKey: stolen.write() });
    const ring = await ringOf([key, 'configured']);
    expect(await verdict(await plainly(mallory), ring)).toMatchObject({ userIdMatchesFrom: false });
  });

  it.each<readonly [string, (key: PrivateKey) => string[]]>([
    ['for another address', key => [autocrypt(key, 'mallory@evil.example')]],
    ['twice', key => [autocrypt(key), autocrypt(forged)]],
    ['with an attribute that it must know', key => [autocrypt(key, 'ada@quill.example', ' critical=1;')]],
  ])('in an Autocrypt header %s does not count', async (_name, header) => {
    const message = await read(await plainly(ada, ...header(ada)), []);
    expect([message.senderKeys, message.recipientKey]).toEqual([[], null]);
  });

  it('in an Autocrypt header with an attribute that it may ignore counts', async () => {
    const header = autocrypt(ada, 'ADA@quill.example', ' _new=1;');
    expect((await read(await plainly(ada, header), [])).senderKeys).toHaveLength(1);
  });
});

describe('a receipt may be encrypted', () => {
  const clear = (...keys: PrivateKey[]) => mixedMail([SUBJECT], [part(TEXT), ...keys.map(keyPart)]);
  const fingerprintOf = async (message: Message) => {
    const found = message.senderKeys.find(({ armored }) => armored === message.recipientKey);
    return found?.fingerprint ?? null;
  };

  it('to a key that came in the clear', async () => {
    const message = await read(clear(mallory, ada), []);
    expect(await fingerprintOf(message)).toBe(ada.getFingerprint().toUpperCase());
  });

  it('to the key given before, whatever comes', async () => {
    const message = await read(clear(forged), await ringOf([ada, 'learned']));
    expect(message.recipientKey).toBe(ada.toPublic().armor());
  });

  it('never to a key out of decryption', async () => {
    const inner = crlf(
      `Content-Type: multipart/mixed; boundary=mm\n\n--mm\n${part(TEXT)}\n--mm\n${keyPart(ada)}\n--mm--\n`,
    );
    const message = await read(pgpMimeMail([SUBJECT], await sealed(inner, ours)), []);
    expect(message.senderKeys).toHaveLength(1);
    expect(message.recipientKey).toBeNull();
  });

  it('never to another key where the one given is revoked', async () => {
    const { publicKey } = await revokeKey({ key: ada, format: 'object' });
    expect((await read(clear(forged), await ringOf([publicKey, 'configured']))).recipientKey).toBeNull();
  });
});

describe('what a stranger may make us check is bounded:', () => {
  const clear = (...keys: PrivateKey[]) => mixedMail([SUBJECT], [part(TEXT), ...keys.map(keyPart)]);

  it('keys in one mail', async () => {
    const keys = await Promise.all(Array.from({ length: 12 }, (_, at) => keyFor(`a${at}@quill.example`)));
    expect((await read(clear(...keys), [])).senderKeys).toHaveLength(10);
  });

  it('names on one key', async () => {
    const userIDs = Array.from({ length: 70 }, (_, at) => ({ email: `a${at}@quill.example` }));
    expect((await read(clear(await keyFor('x', { userIDs })), [])).senderKeys).toEqual([]);
  });

  it('but not what the operator gives', async () => {
    const keys = await Promise.all(Array.from({ length: 12 }, (_, at) => keyFor(`a${at}@quill.example`)));
    const bytes = Buffer.concat(keys.map(key => key.toPublic().write()));
    expect(await readKeyFiles([{ file: 'all.gpg', bytes }])).toHaveLength(12);
  });
});

describe('a name on a key counts', () => {
  it('no more once it is revoked', async () => {
    const key = await keyFor('ada@quill.example', {
      userIDs: [{ email: 'ada@quill.example' }, { email: 'ada@elsewhere.example' }],
    });
    const user = key.users[0];
    if (!user) throw new Error('no user ID');
    const mail = mailOf(signedEntity(part(TEXT), await detached(part(TEXT), key)));
    expect(await verdict(mail, await ringOf([key, 'configured']))).toMatchObject({ userIdMatchesFrom: true });
    key.users[0] = await user.revoke(key.keyPacket as Parameters<typeof user.revoke>[0]);
    const revoked = await readKey({ binaryKey: key.toPublic().write() });
    expect(await verdict(mail, await ringOf([revoked, 'configured']))).toMatchObject({
      outcome: 'valid',
      userIdMatchesFrom: false,
    });
  });

  it('whatever its case', async () => {
    const key = await keyFor('Ada@Quill.Example');
    const mail = mailOf(signedEntity(part(TEXT), await detached(part(TEXT), key)));
    expect(await verdict(mail, await ringOf([key, 'configured']))).toMatchObject({ userIdMatchesFrom: true });
  });

  it('for the address it was learned for, and for none that it says it has as well', async () => {
    const key = await keyFor('mallory@evil.example', {
      userIDs: [{ email: 'mallory@evil.example' }, { email: 'ada@quill.example' }],
    });
    const ring = await withKey([], key.toPublic(), 'learned', 'mallory@evil.example');
    const mail = mailOf(signedEntity(part(TEXT), await detached(part(TEXT), key)));
    const message = await read(mail, ring);
    expect(message.signature).toMatchObject({ key: 'learned', userIdMatchesFrom: false });
    expect(message.recipientKey).toBeNull();
    // Not by bringing the key along once more, either.
    const signed = crlf(
      `Content-Type: multipart/mixed; boundary=mm\n\n--mm\n${part(TEXT)}\n--mm\n${keyPart(key)}\n--mm--\n`,
    );
    const again = await read(mailOf(signedEntity(signed, await detached(signed, key))), ring);
    expect(again.signature).toMatchObject({ key: 'learned', userIdMatchesFrom: false });
  });

  it('for each address that it was learned for', async () => {
    const userIDs = [{ email: 'ada@quill.example' }, { email: 'ada@elsewhere.example' }];
    const key = (await keyFor('ada@quill.example', { userIDs })).toPublic();
    const once = await withKey([], key, 'learned', 'ada@elsewhere.example');
    const twice = await withKey(once, key, 'learned', 'ada@quill.example');
    expect(twice).toMatchObject([{ addresses: ['ada@quill.example', 'ada@elsewhere.example'] }]);
  });
});

describe('a key attached beside what it signed inside the encryption', () => {
  /** Armor in a text part, and files beside it. */
  async function beside(...files: readonly string[]): Promise<Buffer> {
    const parts = [part(await signedAndSealed(TEXT, ada)), ...files];
    return mailOf(
      crlf(
        `Content-Type: multipart/mixed; boundary=mm\n\n${parts.map(one => `--mm\n${one}\n`).join('')}--mm--\n`,
      ),
    );
  }

  it('takes nothing from the signature, and is learned', async () => {
    const mail = await beside(keyPart(ada));
    expect(await verdict(mail)).toMatchObject(VALID);
    const message = await read(mail, []);
    expect(message.signature).toMatchObject({ ...VALID, key: 'claimed' });
    expect(keyToLearn(message)).toMatchObject({ address: 'ada@quill.example' });
  });

  it('says nothing of what stands around all of that', async () => {
    const signed = crlf(
      `Content-Type: multipart/mixed; boundary=ii\n\n--ii\n${part(await signedAndSealed(TEXT, ada))}\n--ii\n${keyPart(ada)}\n--ii--\n`,
    );
    const sealed = await encrypt({
      message: await createMessage({ text: signed }),
      encryptionKeys: ours.toPublic(),
    });
    const mail = (around: string) =>
      mailOf(
        crlf(
          `Content-Type: multipart/mixed; boundary=mm\n\n--mm\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--mm\nContent-Type: application/octet-stream\n\n${sealed}\n${around}--mm--\n`,
        ),
      );
    expect(await verdict(mail(''))).toMatchObject(VALID);
    const words = '--mm\nContent-Type: text/plain\n\npay me\n';
    const file = '--mm\nContent-Disposition: attachment; filename=a.txt\n\npay me\n';
    expect(await verdict(mail(words))).toMatchObject(VALID_PART);
    expect(await verdict(mail(file))).toMatchObject(VALID_PART);
    const binary =
      '--mm\nContent-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n';
    expect(await verdict(mail(binary))).toMatchObject(VALID_PART);
  });

  it.each<[string, () => Promise<Buffer>]>([
    ['another key', () => beside(keyPart(mallory))],
    ['that key and another', () => beside(keyPart(ada), keyPart(mallory))],
    [
      'that key with a comment',
      () => beside(keyPart(ada).replace('BLOCK-----\n', 'BLOCK-----\nComment: pay me\n')),
    ],
    ['that key with words behind it', () => beside(`${keyPart(ada)}\npay me`)],
    [
      'that key and a file',
      () => beside(keyPart(ada), 'Content-Disposition: attachment; filename=a.txt\n\npay me'),
    ],
    ['that key and words', () => beside(keyPart(ada), 'Content-Type: text/plain\n\npay me')],
  ])('is not all of it beside %s', async (_name, mail) => {
    expect(await verdict(await mail())).toMatchObject(VALID_PART);
  });
});
