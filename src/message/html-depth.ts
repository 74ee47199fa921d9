/**
 * HTML that is nested beyond what a parser takes in its stride: htmlparser2 moves its whole stack for every element
 * that opens, so that a megabyte of `<pre>` takes it half a minute.
 */

/** Elements open at once in HTML that is parsed; clients stay below a hundred. */
const MAX_OPEN = 2000;

/** WHATWG HTML §13.1.2, and the obsolete ones that htmlparser2 knows: elements that never hold anything. */
const VOID = new Set([
  ...['area', 'base', 'basefont', 'br', 'col', 'command', 'embed', 'frame', 'hr', 'img', 'input', 'isindex'],
  ...['keygen', 'link', 'meta', 'param', 'source', 'track', 'wbr'],
]);

/** A tag's name and whether it closes; whatever else stands in the tag may look like another, and is counted too. */
const TAG = /<(\/?)([a-z][^ \t\n\f\r/>]*)/gi;

/**
 * Whether more elements are open at once than are parsed. Never says fewer than a parser would find: an end tag closes
 * one element of its name and no other.
 * @param html - decoded
 */
export function isTooDeep(html: string): boolean {
  const open = new Map<string, number>();
  let depth = 0;
  for (const [, slash, tag = ''] of html.matchAll(TAG)) {
    const name = tag.toLowerCase();
    const count = open.get(name) ?? 0;
    if (slash === '/') {
      if (count === 0) continue;
      open.set(name, count - 1);
      depth -= 1;
    } else if (!VOID.has(name)) {
      open.set(name, count + 1);
      depth += 1;
      if (depth > MAX_OPEN) return true;
    }
  }
  return false;
}

/**
 * The text between the tags, one line for each stretch of it.
 * @param html - decoded
 * @returns HTML without tags; its character references are as they were
 */
export function withoutTags(html: string): string {
  const texts: string[] = [];
  for (let at = 0; at < html.length; ) {
    const start = html.indexOf('<', at);
    if (start < 0) return [...texts, html.slice(at)].join('<br>');
    if (start > at) texts.push(html.slice(at, start));
    const end = html.indexOf('>', start);
    if (end < 0) break;
    at = end + 1;
  }
  return texts.join('<br>');
}
