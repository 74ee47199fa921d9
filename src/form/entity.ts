/**
 * A MIME entity (RFC 2045, RFC 2046) of a report's words and files. Pure, and the same in the server and in the page's
 * script, which encrypts what it gives.
 */
import type { SubmittedFile } from './submission.js';

/** Bytes in a line of base64: 76 characters, RFC 2045 §6.8. */
const BYTES_A_LINE = 57;

/** RFC 2045 §5.1; only what is a leaf can stand in base64 (§6.4). */
const LEAF_TYPE = /^(?!multipart\/|message\/)[a-z]{1,20}\/[a-z0-9][a-z0-9.+-]{0,100}$/;

/** Characters of a file's name that are kept. */
const LONGEST_NAME = 150;

/**
 * Writes the entity.
 * @param text - lines that end in LF
 * @param id - letters and digits that no other entity of the mail has in its boundary
 * @param inside - the subject of what is to be encrypted, and the one that stands outside of it
 * @returns ASCII, its lines ending in CRLF
 */
export function entityOf(
  text: string,
  files: readonly SubmittedFile[],
  id: string,
  inside: { readonly subject: string; readonly outer: string } | null = null,
): string {
  // No line of base64 can hold an underscore, so that none is taken for it.
  const boundary = `=_report_${id}`;
  const words = part(
    ['Content-Type: text/plain; charset=utf-8', 'Content-Disposition: inline'],
    new TextEncoder().encode(text.replaceAll('\n', '\r\n')),
  );
  const parts = [words, ...files.map(filePart)];
  // RFC 9788 §2.1 and §2.2: that the subject is protected, and that the other one outside is meant.
  const [marker, fields] =
    inside === null
      ? ['', []]
      : [
          '; hp="cipher"',
          [`Subject: ${encodedWords(inside.subject)}`, `HP-Outer: Subject: ${encodedWords(inside.outer)}`],
        ];
  return [
    `Content-Type: multipart/mixed; boundary="${boundary}"${marker}`,
    ...fields,
    '',
    ...parts.map(one => `--${boundary}\r\n${one}`),
    `--${boundary}--`,
    '',
  ].join('\r\n');
}

/**
 * Characters outside of ASCII as encoded words, RFC 2047.
 * @param value - of a header field, without line breaks
 */
export function encodedWords(value: string): string {
  if (/^[\x20-\x7e]*$/.test(value) && !value.includes('=?') && value.length <= 900) return value;
  const words: string[] = [];
  let word = '';
  // §2: a word has at most 75 characters, and holds whole characters.
  for (const character of value) {
    if (bytesOf(word + character).length > 42) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  return [...words, word].map(one => `=?utf-8?B?${base64(bytesOf(one))}?=`).join('\r\n ');
}

function filePart({ name, type, content }: SubmittedFile): string {
  const kept = LEAF_TYPE.test(type.toLowerCase()) ? type.toLowerCase() : 'application/octet-stream';
  return part([`Content-Type: ${kept}`, `Content-Disposition: attachment; ${fileName(name)}`], content);
}

/** RFC 2231 §4 where the name has other characters than letters and digits of ASCII. */
function fileName(name: string): string {
  const last = name
    .toWellFormed()
    .replace(/^.*[/\\]/su, '')
    .replace(/[\p{Cc}\p{Cf}]+/gu, '')
    .slice(0, LONGEST_NAME)
    .toWellFormed();
  if (/^[A-Za-z0-9._-]+$/.test(last)) return `filename="${last}"`;
  const encoded = encodeURIComponent(last === '' ? 'file' : last).replace(
    /['()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `filename*=utf-8''${encoded}`;
}

function part(fields: readonly string[], content: Uint8Array): string {
  const lines: string[] = [];
  for (let start = 0; start < content.length; start += BYTES_A_LINE) {
    lines.push(base64(content.subarray(start, start + BYTES_A_LINE)));
  }
  return [...fields, 'Content-Transfer-Encoding: base64', '', ...lines].join('\r\n');
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
