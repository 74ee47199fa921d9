/**
 * The forms text takes on its way from a mail into a field. Every function is linear in its input.
 */
import { singleLine } from '../message/printable.js';
import { MAX_FIELD_BYTES } from './limits.js';

const encoder = new TextEncoder();

/**
 * Cuts a text to `MAX_FIELD_BYTES` of UTF-8, never inside a character.
 * @param text - well-formed
 */
export function capField(text: string): string {
  // No UTF-16 code unit takes more than three bytes of UTF-8.
  if (text.length * 3 <= MAX_FIELD_BYTES) return text;
  const { read } = encoder.encodeInto(text, new Uint8Array(MAX_FIELD_BYTES));
  return text.slice(0, read).trimEnd();
}

/**
 * White space folded to one space, control characters gone, capped: a field's text, or null where nothing is left.
 * @param text - any text
 */
export function fieldText(text: string): string | null {
  const folded = capField(foldSpace(text));
  return folded === '' ? null : folded;
}

/**
 * White space and control characters folded to one space.
 * @param text - any text
 */
export function foldSpace(text: string): string {
  return singleLine(text).replace(/\s+/g, ' ').trim();
}

/**
 * The form words are compared in: lower case, umlauts and accents written out or dropped, so that "Lösung",
 * "Loesung" and "LÖSUNG" are one word.
 * @param text - any text
 */
export function foldWords(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFC')
    .replace(/ß/g, 'ss')
    .replace(/ä/g, 'ae')
    .replace(/ö/g, 'oe')
    .replace(/ü/g, 'ue')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[‘’]/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
}
