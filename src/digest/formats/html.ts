/**
 * The digest as a page, which shows whatever a mail says as text.
 */
import { formatInstant } from '../../deadlines/deadlines.js';
import { acknowledgementFigure, openFigure } from '../charts/figures.js';
import type { DigestContents } from '../contents.js';
import { htmlPage } from './html-page.js';
import { CLOSED_COLUMNS, NEW_COLUMNS, OPEN_COLUMNS, reportTable, toDoItem } from './html-report.js';
import { instantMarkup, type Markup, markup, phraseMarkup } from './markup.js';
import {
  concerns,
  figures,
  isNothingToDo,
  lastDays,
  NOTHING_TO_DO,
  numberRows,
  whileNothing,
} from './overview.js';
import { IN_JSON, leftOut, leftToDo, shortened, shownToDo } from './shortened.js';

/** Writes the page. The same contents give the same bytes. */
export function digestHtml(contents: DigestContents): string {
  const { generatedAt, since, timeZone } = contents;
  const body = markup`<header>
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
`;
  return htmlPage(titleText(contents), false, body);
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
<caption>Over the ${lastDays(contents)}</caption>
<tbody>
${rows}</tbody>
</table>
${acknowledgementFigure(contents)}</div>
`,
  );
}
