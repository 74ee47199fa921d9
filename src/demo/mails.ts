/**
 * The demo's mail: plain fixtures, encrypted here and now to a fresh key in the forms that real clients send.
 */
import { readFileSync } from 'node:fs';
import { createMessage, encrypt, type PublicKey } from 'openpgp';
import { z } from 'zod';

const mailSchema = z.strictObject({
  file: z.string(),
  form: z.enum(['as-is', 'pgp-mime', 'inline', 'attachment']),
  /** The outer subject is "...", the real one travels inside. */
  hideSubject: z.boolean().default(false),
  key: z.enum(['disclosure', 'unknown']).default('disclosure'),
  /** The second half of the armor is lost on the way. */
  cutOff: z.boolean().default(false),
  filename: z.string().default('report.asc'),
});

/** How one fixture is to be sent. */
export type DemoMail = z.infer<typeof mailSchema>;

const FOLDER = new URL('../../fixtures/demo/', import.meta.url);

/** The demo's mails, in the order they arrive. */
export function demoMails(): DemoMail[] {
  return z.array(mailSchema).parse(JSON.parse(readFileSync(new URL('mails.json', FOLDER), 'utf8')));
}

/**
 * One mail as it goes over the wire.
 * @param keys - to encrypt to
 */
export async function sealMail(mail: DemoMail, keys: Record<DemoMail['key'], PublicKey>): Promise<Buffer> {
  const raw = readFileSync(new URL(mail.file, FOLDER));
  if (mail.form === 'as-is') return raw;
  const { outer, content, body } = takeApart(raw.toString('utf8'));
  const key = keys[mail.key];
  switch (mail.form) {
    case 'pgp-mime':
      return pgpMime(outer, content, body, mail, key);
    case 'inline': {
      const armored = await seal(Buffer.from(body), key);
      return join([...outer, ...TEXT], mail.cutOff ? armored.slice(0, armored.length / 2) : armored);
    }
    case 'attachment':
      return attachment(outer, body, mail.filename, key);
  }
}

const TEXT = ['MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8'];
const BOUNDARY = '------------demoN3nF8xwQ2uKq';

/** RFC 3156 §4, with the header protected as RFC 9788 has it. */
async function pgpMime(
  outer: readonly string[],
  content: readonly string[],
  body: string,
  mail: DemoMail,
  key: PublicKey,
): Promise<Buffer> {
  const protectedHeader = [
    ...outer,
    ...content.map(line =>
      /^content-type:/i.test(line) ? `${line}; protected-headers="v1"; hp="cipher"` : line,
    ),
  ];
  const armored = await seal(join(protectedHeader, body), key);
  const header = mail.hideSubject
    ? outer.map(line => (/^subject:/i.test(line) ? 'Subject: ...' : line))
    : outer;
  return join(
    [
      ...header,
      'MIME-Version: 1.0',
      `Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="${BOUNDARY}"`,
    ],
    [
      'This is an OpenPGP/MIME encrypted message (RFC 4880 and 3156)',
      `--${BOUNDARY}`,
      'Content-Type: application/pgp-encrypted',
      'Content-Description: PGP/MIME version identification',
      '',
      'Version: 1',
      '',
      `--${BOUNDARY}`,
      'Content-Type: application/octet-stream; name="encrypted.asc"',
      'Content-Description: OpenPGP encrypted message',
      'Content-Disposition: inline; filename="encrypted.asc"',
      '',
      armored,
      `--${BOUNDARY}--`,
      '',
    ].join('\r\n'),
  );
}

async function attachment(
  outer: readonly string[],
  body: string,
  filename: string,
  key: PublicKey,
): Promise<Buffer> {
  const binary = await encrypt({
    message: await createMessage({ binary: Buffer.from(body) }),
    encryptionKeys: key,
    format: 'binary',
  });
  const encoded = Buffer.from(binary)
    .toString('base64')
    .replace(/(.{76})/g, '$1\r\n');
  return join(
    [...outer, 'MIME-Version: 1.0', `Content-Type: multipart/mixed; boundary="${BOUNDARY}"`],
    [
      `--${BOUNDARY}`,
      'Content-Type: text/plain; charset=us-ascii',
      '',
      'Hello, the report is in the encrypted file.',
      '',
      `--${BOUNDARY}`,
      `Content-Type: application/octet-stream; name="${filename}"`,
      `Content-Disposition: attachment; filename="${filename}"`,
      'Content-Transfer-Encoding: base64',
      '',
      encoded,
      `--${BOUNDARY}--`,
      '',
    ].join('\r\n'),
  );
}

async function seal(bytes: Uint8Array, key: PublicKey): Promise<string> {
  const armored = await encrypt({ message: await createMessage({ binary: bytes }), encryptionKeys: key });
  return armored.replace(/\r?\n/g, '\r\n');
}

/** Header lines that travel outside, those that describe the content, and the body. */
function takeApart(mail: string): { outer: string[]; content: string[]; body: string } {
  const end = mail.indexOf('\r\n\r\n');
  const lines = mail.slice(0, end).split(/\r\n(?![ \t])/);
  const isContent = (line: string) => /^(?:content-|mime-version)/i.test(line);
  return {
    outer: lines.filter(line => !isContent(line)),
    content: lines.filter(line => isContent(line) && !/^mime-version/i.test(line)),
    body: mail.slice(end + 4),
  };
}

function join(header: readonly string[], body: string): Buffer {
  return Buffer.from(`${header.join('\r\n')}\r\n\r\n${body}`);
}
