/**
 * HTML → the text a person reads in it, its structure in the marks of Markdown: headings, lists, code, tables and
 * quotations. Words get no marks, but for a line that is bold as a whole and so a title. Nothing is fetched; pictures
 * are their alternative text, and a link shows where it leads, so that no address in it survives unseen. Style sheets,
 * scripts and comments, Outlook's conditional ones among them, are left out.
 */
import { Renderer } from './html-renderer.js';
import { treeOf } from './html-tree.js';
import { MAX_HTML_LENGTH } from './limits.js';

export interface HtmlText {
  readonly text: string;
  /** It has headings, a list of some items, code or a table of data, which a plain text beside it shows less well. */
  readonly isStructured: boolean;
}

/**
 * @param html - a decoded text/html part
 * @param options - `legacyDisplay`: leave out what repeats the protected header
 * @returns as much of its text as `limits.ts` allows
 */
export function textOfHtml(
  html: string,
  options: { legacyDisplay: boolean } = { legacyDisplay: false },
): HtmlText {
  const renderer = new Renderer(options.legacyDisplay);
  renderer.read(treeOf(html.slice(0, MAX_HTML_LENGTH)));
  return { text: renderer.sheet.toText(true), isStructured: renderer.isStructured };
}
