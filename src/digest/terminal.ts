/**
 * Text on its way to a terminal. Mail can hold escape sequences that clear a screen, set a clipboard or forge a
 * line, and marks that reorder what is read; all of them are shown as what they are.
 */

/** Bidirectional and invisible characters: marks, embeddings, overrides, isolates, joiners, tags. */
const UNSEEN =
  /[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** Nothing to be done, which is said at once of nearly every text. */
const PLAIN = /^[\n\u0020-\u007e]*$/;

/**
 * Makes text safe to print, line breaks kept.
 * @param text - any text from a mail
 */
export function forTerminal(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replaceAll('\t', '    ')
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, escaped)
    .replace(UNSEEN, escaped);
}

/** The same, on one line and no longer than a number of characters. */
export function forCell(text: string, width: number): string {
  const line = forTerminal(text).replace(/\s+/g, ' ').trim();
  const characters = [...line];
  return characters.length <= width ? line : `${characters.slice(0, width - 1).join('')}…`;
}

/**
 * A value as JSON whose strings hold nothing that a terminal acts on: JSON.stringify leaves C1 controls and the marks
 * that reorder text as they are. What reads it as JSON reads the same value.
 * @param indent - spaces
 */
export function jsonForTerminal(value: unknown, indent = 0): string {
  return JSON.stringify(value, null, indent)
    .replace(/[\u007f-\u009f]/g, jsonEscaped)
    .replace(UNSEEN, jsonEscaped);
}

/** RFC 8259 §7: above U+FFFF as two surrogates. */
function jsonEscaped(character: string): string {
  return character
    .split('')
    .map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
