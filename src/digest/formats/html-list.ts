/** Reports as a page: those of a status, or those that hold words. Shows whatever a mail says as text. */
import { capitalised } from '../../capitalised.js';
import { counted } from '../../counted.js';
import { isWaiting } from '../../life/status.js';
import type { ReportSummary } from '../../store/summaries.js';
import { severityCell } from '../report-table.js';
import { htmlPage } from './html-page.js';
import { foreignMarkup, instantMarkup, type Markup, markup } from './markup.js';

/** Which reports a page shows. */
export const LISTS = ['open', 'closed', 'all'] as const;
export type ListName = (typeof LISTS)[number];

export interface ShownList {
  /** null where words are searched for. */
  readonly name: ListName | null;
  /** What is searched for; empty where nothing is, or, without a `name`, where that is not known any more. */
  readonly words: string;
  readonly reports: readonly ReportSummary[];
  /** Whether there are more than are shown. */
  readonly hasMore: boolean;
}

/** Characters of a search; the store reads no more words than these hold. */
const MOST_WORDS = 200;

/** Cells of a name and of a summary in a table. */
const NAME_CELLS = 40;
const SUMMARY_CELLS = 160;

/** Writes the page. */
export function listHtml(shown: ShownList, timeZone: string): string {
  const { name, words, reports, hasMore } = shown;
  const title = name === null ? 'Search' : `${capitalised(name)} reports`;
  const links = LISTS.map(
    one => markup`<li><a href="/?list=${one}"${one === name ? markup` aria-current="page"` : null}>${one}</a></li>
`,
  );
  const nothing =
    name === null && words === ''
      ? 'It is not known any more what was searched for here. Search again.'
      : 'No report is like that.';
  const body = markup`<header>
<h1>${title}</h1>
<nav aria-label="Lists"><ul class="lists">
${links}<li><a href="/digest">digest</a></li>
</ul></nav>
<form class="search" role="search" action="/search" method="post">
<label for="words">Words or a number</label>
<input id="words" name="words" type="search" maxlength="${MOST_WORDS}" value="${words}" autocomplete="off">
<button>Search</button>
</form>
</header>
<main>
${reports.length === 0 ? markup`<p class="nothing">${nothing}</p>\n` : table(title, reports, timeZone)}${hasMore ? markup`<p class="about">There are more: a search finds them.</p>\n` : null}</main>
<footer><p>Words of reports stand here as they came. Handle this page like the reports themselves.</p></footer>
`;
  return htmlPage(`Security reports: ${title.toLowerCase()}`, false, body, { hasForm: true });
}

function table(title: string, reports: readonly ReportSummary[], timeZone: string): Markup {
  const heads = COLUMNS.map(column => markup`<th role="columnheader" scope="col">${column}</th>`);
  return markup`<table class="reports" role="table">
<caption>${title}, ${counted(reports.length, 'report')}</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Report</th>${heads}</tr></thead>
<tbody role="rowgroup">
${reports.map(report => row(report, timeZone))}</tbody>
</table>
`;
}

const COLUMNS = ['Came', 'Answer due', 'Status', 'Severity', 'Who'];

function row(report: ReportSummary, timeZone: string): Markup {
  const { number, summary, reporterName, reporterEmail, receivedAt, acknowledgeBy, life } = report;
  const due = isWaiting(life.status, life.acknowledgedAt)
    ? instantMarkup(acknowledgeBy.toISOString(), timeZone)
    : null;
  const cells = [
    instantMarkup(receivedAt.toISOString(), timeZone),
    due,
    markup`${life.status}`,
    markup`${severityCell(report)}`,
    foreignMarkup(life.assignedTo ?? 'nobody', NAME_CELLS),
  ].map((cell, index) => markup`<td role="cell" class="text" data-name="${COLUMNS[index]}">${cell}</td>`);
  return markup`<tr role="row"><th role="rowheader" scope="row"><a href="/reports/${number}"><span class="id">${number}</span></a> ${foreignMarkup(summary ?? '(no summary)', SUMMARY_CELLS)}<span class="by">${foreignMarkup(reporterName ?? reporterEmail ?? '', NAME_CELLS)}</span></th>${cells}</tr>
`;
}
