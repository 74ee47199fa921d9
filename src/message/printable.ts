/**
 * Control characters end at this border: nothing past the message stage holds one outside of a body's line
 * breaks and tabs, so no header, terminal or log further on can be steered by a mail.
 */

/**
 * One line of text: C0, DEL, C1 and the Unicode line separators become spaces, lone surrogates U+FFFD.
 * @param text - any string from a mail
 */
export function singleLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .trim();
}

/**
 * Text of many lines: line breaks become LF, tabs stay, every other control character is dropped.
 * @param text - any string from a mail
 */
export function manyLines(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}
