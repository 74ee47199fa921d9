/** Reports on the HTML page: in what is to be done, and as rows of the tables. */
import type { DigestContents, DigestReport, ToDo } from '../contents.js';
import { timeLeft } from './amounts.js';
import { foreignMarkup, instantMarkup, type Markup, markup, phraseMarkup } from './markup.js';
import { isBlank, orElse } from './phrase.js';
import { saidReason, urgencyOf } from './reason-words.js';
import {
  age,
  answerPhrase,
  answerState,
  assignedPhrase,
  closingPhrase,
  disclosureTime,
  disclosureUrgency,
  remarks,
  reporterPhrase,
  STATUS,
  summaryPhrase,
} from './report-words.js';
import { shownToDo } from './shortened.js';

/** A report with everything there is to do about it. @param position - from 0, among those to do */
export function toDoItem({ report, reasons }: ToDo, position: number, contents: DigestContents): Markup {
  const { timeZone } = contents;
  const lines = reasons.map(reason => {
    const { label, detail, urgency } = saidReason(reason);
    const weight = urgency === 'open' ? null : markup` class="${urgency}"`;
    return markup`<li class="is-${urgency}"><b${weight}>${label}</b>${phraseMarkup(detail, timeZone)}</li>
`;
  });
  return markup`<li class="is-${urgencyOf(reasons)}" id="to-do-${position + 1}">
<h3>${idMarkup(report.id)} ${phraseMarkup(summaryPhrase(report), timeZone)} ${severityMarkup(report)}</h3>
<p class="soft">${phraseMarkup(reporterPhrase(report), timeZone)} · ${STATUS[report.status]} · ${age(report)} · ${disclosureTime(report)} · ${phraseMarkup(assignedPhrase(report), timeZone)}</p>
<ul class="reasons">
${lines}</ul>
</li>
`;
}

/** A column of a table of reports, beside the first, which names the report. */
export interface Column<Row extends DigestReport> {
  readonly name: string;
  readonly kind: 'number' | 'stamp' | 'status' | 'text';
  readonly cell: (report: Row, contents: DigestContents) => Markup;
}

/** When it came, whether it was answered, and what is unusual about it. */
export const NEW_COLUMNS: readonly Column<DigestReport>[] = [
  column('Came', 'stamp', ({ receivedAt }, { timeZone }) => instantMarkup(receivedAt, timeZone)),
  column('Answer', 'text', (report, contents) => {
    const weight = answerState(report, contents) === 'overdue' ? markup` class="late"` : null;
    return markup`<span${weight}>${phraseMarkup(answerPhrase(report, contents), contents.timeZone)}</span>`;
  }),
  column(
    'Remarks',
    'text',
    (report, { timeZone }) => markup`${phraseMarkup(remarks(report) ?? ['none'], timeZone)}`,
  ),
];

/** How old it is, and how long until it has to be disclosed. */
export const OPEN_COLUMNS: readonly Column<DigestReport>[] = [
  column('Status', 'status', ({ status, isNew }) => markup`${STATUS[status]}${isNew ? ', new' : ''}`),
  column(
    'Who',
    'text',
    (report, { timeZone }) => markup`${phraseMarkup(orElse(report.assignedTo, 'nobody'), timeZone)}`,
  ),
  column('Age', 'number', ({ ageDays }) => markup`${ageDays} d`),
  column('To disclosure', 'number', (report, contents) => {
    const urgency = disclosureUrgency(report, contents);
    const weight = urgency === 'open' ? null : markup` class="${urgency}"`;
    return markup`<span${weight}>${timeLeft(report.daysLeft)}</span>`;
  }),
];

/** How it ended, when and why. */
export const CLOSED_COLUMNS: readonly Column<DigestContents['closed'][number]>[] = [
  column('Ended as', 'status', ({ status }) => markup`${STATUS[status]}`),
  column('When', 'stamp', ({ closedAt }, { timeZone }) => instantMarkup(closedAt, timeZone)),
  column('Why', 'text', (report, { timeZone }) => markup`${phraseMarkup(closingPhrase(report), timeZone)}`),
];

function column<Row extends DigestReport>(
  name: string,
  kind: Column<Row>['kind'],
  cell: Column<Row>['cell'],
): Column<Row> {
  return { name, kind, cell };
}

/**
 * A table of reports. A phone shows each row as a block, which takes the meaning of a table from it; the roles keep it.
 */
export function reportTable<Row extends DigestReport>(
  caption: string,
  reports: readonly Row[],
  columns: readonly Column<Row>[],
  contents: DigestContents,
): Markup {
  const places = new Map(shownToDo(contents).map(({ report }, index) => [report.id, index + 1] as const));
  const heads = columns.map(
    ({ name, kind }) => markup`<th role="columnheader" scope="col" class="${kind}">${name}</th>`,
  );
  const rows = reports.map(report => {
    const cells = columns.map(
      ({ name, kind, cell }) =>
        markup`<td role="cell" class="${kind}" data-name="${name}">${cell(report, contents)}</td>`,
    );
    return markup`<tr role="row"><th role="rowheader" scope="row">${reportCell(report, places, contents)}</th>${cells}</tr>
`;
  });
  return markup`<table class="reports" role="table">
<caption>${caption}</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Report</th>${heads}</tr></thead>
<tbody role="rowgroup">
${rows}</tbody>
</table>
`;
}

/** Its number leads to what there is to do about it. */
function reportCell(
  report: DigestReport,
  places: ReadonlyMap<string, number>,
  { timeZone }: DigestContents,
): Markup {
  const place = places.get(report.id);
  const id = idMarkup(report.id);
  const named = place === undefined ? id : markup`<a href="#to-do-${place}">${id}</a>`;
  return markup`${named} ${phraseMarkup(summaryPhrase(report), timeZone)}<span class="by">${phraseMarkup(reporterPhrase(report), timeZone)} ${severityMarkup(report)}</span>`;
}

function idMarkup(id: string): Markup {
  return markup`<span class="id">${foreignMarkup(id, SHORT)}</span>`;
}

/** What a number or a severity may take; neither is ever that long. */
const SHORT = 40;

const HIGH = /^(?:critical|high)\b/i;

function severityMarkup({ severity }: DigestReport): Markup | null {
  if (severity === null || isBlank(severity)) return null;
  const weight = HIGH.test(severity) ? ' high' : '';
  return markup`<span class="severity${weight}">${foreignMarkup(severity, SHORT)}</span>`;
}
