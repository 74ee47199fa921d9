/**
 * A submission as one mail (RFC 5322), of the form that it would have had if its author had written one: taken in, kept and
 * shown as any other. What it says depends on its parts alone, so that who sends the same twice sends one mail.
 */
import { createHash } from 'node:crypto';
import { isPlainAddress } from '../message/address.js';
import { encodedWords, entityOf } from './entity.js';
import { reportText, subjectOf } from './report-text.js';
import type { FormLanguage, Submission, SubmittedFile } from './submission.js';

/** What stands in the header beside what the report itself says. */
export interface Outside {
  /** What tells this form, as it was opened, from all others. */
  readonly id: string;
  /** When the form was opened; UTC instant. */
  readonly date: Date;
  /** Ours, that reports are written to. */
  readonly to: string;
  /** That the policy asks for in the subject. */
  readonly phrase: string;
  readonly language: FormLanguage;
  /** Where the reporter is answered; '' where they want no answer. */
  readonly email: string;
}

/** The mail of a form that came in the clear. */
export function clearMail(
  submission: Submission,
  files: readonly SubmittedFile[],
  outside: Outside,
): Uint8Array {
  const text = reportText(submission);
  const hash = hashOf([outside.id, subjectOf('', submission), text], files);
  return mail(
    { ...outside, name: submission.name },
    subjectOf(outside.phrase, submission),
    hash,
    entityOf(text, files, hash.slice(0, 24)),
  );
}

/**
 * The mail of a form that the page encrypted (RFC 3156 §4).
 * @param armored - an OpenPGP message, from readArmor
 */
export function encryptedMail(armored: string, outside: Outside): Uint8Array {
  const hash = hashOf([outside.id, armored], []);
  const boundary = `=_encrypted_${hash.slice(0, 24)}`;
  const entity = [
    `Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: application/pgp-encrypted',
    '',
    'Version: 1',
    '',
    `--${boundary}`,
    'Content-Type: application/octet-stream; name="encrypted.asc"',
    'Content-Disposition: inline; filename="encrypted.asc"',
    '',
    armored.replaceAll('\n', '\r\n'),
    `--${boundary}--`,
    '',
  ].join('\r\n');
  return mail({ ...outside, name: '' }, outside.phrase, hash, entity);
}

/**
 * An armored message (RFC 9580 §6.2) as a page of ours sends it: one, and nothing around it.
 * @returns with LF at the ends of its lines; null where it is none
 */
export function readArmor(text: string): string | null {
  const armored = text.replaceAll('\r\n', '\n').trim();
  const [first, ...lines] = armored.split('\n');
  const last = lines.pop();
  if (first !== '-----BEGIN PGP MESSAGE-----' || last !== '-----END PGP MESSAGE-----') return null;
  const empty = lines.indexOf('');
  if (empty < 0 || empty > MOST_ARMOR_FIELDS || empty === lines.length - 1) return null;
  const isSound = lines.every((line, index) =>
    index < empty ? ARMOR_FIELD.test(line) : index === empty || ARMOR_LINE.test(line),
  );
  return isSound ? armored : null;
}

/** RFC 9580 §6.2.2: "Version", "Comment" and their like, which nobody needs. */
const ARMOR_FIELD = /^[A-Za-z]{1,20}: [\x20-\x7e]{0,100}$/;
const MOST_ARMOR_FIELDS = 8;

/** RFC 9580 §6.1 has no more than 76 characters; the last line is a checksum. */
const ARMOR_LINE = /^[A-Za-z0-9+/=]{1,76}$/;

function mail(
  { date, to, email, name, language }: Outside & { readonly name: string },
  subject: string,
  hash: string,
  entity: string,
): Uint8Array {
  const header = [
    `Date: ${date.toUTCString().replace(/GMT$/, '+0000')}`,
    `From: ${author(name, email)}`,
    `To: ${to}`,
    `Subject: ${encodedWords(subject)}`,
    `Message-ID: <form.${hash.slice(0, 40)}@${to.slice(to.lastIndexOf('@') + 1)}>`,
    `Content-Language: ${language}`,
    'MIME-Version: 1.0',
  ];
  return Buffer.from(`${header.join('\r\n')}\r\n${entity}`);
}

/** RFC 6854 §2.1 allows a group in From, for mail that nobody can answer. */
function author(name: string, email: string): string {
  if (!isPlainAddress(email)) return 'Anonymous:;';
  // What looks like another address would make it a field of two.
  const words = name.replace(/["\\]/g, '').trim();
  if (words === '' || /[@<>]/.test(words)) return email;
  const encoded = encodedWords(words);
  return encoded === words ? `"${words}" <${email}>` : `${encoded} <${email}>`;
}

/** Each item behind its length, so that words can't move from one into the next. */
function hashOf(words: readonly string[], files: readonly SubmittedFile[]): string {
  const hash = createHash('sha256');
  const add = (bytes: Uint8Array) => hash.update(`${bytes.byteLength}:`).update(bytes);
  for (const text of words) add(Buffer.from(text));
  for (const { name, type, content } of files) {
    for (const text of [name, type]) add(Buffer.from(text));
    add(content);
  }
  return hash.digest('hex');
}
