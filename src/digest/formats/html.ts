/**
 * The digest as a page: one file that runs nothing, loads nothing and shows whatever a mail says as text. Its policy
 * (Content Security Policy Level 3) allows its own style by hash and nothing else, should a word ever get out of place.
 */

import { formatInstant } from '../../deadlines/deadlines.js';
import { acknowledgementFigure, openFigure } from '../charts/figures.js';
import type { DigestContents } from '../contents.js';
import { CLOSED_COLUMNS, NEW_COLUMNS, OPEN_COLUMNS, reportTable, toDoItem } from './html-report.js';
import { STYLE, STYLE_SOURCE } from './html-style.js';
import { instantMarkup, type Markup, markup, phraseMarkup, verbatim } from './markup.js';
import { concerns, figures, isNothingToDo, NOTHING_TO_DO, numberRows, whileNothing } from './overview.js';
import { IN_JSON, leftOut, leftToDo, shortened, shownToDo } from './shortened.js';

/** Content Security Policy Level 3: nothing but our own style. */
export const POLICY = [
  "default-src 'none'",
  `style-src ${STYLE_SOURCE}`,
  "img-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Writes the page. The same contents give the same bytes. */
export function digestHtml(contents: DigestContents): string {
  const { generatedAt, since, timeZone } = contents;
  return `${markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${titleText(contents)}</title>
<style>${verbatim(STYLE)}</style>
</head>
<body>
<header>
<h1>Security reports</h1>
<p><time datetime="${generatedAt}">${formatInstant(new Date(generatedAt), timeZone)}</time>, with what is new since ${instantMarkup(since, timeZone)}. Times are those of ${timeZone}.</p>
<nav aria-label="Sections"><ul class="figures">
${figures(contents).map(
  ({ section, label, count }) =>
    markup`<li${isPressing(label, count) ? markup` class="pressing"` : null}><a href="#${section}"><strong>${count}</strong> <span>${label}</span></a></li>
`,
)}</ul></nav>
</header>
<main>
${toDoSection(contents)}${concernSections(contents)}${newSection(contents)}${openSection(contents)}${closedSection(contents)}${numbersSection(contents)}</main>
<footer><p>Words of reports stand here as they came; nothing in them was opened or fetched. Handle this page like the reports themselves.</p></footer>
</body>
</html>
`}`;
}

function titleText(contents: DigestContents): string {
  if (isNothingToDo(contents)) return 'Security reports: nothing to do';
  return `Security reports: ${contents.toDo.length} to do, ${contents.numbers.overdue} overdue`;
}

function isPressing(label: string, count: number): boolean {
  return label === 'overdue' && count > 0;
}

function section(id: string, title: string, count: number | null, content: Markup | null): Markup {
  const many = count === null ? null : markup` <span class="many">${count}</span>`;
  return markup`<section aria-labelledby="${id}">
<h2 id="${id}">${title}${many}</h2>
${content}</section>
`;
}

function toDoSection(contents: DigestContents): Markup {
  const { toDo } = contents;
  if (isNothingToDo(contents)) {
    const rest = markup`<p class="nothing"><strong>${NOTHING_TO_DO}</strong> ${whileNothing(contents)}</p>
`;
    return section('to-do', 'To do now', null, rest);
  }
  if (toDo.length === 0) {
    return section(
      'to-do',
      'To do now',
      null,
      markup`<p>No report waits; see below for the rest.</p>
`,
    );
  }
  const items = shownToDo(contents).map((one, index) => toDoItem(one, index, contents));
  return section(
    'to-do',
    'To do now',
    toDo.length,
    markup`<ol class="to-do">
${items}</ol>
${leftMarkup(leftToDo(contents))}`,
  );
}

function concernSections(contents: DigestContents): Markup[] {
  return concerns(contents).map(({ id, title, about, lines }) => {
    const items = shortened(lines).map(
      line => markup`<li>${phraseMarkup(line, contents.timeZone)}</li>
`,
    );
    return section(
      id,
      title,
      lines.length,
      markup`<p class="about">${about}</p>
<ul class="concerns">
${items}</ul>
${leftMarkup(leftOut(lines, IN_JSON))}`,
    );
  });
}

function newSection(contents: DigestContents): Markup {
  const { new: recent, since, timeZone } = contents;
  const content =
    recent.length === 0
      ? markup`<p>Nothing new since ${instantMarkup(since, timeZone)}.</p>
`
      : markup`${reportTable('Recorded since then, the newest first', shortened(recent), NEW_COLUMNS, contents)}${leftMarkup(leftOut(recent))}`;
  return section('new', 'New', recent.length, content);
}

function openSection(contents: DigestContents): Markup {
  const { open, disclosureDays } = contents;
  if (open.length === 0)
    return section(
      'open',
      'Open',
      0,
      markup`<p>No report is open.</p>
`,
    );
  const table = reportTable(
    `Every open report, the oldest first; disclosure is promised within ${disclosureDays} days`,
    shortened(open),
    OPEN_COLUMNS,
    contents,
  );
  return section(
    'open',
    'Open',
    open.length,
    markup`${openFigure(contents)}${table}${leftMarkup(leftOut(open))}`,
  );
}

function closedSection(contents: DigestContents): Markup {
  const { closed, since, timeZone } = contents;
  const content =
    closed.length === 0
      ? markup`<p>None was closed since ${instantMarkup(since, timeZone)}.</p>
`
      : markup`${reportTable('Closed since then', shortened(closed), CLOSED_COLUMNS, contents)}${leftMarkup(leftOut(closed, IN_JSON))}`;
  return section('closed', 'Recently closed', closed.length, content);
}

/** What a list left out, below it. */
function leftMarkup(left: string | null): Markup | null {
  return left === null
    ? null
    : markup`<p class="about">${left}</p>
`;
}

function numbersSection(contents: DigestContents): Markup {
  const { days } = contents.numbers;
  const rows = numberRows(contents).map(
    ([name, value]) => markup`<tr><th scope="row">${name}</th><td>${value}</td></tr>
`,
  );
  return section(
    'numbers',
    'Numbers',
    null,
    markup`<div class="numbers">
<table>
<caption>Over the last ${days === 1 ? 'day' : `${days} days`}</caption>
<tbody>
${rows}</tbody>
</table>
${acknowledgementFigure(contents)}</div>
`,
  );
}
