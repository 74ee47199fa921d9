/** The form text takes on its way from a mail into a field. */
import { foldSpace } from '../document/words.js';
import { MAX_FIELD_BYTES } from './limits.js';

const encoder = new TextEncoder();

/**
 * Cuts a text to `MAX_FIELD_BYTES` of UTF-8, never inside a character.
 * @param text - well-formed
 */
function capField(text: string): string {
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
