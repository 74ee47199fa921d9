/**
 * HTML → the text a person reads in it. Nothing is fetched; pictures are their alternative text, and a link shows
 * where it leads, so that no address in it survives unseen. Style sheets, scripts and comments, Outlook's conditional
 * ones among them, are left out.
 */
import { convert, type DomNode, type FormatCallback, type SelectorDefinition } from 'html-to-text';
import { isTooDeep, withoutTags } from './html-depth.js';
import { MAX_HTML_DEPTH, MAX_HTML_LENGTH } from './limits.js';
import { rowsAsLines } from './table-text.js';

const SELECTORS: SelectorDefinition[] = [
  { selector: 'title', format: 'skip' },
  { selector: 'img', format: 'alternativeText' },
  { selector: 'table', format: 'rows', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
  { selector: 'a', options: { hideLinkHrefIfSameAsText: true, pathRewrite: withoutData } },
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map(selector => ({ selector, options: { uppercase: false } })),
];

/** RFC 9788 §5.2.2: the header fields that a client without header protection is meant to show. */
const LEGACY_DISPLAY: SelectorDefinition = {
  selector: 'div.header-protection-legacy-display',
  format: 'skip',
};

/**
 * @param html - a decoded text/html part
 * @param options - `legacyDisplay`: leave out what repeats the protected header
 * @returns as much of its text as `limits.ts` allows
 */
export function textOfHtml(
  html: string,
  options: { legacyDisplay: boolean } = { legacyDisplay: false },
): string {
  const read = html.slice(0, MAX_HTML_LENGTH);
  return convert(isTooDeep(read) ? withoutTags(read) : read, {
    wordwrap: false,
    limits: { maxDepth: MAX_HTML_DEPTH },
    formatters: { alternativeText, rows },
    selectors: options.legacyDisplay ? [...SELECTORS, LEGACY_DISPLAY] : SELECTORS,
  });
}

const alternativeText: FormatCallback = (element, _walk, builder) => {
  builder.addInline(element.attribs?.alt ?? '');
};

/** A link to a data: URL leads nowhere, and holds whatever it likes. */
function withoutData(path: string): string {
  return /^\s*data:/i.test(path) ? '' : path;
}

/**
 * One line a row. What stands in a table outside of its rows and cells, where no HTML allows it, is kept: browsers
 * show it.
 */
const rows: FormatCallback = (table, walk, builder, options) => {
  const cell = (children: DomNode[]) => {
    builder.openTableCell();
    walk(children, builder);
    builder.closeTableCell();
  };
  const row = (cells: readonly DomNode[]) => {
    builder.openTableRow();
    for (const each of cells) {
      if (isBlank(each)) continue;
      cell(each.name === 'td' || each.name === 'th' ? (each.children ?? []) : [each]);
    }
    builder.closeTableRow();
  };
  builder.openTable();
  for (const child of (table.children ?? []).flatMap(withoutGroup)) {
    if (!isBlank(child)) row(child.name === 'tr' ? (child.children ?? []) : [child]);
  }
  builder.closeTable({
    tableToString: cells => rowsAsLines(cells.map(each => each.map(({ text }) => text))),
    leadingLineBreaks: options.leadingLineBreaks,
    trailingLineBreaks: options.trailingLineBreaks,
  });
};

/** One level only: deeper ones are none that a table may hold, and recursion would be the mail's to steer. */
function withoutGroup(node: DomNode): DomNode[] {
  return node.name === 'thead' || node.name === 'tbody' || node.name === 'tfoot'
    ? (node.children ?? [])
    : [node];
}

function isBlank(node: DomNode): boolean {
  return node.type === 'text' ? (node.data ?? '').trim() === '' : node.type !== 'tag';
}
