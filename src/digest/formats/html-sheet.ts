/** One report in full as a page, which shows whatever a mail says as text. */
import type { Labelled, ReportSheet } from '../report-sheet.js';
import { forTerminal } from '../terminal.js';
import { htmlPage } from './html-page.js';
import { foreignMarkup, type Markup, markup } from './markup.js';

/** Cells of the summary, at the head of the page. */
const LONGEST_SUMMARY = 200;

/**
 * Writes the page.
 * @param back - address of the page that leads here, and what it is called
 */
export function reportHtml(
  sheet: ReportSheet,
  back: { readonly href: string; readonly name: string },
): string {
  const { number, summary, fields, blocks } = sheet;
  const body = markup`<header>
<p><a href="${back.href}">${back.name}</a></p>
<h1><span class="id">${number}</span> ${foreignMarkup(summary, LONGEST_SUMMARY)}</h1>
</header>
<main>
<dl class="sheet">
${fields.map(fieldMarkup)}</dl>
${blocks.map(blockMarkup)}</main>
<footer><p>Words of the report stand here as they came; nothing in them was opened or fetched. Handle this page like the report itself.</p></footer>
`;
  return htmlPage(`${number}: a security report`, false, body);
}

function fieldMarkup([label, value]: Labelled): Markup {
  return markup`<div><dt>${label}</dt><dd>${foreignMarkup(value)}</dd></div>
`;
}

function blockMarkup([label, value]: Labelled, index: number): Markup {
  const id = `part-${index + 1}`;
  return markup`<section aria-labelledby="${id}">
<h2 id="${id}">${label}</h2>
<pre class="words" dir="auto">${forTerminal(value)}</pre>
</section>
`;
}
