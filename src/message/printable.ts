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

/** Characters cleaned at a time: one replacement of twenty million line ends fills the heap. */
const SLICE = 1_048_576;

/**
 * Text of many lines: line breaks become LF, tabs stay, every other control character is dropped.
 * @param text - any string from a mail
 */
export function manyLines(text: string): string {
  const whole = text.toWellFormed();
  const cleaned: string[] = [];
  for (let at = 0, end = 0; at < whole.length; at = end) {
    end = at + SLICE;
    // CR and LF are one line end.
    if (whole[end - 1] === '\r') end += 1;
    cleaned.push(
      whole
        .slice(at, end)
        .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
        .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, ''),
    );
  }
  return cleaned.join('');
}
