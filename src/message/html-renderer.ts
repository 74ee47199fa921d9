/**
 * Elements → lines of Markdown: what each element means to a text.
 */
import { onlyPre, plainTextOf, preformatted } from './html-pre.js';
import {
  isBoldIn,
  isClose,
  isHidden,
  isQuotation,
  isSignature,
  type WordItem,
  wordItem,
} from './html-style.js';
import {
  attribute,
  childrenOf,
  type DomNode,
  firstWithin,
  hasClass,
  isBlank,
  isShownText,
  rowsOf,
  shownAddress,
} from './html-tree.js';
import { MAX_HTML_DEPTH } from './limits.js';
import { ListMarkers } from './list-marker.js';
import { type Cell, linesOfHeaders, linesOfTable } from './table-text.js';
import { TextSheet } from './text-sheet.js';

/** Quotations, lists and tables inside one another that show as such; each costs every line in it. */
const MAX_NESTED = { quote: 10, list: 8, table: 8 };

/** Characters after which a paragraph without margin is more than a line. */
const LONG_LINE = 100;

/** RFC 9788 §5.2.2: the header fields that a client without header protection is meant to show. */
const LEGACY_DISPLAY = new Set(['header-protection-legacy-display']);

/** Thunderbird's header of a mail that it forwards. */
const HEADERS = new Set(['moz-email-headers-table']);

/** Elements that begin and end lines, and are nothing else to a text. */
const BLOCKS = new Set(
  (
    'address article aside body caption center dd details div dl dt fieldset figcaption figure footer form ' +
    'header html legend main nav section summary tbody td tfoot th thead tr'
  ).split(' '),
);

/** What an element stands in. */
interface Place {
  readonly depth: number;
  readonly isBold: boolean;
  readonly isHeading: boolean;
  readonly isSignature: boolean;
  readonly quote: number;
  readonly list: number;
  readonly table: number;
}

/** Reads one mail's HTML. */
export class Renderer {
  sheet = new TextSheet();
  isStructured = false;
  /** Blocks other than lines that were written, to tell a cell of data. */
  #blocks = 0;
  #wordItems = 0;
  /** Columns that the markers of Word's open items take, by level. */
  #wordIndents: number[] = [];
  readonly #markers = new Set<DomNode>();
  readonly #withoutHeader: boolean;
  /** The text of the link that is being read, as far as it may be its address. */
  #link: { readonly address: string; text: string } | null = null;

  /** @param withoutHeader - leave out what repeats the protected header */
  constructor(withoutHeader: boolean) {
    this.#withoutHeader = withoutHeader;
  }

  /** @param top - from treeOf */
  read(top: readonly DomNode[]): void {
    const place = { isBold: false, isHeading: false, isSignature: false, quote: 0, list: 0, table: 0 };
    const only = onlyPre(top);
    if (only) this.sheet.plain(plainTextOf(only, 0));
    else this.#walk(top, { ...place, depth: 0 });
  }

  #walk(nodes: readonly DomNode[], place: Place): void {
    if (place.depth > MAX_HTML_DEPTH) return;
    for (const node of nodes) {
      if (this.#markers.has(node)) continue;
      if (node.type === 'text') this.#write(node.data ?? '', place.isBold);
      else if (node.type === 'tag') this.#element(node, place);
    }
  }

  #write(text: string, isBold: boolean): void {
    if (this.#link && this.#link.text.length <= this.#link.address.length) {
      this.#link.text += text.slice(0, this.#link.address.length * 2 + 100).replace(/[ \t\r\n\f]+/g, '');
    }
    this.sheet.write(text, isBold);
  }

  #element(node: DomNode, around: Place): void {
    if (this.#withoutHeader && node.name === 'div' && hasClass(node, LEGACY_DISPLAY)) return;
    // What a client does not show is not what was written to us.
    if (isHidden(node)) return;
    const place = { ...around, depth: around.depth + 1, isBold: isBoldIn(node, around.isBold) };
    if (!around.isSignature && isSignature(node)) {
      this.#signature(node, { ...place, isSignature: true });
    } else this.#content(node, place);
  }

  #content(node: DomNode, place: Place): void {
    const name = node.name ?? '';
    if (name === 'title') return;
    if (name === 'br') this.sheet.break();
    else if (name === 'img') this.#write(attribute(node, 'alt'), false);
    else if (name === 'a') this.#anchor(node, place);
    // A heading is one line, whatever is in it.
    else if (place.isHeading) this.#inline(node, place);
    else if (/^h[1-6]$/.test(name)) this.#heading(node, Number(name[1]), place);
    else if (name === 'hr') this.#rule();
    else if (name === 'pre') this.#pre(node, place);
    else if (name === 'ol' || name === 'ul' || name === 'menu' || name === 'dir') this.#list(node, place);
    else if (name === 'li') this.#item('-', node, place);
    else if (name === 'table') this.#table(node, place);
    else if (name === 'p' || name === 'div') this.#paragraph(node, place);
    else if (name === 'blockquote') this.#quotation(node, place);
    else if (BLOCKS.has(name)) this.#block(node, 0, place);
    else this.#walk(childrenOf(node), place);
  }

  #inline(node: DomNode, place: Place): void {
    const isBlock = node.name === 'p' || BLOCKS.has(node.name ?? '') || node.name === 'li';
    if (isBlock) this.sheet.edge(0);
    this.#walk(childrenOf(node), place);
    if (isBlock) this.sheet.edge(0);
  }

  #block(node: DomNode, gap: number, place: Place): void {
    this.sheet.edge(gap);
    this.#walk(childrenOf(node), place);
    this.sheet.edge(gap);
  }

  #paragraph(node: DomNode, place: Place): void {
    if (isQuotation(node)) {
      this.#quotation(node, place);
      return;
    }
    const item = place.list < MAX_NESTED.list ? wordItem(node) : null;
    if (item) {
      this.#wordItem(item, node, { ...place, list: place.list + 1 });
      return;
    }
    const isText = node.name === 'p' || firstWithin(node, isShownText) !== null;
    if (this.#wordIndents.length > 0 && isText && !/MsoListParagraph/.test(attribute(node, 'class'))) {
      this.sheet.endList();
      this.#wordIndents = [];
    }
    const isTight = node.name === 'div' || isClose(node);
    this.#block(node, isTight ? 0 : 1, place);
    if (node.name === 'p' && isTight && this.sheet.lastText.length > LONG_LINE) this.sheet.edge(1);
  }

  #heading(node: DomNode, level: number, place: Place): void {
    const item = wordItem(node);
    const start = this.sheet.length;
    this.sheet.oneLine(`${'#'.repeat(level)} `, () => {
      if (item && item.marker !== '-') this.sheet.write(`${item.marker} `, false);
      if (item) this.#markers.add(item.markerNode);
      this.#walk(childrenOf(node), { ...place, isHeading: true });
      if (item) this.#markers.delete(item.markerNode);
    });
    if (this.sheet.length > start) this.#wrote();
  }

  #wrote(): void {
    this.isStructured = true;
    this.#blocks += 1;
  }

  #rule(): void {
    this.sheet.edge(1);
    this.sheet.verbatim(['---']);
    this.sheet.edge(1);
    this.#blocks += 1;
  }

  #pre(node: DomNode, place: Place): void {
    const text = preformatted(node, place.depth);
    this.sheet.edge(text === null ? 0 : 1);
    if (text === null) return;
    if (typeof text === 'string') this.sheet.plain(text);
    else {
      this.sheet.verbatim(text);
      this.#wrote();
    }
    this.sheet.edge(1);
  }

  #quotation(node: DomNode, place: Place): void {
    this.#blocks += 1;
    this.sheet.edge(1);
    const only = onlyPre(childrenOf(node));
    const within = () => {
      if (only) this.sheet.plain(plainTextOf(only, place.depth));
      else this.#walk(childrenOf(node), { ...place, quote: place.quote + 1 });
    };
    if (isQuotation(node) && place.quote < MAX_NESTED.quote) this.sheet.quote(within);
    else within();
    this.sheet.edge(1);
  }

  #list(list: DomNode, place: Place): void {
    const markers = new ListMarkers(list);
    this.sheet.edge(place.list === 0 || !markers.mayInterrupt ? 1 : 0);
    const within = { ...place, list: place.list + 1 };
    let indent = 0;
    let items = 0;
    for (const child of childrenOf(list)) {
      if (isBlank(child)) continue;
      if (child.name === 'li') {
        const hasNone = /(?:^|;)\s*list-style(?:-type)?\s*:\s*none/i.test(attribute(child, 'style'));
        const marker = hasNone ? '' : markers.next(child);
        const start = this.sheet.length;
        this.#item(marker, child, {
          ...within,
          depth: within.depth + 1,
          isBold: isBoldIn(child, place.isBold),
        });
        if (this.sheet.length > start) items += 1;
        indent = marker.length + 1;
      } else if (child.name === 'ol' || child.name === 'ul') {
        // Word and old editors put a list beside the item that it belongs to.
        const isShown = place.list < MAX_NESTED.list;
        this.sheet.nested(isShown ? indent : 0, () => this.#walk([child], within));
      } else this.#walk([child], within);
    }
    if (items > 1) this.isStructured = true;
    if (items > 0) {
      this.#blocks += 1;
      this.sheet.endList();
    }
    if (place.list === 0) this.sheet.edge(1);
  }

  #item(marker: string, item: DomNode, place: Place): void {
    const within = () => this.#walk(childrenOf(item), place);
    if (marker !== '' && place.list <= MAX_NESTED.list) this.sheet.item(marker, within);
    else this.#block(item, 0, place);
  }

  #wordItem({ marker, markerNode, level }: WordItem, paragraph: DomNode, place: Place): void {
    const indents = this.#wordIndents.slice(0, level - 1);
    if (this.#wordIndents.length === 0) this.sheet.edge(1);
    this.#wordIndents = [...indents, marker.length + 1];
    this.#markers.add(markerNode);
    const written = marker === '-' || /[.)]$/.test(marker) ? marker : `${marker}.`;
    // Word's items stand side by side; in one another they are nobody's, and would move out without end.
    const indent = place.list > 1 ? 0 : indents.reduce((sum, columns) => sum + columns, 0);
    this.sheet.item(written, () => this.#walk(childrenOf(paragraph), place), indent);
    this.#markers.delete(markerNode);
    this.#blocks += 1;
    this.#wordItems += 1;
    if (this.#wordItems > 1) this.isStructured = true;
    this.sheet.endList();
  }

  #anchor(node: DomNode, place: Place): void {
    const address = shownAddress(node);
    const around = this.#link;
    const link = { address, text: '' };
    this.#link = link;
    this.#walk(childrenOf(node), place);
    this.#link = around;
    // A link around another is none in HTML, and its address is shown whatever its text.
    if (around) around.text += ' ';
    if (address === '' || link.text === address) return;
    this.sheet.write(link.text === '' ? address : ` [${address}]`, false);
  }

  #signature(node: DomNode, place: Place): void {
    this.sheet.edge(0);
    const start = this.sheet.length;
    const isMarked = this.sheet.lastText === '-- ';
    this.sheet.edge(isMarked ? 0 : 1);
    this.#content(node, place);
    this.sheet.edge(1);
    const first = this.sheet.firstFrom(start);
    if (first && !isMarked && first.text !== '-- ') this.sheet.insert(first.at, '-- ');
  }

  #table(table: DomNode, place: Place): void {
    if (place.table >= MAX_NESTED.table) {
      this.#block(table, 0, place);
      return;
    }
    const within = { ...place, table: place.table + 1 };
    const rows = rowsOf(table).map(({ row, cells }) => {
      const isBold = isBoldIn(row, place.isBold);
      return cells.map(cell => this.#cell(cell, { ...within, isBold }));
    });
    const { isData, lines } = hasClass(table, HEADERS) ? linesOfHeaders(rows) : linesOfTable(rows);
    if (lines.length === 0) return;
    const gap = isData || rows.some(cells => cells.some(({ hasBlocks }) => hasBlocks)) ? 1 : 0;
    this.sheet.edge(gap);
    this.sheet.verbatim(lines);
    this.sheet.edge(gap);
    if (isData) this.#wrote();
  }

  #cell(cell: DomNode, place: Place): Cell {
    const around = this.sheet;
    const before = this.#blocks;
    this.sheet = new TextSheet();
    this.#wordIndents = [];
    const isCell = cell.name === 'td' || cell.name === 'th';
    if (isCell) {
      this.#walk(childrenOf(cell), {
        ...place,
        depth: place.depth + 1,
        isBold: isBoldIn(cell, place.isBold),
      });
    } else this.#walk([cell], place);
    const text = this.sheet.toText(true);
    const words = text.includes('\n') ? text : this.sheet.toText(false);
    this.sheet = around;
    this.#wordIndents = [];
    return { text, words, hasBlocks: this.#blocks > before };
  }
}
