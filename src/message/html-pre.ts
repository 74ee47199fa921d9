/**
 * Preformatted text: code, or a plain text that a client or a gateway shows as it is.
 */
import { isPlainText, languageOf } from './html-style.js';
import { attribute, childrenOf, type DomNode, isBlank, shownAddress } from './html-tree.js';
import { MAX_HTML_DEPTH } from './limits.js';

/** RFC 9580 §6.2: what OpenPGP wrote is no code, and must stand alone. */
const ARMOR = '-----BEGIN PGP ';

/**
 * @param pre - the element
 * @param depth - elements above it
 * @returns a plain text; or the lines of fenced code, the fence longer than any in it; null where nothing shows
 */
export function preformatted(pre: DomNode, depth: number): string | readonly string[] | null {
  const text = plainTextOf(pre, depth);
  if (text.trim() === '') return null;
  if (isPlainText(pre) || text.includes(ARMOR)) return text;
  const lines = text.replaceAll('\u00a0', ' ').split('\n');
  while (lines.at(-1)?.trim() === '') lines.pop();
  const fence = '`'.repeat(longestRun(text) + 1);
  return [fence + languageOf(pre), ...lines, fence];
}

/**
 * The text of a `pre` as it stands.
 * @param depth - elements above it
 */
export function plainTextOf(pre: DomNode, depth: number): string {
  const text = rawText(pre, depth);
  // WHATWG HTML §13.2.6.4.7: a line break right behind `<pre>` is none.
  return text.startsWith('\n') ? text.slice(1) : text;
}

/**
 * The `pre` that holds all of a mail or a quotation, and is no code: a plain text that a client or a gateway wrapped.
 * @param top - the nodes in it
 */
export function onlyPre(top: readonly DomNode[]): DomNode | null {
  for (let nodes = top; ; ) {
    const shown = nodes.filter(
      node => !isBlank(node) && node.name !== 'head' && node.name !== 'wbr' && node.name !== 'br',
    );
    const only = shown[0];
    if (shown.length !== 1 || only?.type !== 'tag') return null;
    if (only.name === 'pre') return childrenOf(only).some(({ name }) => name === 'code') ? null : only;
    if (only.name !== 'html' && only.name !== 'body' && only.name !== 'div') return null;
    nodes = childrenOf(only);
  }
}

/**
 * All text in an element as it stands, as `pre` shows it: its line breaks are line ends, what is a block in it begins
 * a line, and a link shows where it leads.
 * @param depth - elements above it
 */
function rawText(element: DomNode, depth: number): string {
  // Put together at the end: to look back into a growing string is to copy it each time.
  const pieces: string[] = [];
  let link: { readonly address: string; text: string } | null = null;
  const write = (text: string) => {
    if (text === '') return;
    pieces.push(text);
    if (link && link.text.length <= link.address.length) link.text += text.slice(0, link.address.length + 1);
  };
  const startLine = () => {
    if (pieces.length > 0 && !pieces.at(-1)?.endsWith('\n')) pieces.push('\n');
  };
  const read = (node: DomNode, level: number) => {
    if (level > MAX_HTML_DEPTH) return;
    for (const child of childrenOf(node)) {
      if (child.type === 'text') write(child.data ?? '');
      if (child.type !== 'tag') continue;
      if (child.name === 'br') write('\n');
      else if (child.name === 'img') write(attribute(child, 'alt'));
      else if (child.name === 'a') readLink(child, level);
      else if (LINES.has(child.name ?? '')) {
        startLine();
        read(child, level + 1);
        startLine();
      } else read(child, level + 1);
    }
  };
  const readLink = (node: DomNode, level: number) => {
    const around = link;
    const inner = { address: shownAddress(node), text: '' };
    link = inner;
    read(node, level + 1);
    link = around;
    if (inner.address !== '' && inner.text !== inner.address) pieces.push(` [${inner.address}]`);
  };
  read(element, depth);
  return pieces.join('').replace(/\r\n?/g, '\n');
}

const LINES = new Set(['div', 'p', 'li', 'tr', 'pre', 'ol', 'ul', 'table', 'blockquote']);

/** The longest run of backticks, at least the two that are no fence. */
function longestRun(text: string): number {
  let longest = 2;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}
