/**
 * The digest in GitHub Flavored Markdown, to be read raw as well: for an issue, a wiki or a chat. A table only where its
 * cells are short.
 */
import { formatInstant } from '../../deadlines/deadlines.js';
import { acknowledgementBuckets } from '../charts/acknowledgements.js';
import { bucketFacts } from '../charts/histogram.js';
import type { DigestContents, DigestReport, ToDo } from '../contents.js';
import { formatStamp } from '../stamp.js';
import { timeLeft } from './amounts.js';
import { foreignMarkdown, ownMarkdown, phraseMarkdown } from './markdown-text.js';
import {
  concerns,
  figures,
  isNothingToDo,
  lastDays,
  NOTHING_TO_DO,
  numberRows,
  whileNothing,
} from './overview.js';
import { orElse, type Phrase, phrase } from './phrase.js';
import { saidReason } from './reason-words.js';
import {
  aboutPhrase,
  answerSentence,
  disclosureUrgency,
  endPhrase,
  remarks,
  reporterPhrase,
  STATUS,
  summaryPhrase,
} from './report-words.js';
import { IN_JSON, leftOut, leftToDo, shortened, shownToDo } from './shortened.js';

/** Of a summary or a name in a table. */
const CELL = 60;

/** Writes the digest as Markdown. */
export function digestMarkdown(contents: DigestContents): string {
  const { generatedAt, since, timeZone } = contents;
  const [toDo, ...others] = figures(contents).map(({ label, count }) => `${count} ${label}`);
  const parts = [
    '# Security reports',
    `${ownMarkdown(formatInstant(new Date(generatedAt), timeZone))}, with what is new since ${formatStamp(new Date(since), timeZone)} (${ownMarkdown(timeZone)}).`,
    [`**${toDo}**`, ...others].join(' · '),
    ...toDoParts(contents),
    ...concernParts(contents),
    ...newParts(contents),
    ...openParts(contents),
    ...closedParts(contents),
    ...numberParts(contents),
  ];
  return `${parts.join('\n\n')}\n`;
}

function toDoParts(contents: DigestContents): string[] {
  const { toDo } = contents;
  if (isNothingToDo(contents)) return ['## To do now', `**${NOTHING_TO_DO}** ${whileNothing(contents)}`];
  if (toDo.length === 0) return ['## To do now', 'No report waits; see below for the rest.'];
  return [
    `## To do now (${toDo.length})`,
    ...shownToDo(contents).flatMap(one => toDoPart(one, contents)),
    ...leftPart(leftToDo(contents)),
  ];
}

function toDoPart({ report, reasons }: ToDo, { timeZone }: DigestContents): string[] {
  const about = aboutPhrase(report, ' · ');
  const lines = reasons.map(reason => {
    const { label, detail } = saidReason(reason);
    return `- **${label}**${phraseMarkdown(detail, timeZone)}`;
  });
  return [`### ${named(report, timeZone)}`, phraseMarkdown(about, timeZone), lines.join('\n')];
}

function named(report: DigestReport, timeZone: string): string {
  return `${foreignMarkdown(report.id)}: ${phraseMarkdown(summaryPhrase(report), timeZone)}`;
}

function concernParts(contents: DigestContents): string[] {
  return concerns(contents).flatMap(({ title, about, lines }) => [
    `## ${title} (${lines.length})`,
    about,
    shortened(lines)
      .map(line => `- ${phraseMarkdown(line, contents.timeZone)}`)
      .join('\n'),
    ...leftPart(leftOut(lines, IN_JSON)),
  ]);
}

function newParts(contents: DigestContents): string[] {
  const { new: recent, timeZone } = contents;
  if (recent.length === 0) return ['## New (0)', 'Nothing since then.'];
  const lines = shortened(recent).map(report => {
    const { receivedAt } = report;
    const remark = remarks(report);
    const said: Phrase = phrase`by ${reporterPhrase(report)}, came ${[{ instant: receivedAt }]}; ${answerSentence(report, contents)}`;
    const all = remark === null ? said : phrase`${said}; ${remark}`;
    return `- **${named(report, timeZone)}**, ${phraseMarkdown(all, timeZone)}`;
  });
  return [`## New (${recent.length})`, lines.join('\n'), ...leftPart(leftOut(recent))];
}

function openParts(contents: DigestContents): string[] {
  const { open, disclosureDays, timeZone } = contents;
  if (open.length === 0) return ['## Open (0)', 'No report is open.'];
  const rows = shortened(open).map(report => {
    const left = timeLeft(report.daysLeft);
    const cells = [
      foreignMarkdown(report.id, CELL),
      String(report.ageDays),
      disclosureUrgency(report, contents) === 'open' ? left : `**${left}**`,
      STATUS[report.status] + (report.isNew ? ', new' : ''),
      phraseMarkdown(orElse(report.assignedTo, 'nobody'), timeZone, CELL),
      phraseMarkdown(orElse(report.severity, 'not stated'), timeZone, CELL),
      phraseMarkdown(summaryPhrase(report), timeZone, CELL),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const head = '| Report | Days | To disclosure | Status | Who | Severity | Summary |';
  return [
    `## Open (${open.length})`,
    `The oldest first; disclosure is promised within ${disclosureDays} days.`,
    [head, '| --- | ---: | --- | --- | --- | --- | --- |', ...rows].join('\n'),
    ...leftPart(leftOut(open)),
  ];
}

function closedParts({ closed, timeZone }: DigestContents): string[] {
  if (closed.length === 0) return ['## Recently closed (0)', 'None since then.'];
  const lines = shortened(closed).map(report => {
    return `- **${named(report, timeZone)}**, ${phraseMarkdown(endPhrase(report), timeZone)}`;
  });
  return [`## Recently closed (${closed.length})`, lines.join('\n'), ...leftPart(leftOut(closed, IN_JSON))];
}

/** What a list left out, below it. */
function leftPart(left: string | null): string[] {
  return left === null ? [] : [left];
}

function numberParts(contents: DigestContents): string[] {
  const { acknowledgements } = contents.numbers;
  const facts = bucketFacts(acknowledgementBuckets(acknowledgements));
  return [
    `## The ${lastDays(contents)}`,
    numberRows(contents)
      .map(([name, value]) => `- ${name}: ${value}`)
      .join('\n'),
    ...(acknowledgements.length === 0 ? [] : [`How much of the time promised the answers took: ${facts}.`]),
  ];
}
