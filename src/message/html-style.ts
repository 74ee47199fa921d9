/**
 * What an element's class and inline style say about how it looks, as far as that carries meaning: bold, no margin,
 * quoted, a signature, an item of a list that is none in HTML.
 */
import { attribute, childrenOf, type DomNode, firstWithin, hasClass, isShownText } from './html-tree.js';

const HIDING =
  /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?:\.0{1,4})?(?:px|pt|em|rem|%)?\s*(?:;|!|$)|opacity\s*:\s*0(?:\.0{1,4})?\s*(?:;|!|$))/i;

/** Whether a person sees nothing of an element. */
export function isHidden(node: DomNode): boolean {
  return node.attribs?.hidden !== undefined || HIDING.test(attribute(node, 'style'));
}

const BOLD_TAGS = new Set(['b', 'strong', 'th']);

/**
 * Whether text directly in an element is bold.
 * @param inherited - whether it is so around the element
 */
export function isBoldIn(node: DomNode, inherited: boolean): boolean {
  const style = attribute(node, 'style');
  const weight = /(?:^|;)\s*font-weight\s*:\s*([a-z0-9]+)/i.exec(style)?.[1]?.toLowerCase();
  if (weight !== undefined) return weight === 'bold' || weight === 'bolder' || Number(weight) >= 600;
  if (/(?:^|;)\s*font\s*:[^;]*\bbold\b/i.test(style)) return true;
  return BOLD_TAGS.has(node.name ?? '') || inherited;
}

/** Whether a paragraph stands close to the next: Word's styles have no margin, and Outlook's blank lines are their own. */
export function isClose(paragraph: DomNode): boolean {
  return (
    /(?:^|\s)(?:Mso|x_Mso)/.test(attribute(paragraph, 'class')) ||
    /(?:^|;)\s*margin(?:-bottom)?\s*:\s*0(?:px|pt|cm|in|em)?\s*(?:;|$|0)/i.test(attribute(paragraph, 'style'))
  );
}

const QUOTING = new Set(['yahoo_quoted']);

/** Whether an element holds what somebody else wrote: replies of each client that doesn't only indent them. */
export function isQuotation(node: DomNode): boolean {
  if (node.name === 'blockquote') return !isIndentation(node);
  if (node.name !== 'div') return false;
  // Outlook's "prefix each line", and GMX and WEB.DE.
  return (
    hasClass(node, QUOTING) ||
    attribute(node, 'name') === 'quote' ||
    /^\s*border\s*:\s*none\s*;\s*border-left\s*:\s*solid\b/i.test(attribute(node, 'style'))
  );
}

/** Gmail and Apple Mail indent by a blockquote without a border. */
function isIndentation(quote: DomNode): boolean {
  return (
    attribute(quote, 'type') === '' &&
    attribute(quote, 'class') === '' &&
    /(?:^|;)\s*border\s*:\s*(?:none|0)/i.test(attribute(quote, 'style'))
  );
}

const SIGNATURES = new Set([
  ...['gmail_signature', 'moz-signature', 'protonmail_signature_block', 'ms-outlook-mobile-signature'],
]);

/** Whether an element is the signature that a client puts below a mail. */
export function isSignature(node: DomNode): boolean {
  return (
    hasClass(node, SIGNATURES) ||
    /^(?:x_)?(?:signature|ms-outlook-mobile-signature)$/i.test(attribute(node, 'id'))
  );
}

const TEXT_PRE = new Set(['moz-quote-pre', 'moz-signature', 'k9mail']);

/** Whether a `pre` holds a plain text that a client shows as it is, and no code. */
export function isPlainText(pre: DomNode): boolean {
  return hasClass(pre, TEXT_PRE) || Object.hasOwn((pre.attribs ?? {}) as object, 'wrap');
}

/** @returns the language that a `pre` or the code in it says it is in; empty where it says none */
export function languageOf(pre: DomNode): string {
  const code = childrenOf(pre).find(({ name }) => name === 'code');
  for (const node of code ? [code, pre] : [pre]) {
    const named = /(?:^|\s)lang(?:uage)?-([\w+#.-]{1,30})(?=\s|$)/.exec(attribute(node, 'class'));
    if (named?.[1] !== undefined) return named[1];
  }
  return '';
}

export interface WordItem {
  /** "1.", "a)" or "-". */
  readonly marker: string;
  /** The node that holds the marker, and is no text of the item's. */
  readonly markerNode: DomNode;
  /** Depth of nesting, from 1. */
  readonly level: number;
}

const MARKER = /^(?:\d{1,3}[.)]|\d{1,3}(?:\.\d{1,3}){1,4}[.)]?|[a-z][.)]|[ivx]{1,6}[.)])$/i;

/** What Word writes in Symbol and Wingdings for a bullet. */
const BULLET = /^[·•▪◦§Øoü\u2013\u2022\u25cf\uf000-\uf0ff-]$/;

/**
 * Word's list items are paragraphs whose number or bullet is text.
 * @param paragraph - p, div or a heading
 * @returns null where it is none
 */
export function wordItem(paragraph: DomNode): WordItem | null {
  const style = attribute(paragraph, 'style');
  const isStyled = /mso-list\s*:\s*l\d/i.test(style);
  if (!isStyled && !/(?:^|\s)(?:x_)?MsoListParagraph/.test(attribute(paragraph, 'class'))) return null;
  const markerNode =
    firstWithin(paragraph, each => /mso-list\s*:\s*Ignore/i.test(attribute(each, 'style'))) ??
    firstWithin(paragraph, isShownText);
  if (markerNode === null) return null;
  const shown = isShownText(markerNode) ? markerNode : firstWithin(markerNode, isShownText);
  const text = (shown?.data ?? '').trim();
  const marker = MARKER.test(text) ? text : BULLET.test(text) ? '-' : null;
  if (marker === null) return null;
  return { marker, markerNode, level: Number(/\blevel([1-9])/i.exec(style)?.[1] ?? 1) };
}
