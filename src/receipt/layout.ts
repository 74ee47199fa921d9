/**
 * Words laid out as text and as HTML.
 */

/** RFC 5322 §2.1.1 asks for lines of at most 78 characters. */
const LINE_WIDTH = 72;

/** Text safe as HTML content and as an attribute's value. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Breaks what is too long. A line break in the text stays one, and an item's further lines stand under its words. */
export function wrapLines(text: string): string {
  return text
    .split('\n')
    .map(line => wrapLine(line.trimEnd(), /^ *(?:- +)?/.exec(line)?.[0] ?? ''))
    .join('\n');
}

function wrapLine(line: string, lead: string): string {
  if (line.length <= LINE_WIDTH) return line;
  const [first = '', ...words] = line.slice(lead.length).split(' ');
  const lines = [`${lead}${first}`];
  for (const word of words) {
    const last = lines.at(-1) ?? '';
    if (last.length + 1 + word.length <= LINE_WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${' '.repeat(lead.length)}${word}`);
  }
  return lines.join('\n');
}
