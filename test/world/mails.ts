/**
 * Raw mails in the shapes that real clients send, with CRLF line ends.
 */
import libmime from 'libmime';

export interface MailFields {
  /** Decoded, like `to` and `subject`; what is not ASCII is written as RFC 2047 has it. */
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly messageId?: string;
  readonly date?: Date;
  /** Further header lines, before the content's own; bytes go out as they are. */
  readonly headers?: readonly (string | Uint8Array)[];
}

const DATE = new Date('2026-11-24T09:00:00Z');

const RESEARCHER = 'Researcher <researcher@example.org>';

let count = 0;

/** A mail with any body. Fields left out get plausible values; `headers` may add to them. */
export function mail(fields: MailFields, content: readonly string[], body: string | Uint8Array): Buffer {
  count += 1;
  const header = [
    `From: ${mailbox(fields.from ?? RESEARCHER)}`,
    `To: ${mailbox(fields.to ?? 'support@example.test')}`,
    `Subject: ${words(fields.subject ?? 'Security Alert')}`,
    `Date: ${(fields.date ?? DATE).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: ${fields.messageId ?? `<mail-${count}@example.org>`}`,
    'MIME-Version: 1.0',
    ...(fields.headers ?? []),
    ...content,
  ];
  const lines = header.flatMap(line => [Buffer.from(line), Buffer.from('\r\n')]);
  const bytes = typeof body === 'string' ? Buffer.from(crlf(body)) : Buffer.from(body);
  return Buffer.concat([...lines, Buffer.from('\r\n'), bytes]);
}

/** A text/plain mail. */
export function plainMail(fields: MailFields, text: string): Buffer {
  return mail(fields, ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit'], text);
}

/** RFC 3156 §4, in Thunderbird's shape. */
export function pgpMimeMail(fields: MailFields, armored: Uint8Array): Buffer {
  const body = [
    'This is an OpenPGP/MIME encrypted message (RFC 4880 and 3156)',
    '--------------7Qm1fV',
    'Content-Type: application/pgp-encrypted',
    'Content-Description: PGP/MIME version identification',
    '',
    'Version: 1',
    '',
    '--------------7Qm1fV',
    'Content-Type: application/octet-stream; name="encrypted.asc"',
    'Content-Description: OpenPGP encrypted message',
    'Content-Disposition: inline; filename="encrypted.asc"',
    '',
    Buffer.from(armored).toString(),
    '',
    '--------------7Qm1fV--',
    '',
  ].join('\n');
  const type =
    'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="------------7Qm1fV"';
  return mail(fields, [type], body);
}

export interface ProtectedOptions {
  readonly from?: string;
  /** How the entity says that its header counts: RFC 9788, the draft before it, or both as Thunderbird does. */
  readonly scheme?: 'hp' | 'protected-headers' | 'both';
  readonly attachments?: readonly { readonly filename: string; readonly bytes: Uint8Array }[];
}

const MARKS = {
  hp: '; hp="cipher"',
  'protected-headers': '; protected-headers="v1"',
  both: '; protected-headers="v1"; hp="cipher"',
};

/** The entity inside, with a protected subject. */
export function protectedEntity(subject: string, text: string, options: ProtectedOptions = {}): Buffer {
  const { from = RESEARCHER, scheme = 'both', attachments = [] } = options;
  const header = `Subject: ${words(subject)}\nFrom: ${mailbox(from)}\n`;
  const textType = 'Content-Type: text/plain; charset=utf-8';
  if (attachments.length === 0) return Buffer.from(crlf(`${textType}${MARKS[scheme]}\n${header}\n${text}`));
  const parts = attachments.map(({ filename, bytes }) => `--inner\n${filePart(filename, base64(bytes))}\n`);
  return Buffer.from(
    crlf(
      `Content-Type: multipart/mixed; boundary="inner"${MARKS[scheme]}\n${header}\n--inner\n${textType}\n\n${text}\n${parts.join('')}--inner--\n`,
    ),
  );
}

/** Armor in the text itself. @param around - clear text before and after it */
export function inlineMail(
  fields: MailFields,
  armored: Uint8Array,
  around: { readonly before?: string; readonly after?: string } = {},
): Buffer {
  return plainMail(fields, `${around.before ?? ''}${Buffer.from(armored)}${around.after ?? ''}`);
}

/** An encrypted file, armored or binary, beside a clear text. */
export function attachmentMail(fields: MailFields, text: string, filename: string, file: Uint8Array): Buffer {
  const body = [
    '--b1',
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '--b1',
    filePart(filename, base64(file)),
    '--b1--',
    '',
  ].join('\n');
  return mail(fields, ['Content-Type: multipart/mixed; boundary=b1'], body);
}

function filePart(filename: string, encoded: string): string {
  return [
    `Content-Type: application/octet-stream; name="${filename}"`,
    `Content-Disposition: attachment; filename="${filename}"`,
    'Content-Transfer-Encoding: base64',
    '',
    encoded,
  ].join('\n');
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('base64')
    .replace(/(.{76})/g, '$1\n');
}

/** ASCII stays as it is, so that a test may write encoded words of its own. */
function words(value: string): string {
  return isAscii(value) ? value : libmime.encodeWord(value, 'Q', 52).replaceAll('?= =?', '?=\r\n =?');
}

/** Only the name may be encoded, RFC 2047 §5. */
function mailbox(value: string): string {
  const named = /^(.*\S)\s*(<[^<>]*>)$/s.exec(value);
  if (isAscii(value) || !named) return value;
  return `${words((named[1] ?? '').replace(/^"(.*)"$/s, '$1'))} ${named[2]}`;
}

function isAscii(value: string): boolean {
  return /^[\x00-\x7f]*$/.test(value);
}

function crlf(text: string): string {
  return text.replace(/\r?\n/g, '\r\n');
}
