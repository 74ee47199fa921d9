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
export function encryptedMail(armored: Uint8Array, outside: Outside): Uint8Array {
  const hash = hashOf([outside.id], [{ name: '', type: '', content: armored }]);
  const boundary = `=_encrypted_${hash.slice(0, 24)}`;
  const before = [
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
    '',
  ].join('\r\n');
  const head = mail({ ...outside, name: '' }, outside.phrase, hash, before);
  return Buffer.concat([head, armored, Buffer.from(`\r\n--${boundary}--\r\n`)]);
}

const BEGIN = '-----BEGIN PGP MESSAGE-----';
const END = '-----END PGP MESSAGE-----';

/** RFC 9580 §6.2.2: "Version", "Comment" and their like, which nobody needs. */
const ARMOR_FIELD = /^[A-Za-z]{1,20}: [\x20-\x7e]{0,100}$/;
const MOST_ARMOR_FIELDS = 8;

/** RFC 9580 §6.1 has no more than 76 characters; the last line is a checksum. */
const ARMOR_LINE = /^[A-Za-z0-9+/=]{1,76}$/;
const LONGEST_LINE = 124;

/** Bytes of a line on average: programs write 64 and more, and millions of short ones would fill the memory of whoever reads them. */
const SHORTEST_ON_AVERAGE = 32;

/**
 * An armored message (RFC 9580 §6.2) as a page of ours sends it: one, and nothing around it but white space. Looked at line by line
 * where it lies, so that it takes no more memory than its result.
 * @returns with CRLF between its lines; null where it is none
 */
export function readArmor(bytes: Uint8Array): Uint8Array | null {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = text.indexOf(BEGIN);
  const last = text.lastIndexOf(END);
  if (
    first < 0 ||
    last < 0 ||
    !isBlank(text.subarray(0, first)) ||
    !isBlank(text.subarray(last + END.length))
  )
    return null;
  const armored = text.subarray(first, last + END.length);
  const lines = soundLines(armored);
  if (lines === null) return null;
  return lines.withoutReturn === 0 ? armored : withReturns(armored, lines.withoutReturn);
}

/** Looks at each line. @returns how many end in LF alone; null where one can't be part of a message */
function soundLines(armored: Buffer): { readonly withoutReturn: number } | null {
  const most = armored.byteLength / SHORTEST_ON_AVERAGE + MOST_ARMOR_FIELDS + 4;
  let withoutReturn = 0;
  let empty = -1;
  let count = 0;
  let start = 0;
  for (let end = armored.indexOf(LF); end >= 0; end = armored.indexOf(LF, start)) {
    const hasReturn = armored[end - 1] === CR;
    if (!hasReturn) withoutReturn += 1;
    if (count > most || end - start > LONGEST_LINE) return null;
    const line = armored.toString('latin1', start, hasReturn ? end - 1 : end);
    if (count === 0) {
      if (line !== BEGIN) return null;
    } else if (empty >= 0) {
      if (!ARMOR_LINE.test(line)) return null;
    } else if (line === '') empty = count;
    else if (count > MOST_ARMOR_FIELDS || !ARMOR_FIELD.test(line)) return null;
    count += 1;
    start = end + 1;
  }
  const isEnded = armored.toString('latin1', start) === END;
  return isEnded && empty >= 0 && count > empty + 1 ? { withoutReturn } : null;
}

function withReturns(text: Buffer, more: number): Uint8Array {
  const whole = Buffer.alloc(text.byteLength + more);
  let at = 0;
  let start = 0;
  for (let end = text.indexOf(LF); end >= 0; end = text.indexOf(LF, start)) {
    at += text.copy(whole, at, start, end);
    if (text[end - 1] !== CR) at = whole.writeUInt8(CR, at);
    at = whole.writeUInt8(LF, at);
    start = end + 1;
  }
  text.copy(whole, at, start);
  return whole;
}

const LF = 0x0a;
const CR = 0x0d;

function isBlank(bytes: Buffer): boolean {
  return bytes.byteLength <= LONGEST_LINE && /^\s*$/.test(bytes.toString('latin1'));
}

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
