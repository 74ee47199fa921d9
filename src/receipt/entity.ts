/**
 * A mail of ours as one MIME entity, before anything is signed. Every byte is 7-bit ASCII in the form that RFC 3156
 * §3 and §5 ask of what is to be signed: quoted-printable, no white space at a line's end, no line that begins
 * with "From ". The one exception is the To of an internationalised address (RFC 6532).
 */
import MailComposer from 'nodemailer/lib/mail-composer';
import { encode, wrap } from 'nodemailer/lib/qp';
import type { ReceiptMail } from '../store/outbox.js';
import type { OwnKey } from './own-key.js';

/** What a mail of ours says, and how. */
export interface OwnMail extends Omit<ReceiptMail, 'html' | 'encryptTo'> {
  /** Null for a mail of text alone, without our key. */
  readonly html: string | null;
  /** RFC 3834 §5: an answer to a mail, or written without one. */
  readonly autoSubmitted?: 'auto-replied' | 'auto-generated';
}

/** Whose name the mail carries. */
export interface Sender {
  readonly name: string;
  readonly address: string;
}

/** A mail taken apart, for what wraps it. */
export interface Entity {
  /** Fields of the mail: From, To, Subject and the like, folded as they stand, without the last CRLF. */
  readonly fields: readonly string[];
  /** Content-Type and what else describes the body. */
  readonly structure: readonly string[];
  readonly body: Buffer;
}

/**
 * Composes a mail.
 * @param mail - its recipient is an address as `isPlainAddress` has it
 */
export async function composeEntity(mail: OwnMail, sender: Sender, key: OwnKey | null): Promise<Entity> {
  const composer = new MailComposer({
    from: { name: sender.name, address: sender.address },
    subject: mail.subject,
    messageId: mail.messageId,
    ...(mail.inReplyTo === null ? {} : { inReplyTo: mail.inReplyTo }),
    ...(mail.references.length === 0 ? {} : { references: [...mail.references] }),
    alternatives: [
      { contentType: 'text/plain', raw: textEntity('plain', mail.text) },
      { contentType: 'text/html', raw: textEntity('html', mail.html ?? '') },
    ],
    attachments: key?.isOffered ? [{ contentType: 'application/pgp-keys', raw: keyEntity(key) }] : [],
    headers: {
      // RFC 3834 §5: what is made by a machine says so, and so is never answered by one.
      'Auto-Submitted': mail.autoSubmitted ?? 'auto-replied',
      'X-Auto-Response-Suppress': 'All',
      'X-Loop': sender.address,
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const whole = takeApart(await composer.compile().build());
  // nodemailer drops the fields of a mail whose one part is written already.
  const entity =
    mail.html === null
      ? { ...takeApart(Buffer.from(textEntity('plain', mail.text))), fields: whole.fields }
      : whole;
  // Written here, because nodemailer would write an internationalised address with its domain in U-labels.
  return { ...entity, fields: [...entity.fields, `To: ${mail.recipient}`] };
}

/** A mail whole again. */
export function joinEntity({ fields, structure, body }: Entity): Buffer {
  return Buffer.concat([
    Buffer.from(`${[...fields, 'MIME-Version: 1.0', ...structure].join('\r\n')}\r\n\r\n`),
    body,
  ]);
}

function takeApart(raw: Buffer): Entity {
  const end = raw.indexOf('\r\n\r\n');
  const all = raw
    .subarray(0, end)
    .toString()
    .split(/\r\n(?![ \t])/);
  const isStructure = (field: string) => /^content-/i.test(field);
  return {
    fields: all.filter(field => !isStructure(field) && !/^mime-version:/i.test(field)),
    structure: all.filter(isStructure),
    body: raw.subarray(end + 4),
  };
}

/** Mail servers may put ">" before "From " (RFC 4155), which would break a signature. */
function textEntity(subtype: 'plain' | 'html', text: string): string {
  const lines = text.replace(/\r?\n/g, '\r\n');
  const encoded = wrap(encode(lines).replace(/From(?= )/g, '=46rom'));
  return `Content-Type: text/${subtype}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${encoded}`;
}

/** Whole, as the texts are: of a file nodemailer would make streams for each mail, though it is always the same. */
function keyEntity({ armored, keyId }: OwnKey): string {
  const filename = `OpenPGP_${keyId}.asc`;
  return [
    `Content-Type: application/pgp-keys; name=${filename}`,
    'Content-Description: OpenPGP public key',
    'Content-Transfer-Encoding: 7bit',
    `Content-Disposition: attachment; filename=${filename}`,
    '',
    armored,
  ].join('\r\n');
}
