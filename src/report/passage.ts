/** Stretches of a mail's words that know where they stand. */
import type { Line, Span } from '../document/document.js';
import { foldSpace, foldWords } from '../document/words.js';
import { MAX_SENTENCES } from './limits.js';
import { ABBREVIATIONS, MONTHS } from './terms.js';

/** Words of one block, and the pieces of lines they are on. */
export interface Passage {
  /** White space folded. */
  readonly text: string;
  readonly lines: readonly Line[];
}

/**
 * Lines as one passage.
 * @param lines - of one block
 */
export function passageOf(lines: readonly Line[]): Passage {
  return { text: foldSpace(lines.map(line => line.text).join('\n')), lines };
}

/**
 * Where passages stand: one span for each passage, and in each body that it has words of.
 * @param passages - in order
 */
export function spansOf(passages: readonly Passage[]): Span[] {
  return passages.flatMap(({ lines }) => {
    const spans: Span[] = [];
    for (const { body, start, text } of lines) {
      const last = spans.at(-1);
      const end = start + text.length;
      if (last?.body === body && last.end <= start) spans[spans.length - 1] = { ...last, end };
      else spans.push({ body, start, end });
    }
    return spans;
  });
}

/**
 * Passages as one text.
 * @param passages - in order
 */
export function textOf(passages: readonly Passage[]): string {
  return passages
    .map(({ text }) => text)
    .filter(text => text !== '')
    .join(' ');
}

interface Word {
  readonly text: string;
  readonly line: number;
  readonly at: number;
}

/**
 * The sentences of a paragraph. A sentence ends at ".", "!" or "?" before a space and a capital, a digit or a quotation
 * mark; not after an initial, a day's number or a known abbreviation.
 * @param lines - of one block
 */
export function sentencesOf(lines: readonly Line[]): readonly Passage[] {
  const known = sentencesOfLines.get(lines);
  if (known !== undefined) return known;
  const sentences = partedLines(lines);
  sentencesOfLines.set(lines, sentences);
  return sentences;
}

/** Several fields ask for those of the same lines; gone with the mail. */
const sentencesOfLines = new WeakMap<readonly Line[], readonly Passage[]>();

function partedLines(lines: readonly Line[]): Passage[] {
  const words = wordsOf(lines);
  // Some write everything small: their sentences end at a full stop behind a word.
  const isSmall = /^\p{Ll}/u.test(words[0]?.text ?? '');
  const sentences: Passage[] = [];
  let start = 0;
  for (const [index, { text }] of words.entries()) {
    const next = words[index + 1]?.text;
    if (sentences.length >= MAX_SENTENCES) break;
    if (next === undefined || !STOP.test(text)) continue;
    const opens = /^[\p{Lu}\d"'„“«(¿¡[`*_]/u.test(next) || (isSmall && /\p{Ll}{3}[.!?]$/u.test(text));
    if (opens && endsSentence(text, next)) {
      sentences.push(pieceOf(lines, words, start, index));
      start = index + 1;
    }
  }
  if (start < words.length) sentences.push(pieceOf(lines, words, start, words.length - 1));
  return sentences;
}

function wordsOf(lines: readonly Line[]): Word[] {
  const words: Word[] = [];
  for (const [line, { text }] of lines.entries()) {
    for (const match of text.matchAll(/\S+/g)) words.push({ text: match[0], line, at: match.index });
  }
  return words;
}

function pieceOf(lines: readonly Line[], words: readonly Word[], start: number, end: number): Passage {
  const first = words[start];
  const last = words[end];
  if (first === undefined || last === undefined) return { text: '', lines: [] };
  const pieces: Line[] = [];
  for (let index = first.line; index <= last.line; index++) {
    const line = lines[index];
    if (line === undefined) continue;
    const from = index === first.line ? first.at : 0;
    const to = index === last.line ? last.at + last.text.length : line.text.length;
    pieces.push({ text: line.text.slice(from, to), body: line.body, start: line.start + from });
  }
  return passageOf(pieces);
}

/** At a word's end, whatever mark closes behind it. */
const STOP = /[.!?]["'”“»)\]*_]{0,3}$/;

/** "am 10. Oktober" goes on, "unter Windows 10. Ich" does not. */
function isMonth(word: string): boolean {
  return MONTHS.has(foldWords(word).replace(/[.,]$/, '')) || /^\d/.test(word);
}

/** @param word - with a full stop */
function endsSentence(word: string, next: string): boolean {
  const bare = word
    .slice(-24)
    .toLowerCase()
    .replace(/^[("'„“«[]{1,3}/, '');
  return (
    !ABBREVIATIONS.has(bare) &&
    !/^["'„“«(]?\p{L}\.$/u.test(word) &&
    !(/^\d{1,2}\.$/.test(word) && isMonth(next))
  );
}

/**
 * A stretch of a passage.
 * @param passage - folded
 * @param start - UTF-16 offset in its text
 * @param end - exclusive
 */
export function within(passage: Passage, start: number, end: number): Passage {
  const lines: Line[] = [];
  let at = 0;
  for (const line of passage.lines) {
    let from: number | null = null;
    let to = 0;
    // Folding makes of every run of white space, and of the line end, one character.
    for (const match of line.text.matchAll(/\s+|\S/g)) {
      const isSpace = /^\s/.test(match[0]);
      if (isSpace && match.index === 0) continue;
      if (at >= start && at < end && !isSpace) {
        from ??= match.index;
        to = match.index + match[0].length;
      }
      at += 1;
    }
    if (/\s$/.test(line.text)) at -= 1;
    at += 1;
    if (from !== null)
      lines.push({ text: line.text.slice(from, to), body: line.body, start: line.start + from });
    if (at >= end) break;
  }
  return passageOf(lines);
}

/**
 * A passage without so many of its first characters.
 * @param passage - folded
 * @param count - UTF-16 units of `passage.text` to leave out
 */
export function without(passage: Passage, count: number): Passage {
  return within(passage, count, passage.text.length);
}
