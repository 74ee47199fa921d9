/**
 * The words and files of one entity. Never mixes origins: the caller says where the entity came from, and everything
 * found in it carries that.
 */
import { findArmor, isOpenPgpMessage } from './armor.js';
import { calendarText } from './calendar-text.js';
import { decodeText } from './charset.js';
import { fileType } from './file-type.js';
import type { Attachment, Origin, ReadingNote, TextBody } from './message.js';
import type { Part } from './mime-tree.js';
import { isText } from './plaintext.js';
import { manyLines } from './printable.js';
import { type HtmlMeans, holdsWords, isInRefusedCharset, textOfPart } from './text-part.js';
import { type Words, withoutSecondTelling } from './words.js';

export interface Content {
  readonly bodies: readonly TextBody[];
  readonly attachments: readonly Attachment[];
  readonly notes: readonly ReadingNote[];
}

/** How an entity is read. */
export interface ContentOptions {
  /** Whether it came out of decryption. */
  readonly origin: Origin;
  /** Parts to leave out: what was opened is read for itself. */
  readonly taken: ReadonlySet<Part>;
  /** Whether its protected header may be repeated in its words (RFC 9788 §5.2). */
  readonly mayRepeatHeader: boolean;
  readonly means: HtmlMeans;
}

const TEXT_FILE = /\.(?:txt|text|md|markdown|log)$/i;

/**
 * Reads an entity to the end.
 * @param root - from splitParts
 */
export function readContent(root: Part, options: ContentOptions): Content {
  const { origin, taken, mayRepeatHeader, means } = options;
  const leaves = leavesOf(root).filter(part => !taken.has(part) && !isMachinery(part));
  const isFile = fileRule(leaves);
  const files = leaves.filter(isFile);
  const told = new Set(leaves.filter(part => !isFile(part)));
  const { plain, html, differ } = withoutSecondTelling(root, part =>
    told.has(part) ? wordsIn(part, mayRepeatHeader, means) : null,
  );
  const words: TextBody[] = [];
  if (plain.trim()) words.push({ origin, kind: 'plain', text: plain, filename: null });
  if (html.trim()) words.push({ origin, kind: 'html', text: html, filename: null });
  if (words.length === 0) words.push(...files.flatMap(part => calendarWords(part, origin)));
  return {
    bodies: [...words, ...files.flatMap(part => textFile(part, origin))],
    attachments: files.map(part => ({
      origin,
      filename: part.filename,
      contentType: fileType(part.body, part.filename, part.type),
      content: part.body,
    })),
    notes: notesOn(files, differ),
  };
}

function leavesOf(part: Part): Part[] {
  return part.children.length === 0 ? [part] : part.children.flatMap(leavesOf);
}

/** Parts that carry OpenPGP's own machinery rather than anything a person attached. */
function isMachinery(part: Part): boolean {
  if (part.type === 'application/pgp-signature') return true;
  return part.type === 'application/pgp-encrypted' && !isOpenPgpMessage(part.body);
}

/**
 * Which leaves are files. RFC 2183 §2.8: a disposition nobody knows counts as attachment. A text that has a name and
 * stands beside one that has none is a file that a client shows in place.
 */
function fileRule(leaves: readonly Part[]): (part: Part) => boolean {
  const isShown = (part: Part) =>
    holdsWords(part) &&
    !isInRefusedCharset(part) &&
    (part.disposition === null || part.disposition === 'inline');
  const hasUnnamed = leaves.some(part => isShown(part) && part.filename === null && !isBlank(part));
  return part => !isShown(part) || (part.filename !== null && hasUnnamed);
}

function isBlank(part: Part): boolean {
  return part.body.subarray(0, 1000).toString('latin1').trim() === '';
}

function wordsIn(part: Part, mayRepeatHeader: boolean, means: HtmlMeans): Words {
  const read = textOfPart(part, mayRepeatHeader, means);
  return {
    ...read,
    kind: part.type === 'text/html' ? 'html' : 'plain',
    text: findArmor(read.text)?.outside ?? read.text,
  };
}

function textFile(part: Part, origin: Origin): TextBody[] {
  const isNamed = part.filename !== null && TEXT_FILE.test(part.filename);
  if (!isNamed && part.type !== 'text/plain' && part.type !== 'text/markdown') return [];
  const charset = part.parameters.get('charset') ?? byteOrder(part.body);
  if (isInRefusedCharset(part) || !isText(part.body, charset)) return [];
  const text = manyLines(decodeText(part.body, charset));
  return [{ origin, kind: 'attachment', text: findArmor(text)?.outside ?? text, filename: part.filename }];
}

/** The mark that Windows programs put before UTF-16. */
function byteOrder(body: Buffer): string | null {
  const mark = body.subarray(0, 2).toString('hex');
  return mark === 'fffe' || mark === 'feff' ? 'utf-16' : null;
}

/** An invitation is no report, unless it is all there is. */
function calendarWords(part: Part, origin: Origin): TextBody[] {
  if (part.type !== 'text/calendar' || isInRefusedCharset(part)) return [];
  const text = calendarText(decodeText(part.body, part.parameters.get('charset') ?? null));
  return text === '' ? [] : [{ origin, kind: 'plain', text, filename: null }];
}

function notesOn(files: readonly Part[], differ: boolean): ReadingNote[] {
  const notes: ReadingNote[] = differ ? ['text-and-html-differ'] : [];
  if (files.some(isInRefusedCharset)) notes.push('utf-7-refused');
  if (files.some(isTnef)) notes.push('tnef-kept');
  if (files.some(isSMime)) notes.push('s-mime-kept');
  return notes;
}

function isTnef(part: Part): boolean {
  return /^application\/(?:vnd\.)?ms-tnef$/.test(part.type) || /^winmail\.dat$/i.test(part.filename ?? '');
}

/** RFC 8551 §3.2: what is encrypted, or signed around its words; a detached signature hides nothing. */
function isSMime(part: Part): boolean {
  return /^application\/(?:x-)?pkcs7-mime$/.test(part.type) || /\.p7m$/i.test(part.filename ?? '');
}
