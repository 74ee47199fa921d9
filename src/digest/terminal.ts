/**
 * Text on its way to a terminal. Mail can hold escape sequences that clear a screen, set a clipboard or forge a
 * line, and marks that reorder what is read; all of them are shown as what they are.
 */

/** Bidirectional and invisible characters: marks, embeddings, overrides, isolates, joiners, tags. */
const UNSEEN =
  /[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/**
 * Makes text safe to print, line breaks kept.
 * @param text - any text from a mail
 */
export function forTerminal(text: string): string {
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

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
