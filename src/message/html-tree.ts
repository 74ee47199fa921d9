/**
 * HTML as a tree: what it is parsed into, and the few things that are asked of a node.
 */
import { convert, type DomNode } from 'html-to-text';
import { isTooDeep, withoutTags } from './html-depth.js';
import { MAX_HTML_DEPTH } from './limits.js';

export type { DomNode };

/** Characters of one attribute that are looked at. */
const MAX_ATTRIBUTE = 2000;

/** Nodes looked through for what a paragraph begins with. */
const MAX_SEARCHED = 30;

/**
 * The nodes that HTML holds at its top. html-to-text hands a node to each formatter, and never its document: what
 * stands first is what its own formatter sees, and its parent the whole.
 * @param html - decoded; nested too deep to be parsed, it is the text between its tags
 */
export function treeOf(html: string): readonly DomNode[] {
  let top: readonly DomNode[] = [];
  convert(`<wbr>${isTooDeep(html) ? withoutTags(html) : html}`, {
    baseElements: { selectors: ['wbr'] },
    limits: { maxBaseElements: 1, maxDepth: MAX_HTML_DEPTH },
    formatters: {
      document: element => {
        top = element.parent?.children ?? [];
      },
    },
    selectors: [{ selector: 'wbr', format: 'document' }],
  });
  return top;
}

/** @returns none for text and comments, which have no list of them */
export function childrenOf(node: DomNode): readonly DomNode[] {
  return node.children ?? [];
}

/** @returns the start of an attribute's value; empty where there is none */
export function attribute(node: DomNode, name: string): string {
  return wholeAttribute(node, name).slice(0, MAX_ATTRIBUTE);
}

/** @returns an attribute's value however long; empty where there is none */
function wholeAttribute(node: DomNode, name: string): string {
  const attributes = node.attribs as Readonly<Record<string, string>> | undefined;
  return attributes !== undefined && Object.hasOwn(attributes, name) ? (attributes[name] ?? '') : '';
}

/** Whether a node has one of some classes. */
export function hasClass(node: DomNode, classes: ReadonlySet<string>): boolean {
  return attribute(node, 'class')
    .split(/\s+/)
    .some(each => classes.has(each));
}

/** White space between elements, comments, scripts: what shows nothing. */
export function isBlank(node: DomNode): boolean {
  return node.type === 'text' ? !/\S/.test(node.data ?? '') : node.type !== 'tag';
}

/**
 * The first node in document order that fits, among the first few.
 * @param node - not asked itself
 */
export function firstWithin(node: DomNode, fits: (each: DomNode) => boolean): DomNode | null {
  let left = MAX_SEARCHED;
  const search = (within: DomNode): DomNode | null => {
    for (const child of childrenOf(within)) {
      left -= 1;
      if (left < 0) return null;
      if (fits(child)) return child;
      const found = search(child);
      if (found !== null) return found;
    }
    return null;
  };
  return search(node);
}

/** Whether a node is a text that shows something; a no-break space shows nothing. */
export function isShownText(node: DomNode): boolean {
  return node.type === 'text' && !isBlank(node);
}

/**
 * Where a link leads. One to a data: URL leads nowhere and holds whatever it likes, and one within the mail is none.
 * @returns empty where nothing is to be shown
 */
export function shownAddress(link: DomNode): string {
  const href = wholeAttribute(link, 'href').replace(/^mailto:/, '');
  return href.startsWith('#') || /^\s*data:/i.test(href) ? '' : href;
}

/**
 * The rows of a table and what stands in each: cells, and what no HTML allows outside of them, which browsers show.
 * @param table - the element
 */
export function rowsOf(table: DomNode): { readonly row: DomNode; readonly cells: readonly DomNode[] }[] {
  return childrenOf(table)
    .flatMap(withoutGroup)
    .filter(row => !isBlank(row))
    .map(row => ({ row, cells: row.name === 'tr' ? childrenOf(row).filter(cell => !isBlank(cell)) : [row] }));
}

/** One level only: deeper ones are none that a table may hold, and recursion would be the mail's to steer. */
function withoutGroup(node: DomNode): readonly DomNode[] {
  return node.name === 'thead' || node.name === 'tbody' || node.name === 'tfoot' ? childrenOf(node) : [node];
}
