/**
 * Raw mails in the shapes that real clients send, with CRLF line ends.
 */

export interface MailFields {
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly messageId?: string;
  /** Further header lines, before the content's own. */
  readonly headers?: readonly string[];
}

let count = 0;

/** A mail with any body. Fields left out get plausible values; `headers` may add to them. */
export function mail(fields: MailFields, content: readonly string[], body: string | Uint8Array): Buffer {
  count += 1;
  const header = [
    `From: ${fields.from ?? 'Researcher <researcher@example.org>'}`,
    `To: ${fields.to ?? 'support@example.test'}`,
    `Subject: ${fields.subject ?? 'Security Alert'}`,
    'Date: Tue, 24 Nov 2026 10:00:00 +0100',
    `Message-ID: ${fields.messageId ?? `<mail-${count}@example.org>`}`,
    'MIME-Version: 1.0',
    ...(fields.headers ?? []),
    ...content,
  ];
  const bytes = typeof body === 'string' ? Buffer.from(crlf(body)) : Buffer.from(body);
  return Buffer.concat([Buffer.from(`${header.join('\r\n')}\r\n\r\n`), bytes]);
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

/** The entity inside, with a protected subject (RFC 9788). */
export function protectedEntity(subject: string, text: string): Buffer {
  return Buffer.from(
    crlf(
      `Content-Type: text/plain; charset=utf-8; protected-headers="v1"; hp="cipher"\nSubject: ${subject}\nFrom: Researcher <researcher@example.org>\n\n${text}`,
    ),
  );
}

/** An encrypted file beside a clear text. */
export function attachmentMail(fields: MailFields, text: string, filename: string, file: Uint8Array): Buffer {
  const encoded = Buffer.from(file)
    .toString('base64')
    .replace(/(.{76})/g, '$1\n');
  const body = [
    '--b1',
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '--b1',
    `Content-Type: application/octet-stream; name="${filename}"`,
    `Content-Disposition: attachment; filename="${filename}"`,
    'Content-Transfer-Encoding: base64',
    '',
    encoded,
    '--b1--',
    '',
  ].join('\n');
  return mail(fields, ['Content-Type: multipart/mixed; boundary=b1'], body);
}

function crlf(text: string): string {
  return text.replace(/\r?\n/g, '\r\n');
}
