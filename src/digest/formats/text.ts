/** The digest for a terminal or the text of a mail: the same sections as the page, bars of characters for the chart. */
import pc from 'picocolors';
import { formatInstant } from '../../deadlines/deadlines.js';
import type { DigestContents, DigestReport, ToDo } from '../contents.js';
import { formatStamp } from '../stamp.js';
import { timeLeft } from './amounts.js';
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
import { saidReason, type Urgency } from './reason-words.js';
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
import { columnOf, phraseText, wrapped } from './text-rows.js';

const MARGIN = 2;
const ID = 13;
/** Under a report's summary. */
const INDENT = MARGIN + ID + 1;
const BAR = 12;
const LEFT = 13;
/** Of an open report: what stands before who has it, who has it, and the least that says anything of a summary. */
const BEFORE_WHO = INDENT + BAR + 1 + 7 + 1 + LEFT + 1;
const WHO = 13 + 1 + 10 + 1;
const MIN_SUMMARY = 16;
/** Narrower than this a screen gets lines that it breaks itself. */
const MIN_WIDTH = 60;

const COLOUR: Readonly<Record<Urgency, (text: string) => string>> = {
  late: pc.red,
  soon: pc.yellow,
  open: text => text,
};

/**
 * Writes the digest out.
 * @param width - cells of the screen
 */
export function digestText(contents: DigestContents, width = 120): string {
  const { generatedAt, since, timeZone } = contents;
  const screen = Math.max(MIN_WIDTH, width);
  const counts = figures(contents).map(({ label, count }) => `${count} ${label}`);
  const head = [
    pc.bold(`Security reports, ${formatInstant(new Date(generatedAt), timeZone)}`),
    ...wrapped(
      `${counts.join(', ')}; new and closed since ${formatStamp(new Date(since), timeZone)}, times of ${timeZone}`,
      screen,
      0,
    ),
  ];
  const sections = [
    head,
    toDoRows(contents, screen),
    ...concerns(contents).map(({ title, about, lines }) => [
      `${pc.bold(title)} (${lines.length})`,
      ...wrapped(about, screen, MARGIN).map(pc.dim),
      ...shortened(lines).flatMap(line => wrapped(`- ${phraseText(line, timeZone)}`, screen, MARGIN, 2)),
      ...leftRows(leftOut(lines, IN_JSON), screen),
    ]),
    newRows(contents, screen),
    openRows(contents, screen),
    closedRows(contents, screen),
    numbersRows(contents, screen),
  ];
  return `${sections.map(rows => rows.join('\n')).join('\n\n')}\n`;
}

function toDoRows(contents: DigestContents, width: number): string[] {
  const { toDo } = contents;
  if (isNothingToDo(contents)) {
    return [pc.bold(pc.green(NOTHING_TO_DO)), ...wrapped(whileNothing(contents), width, 0)];
  }
  if (toDo.length === 0) return [`${pc.bold('To do now')}: no report; see below for the rest`];
  return [
    `${pc.bold('To do now')} (${toDo.length})`,
    ...shownToDo(contents).flatMap((one, index) => [
      ...(index === 0 ? [] : ['']),
      ...toDoBlock(one, contents, width),
    ]),
    ...leftRows(leftToDo(contents), width),
  ];
}

function toDoBlock({ report, reasons }: ToDo, { timeZone }: DigestContents, width: number): string[] {
  const about = aboutPhrase(report, ', ');
  const lines = reasons.flatMap(reason => {
    const { label, detail, urgency } = saidReason(reason);
    const mark = urgency === 'late' ? '!' : '-';
    const rows = wrapped(`${mark} ${label}${phraseText(detail, timeZone)}`, width, INDENT, 2);
    return rows.map((row, index) => (index === 0 ? row.replace(label, () => COLOUR[urgency](label)) : row));
  });
  return [
    ...named(report, phraseText(summaryPhrase(report), timeZone), width).map((row, index) =>
      index === 0 ? row : pc.bold(row),
    ),
    ...wrapped(phraseText(about, timeZone), width, INDENT).map(pc.dim),
    ...lines,
  ];
}

/** The number of a report, and words beside it that go on under themselves. */
function named({ id }: DigestReport, words: string, width: number): string[] {
  const [first = '', ...more] = wrapped(words, width, INDENT);
  return [`${' '.repeat(MARGIN)}${pc.cyan(columnOf(id, ID))} ${first.slice(INDENT)}`, ...more];
}

function newRows(contents: DigestContents, width: number): string[] {
  const { new: recent, timeZone } = contents;
  if (recent.length === 0) return [`${pc.bold('New')}: nothing`];
  const rows = shortened(recent).flatMap(report => {
    const remark = remarks(report);
    const said = phrase`${reporterPhrase(report)}, ${answerSentence(report, contents)}`;
    const all = remark === null ? said : phrase`${said}; ${remark}`;
    return [
      ...named(report, phraseText(summaryPhrase(report), timeZone), width),
      ...wrapped(phraseText(all, timeZone), width, INDENT).map(pc.dim),
    ];
  });
  return [`${pc.bold('New')} (${recent.length})`, ...rows, ...leftRows(leftOut(recent), width)];
}

function openRows(contents: DigestContents, width: number): string[] {
  const { open, disclosureDays, timeZone } = contents;
  if (open.length === 0) return [`${pc.bold('Open')}: none`];
  const plain = (words: Phrase) => phraseText(words, timeZone);
  const rows = shortened(open).map(report => {
    const { id, ageDays, daysLeft, status } = report;
    const colour = COLOUR[disclosureUrgency(report, contents)];
    const columns = [
      ' '.repeat(MARGIN) + pc.cyan(columnOf(id, ID)),
      colour(barOf(ageDays, daysLeft)) + `${ageDays} d `.padStart(7),
      colour(timeLeft(daysLeft).padEnd(LEFT)),
    ];
    const room = width - BEFORE_WHO;
    // A narrow screen goes without what the digest says elsewhere, too.
    if (room >= WHO + MIN_SUMMARY) {
      const told = `${STATUS[status].padEnd(13)} ${columnOf(plain(orElse(report.assignedTo, 'nobody')), 10)}`;
      columns.push(pc.dim(told), columnOf(plain(summaryPhrase(report)), room - WHO));
    } else if (room >= MIN_SUMMARY) columns.push(columnOf(plain(summaryPhrase(report)), room));
    return columns.join(' ').trimEnd();
  });
  return [
    `${pc.bold('Open')} (${open.length}), the oldest first, against ${disclosureDays} days`,
    ...rows,
    ...leftRows(leftOut(open), width),
  ];
}

/** What a list left out, below it. */
function leftRows(left: string | null, width: number): string[] {
  return left === null ? [] : ['', ...wrapped(left, width, MARGIN)];
}

/** How much of the time to disclosure is gone; beyond it there is a sign behind the bar. */
function barOf(ageDays: number, daysLeft: number): string {
  const term = Math.max(1, ageDays + daysLeft);
  const gone = Math.max(0, Math.min(BAR, Math.floor((ageDays / term) * BAR)));
  return '█'.repeat(gone) + '░'.repeat(BAR - gone) + (daysLeft < 0 ? '!' : ' ');
}

function closedRows({ closed, timeZone }: DigestContents, width: number): string[] {
  if (closed.length === 0) return [`${pc.bold('Closed')}: none`];
  const rows = shortened(closed).flatMap(report => {
    return [
      ...named(report, phraseText(summaryPhrase(report), timeZone), width),
      ...wrapped(phraseText(endPhrase(report), timeZone), width, INDENT).map(pc.dim),
    ];
  });
  return [`${pc.bold('Closed')} (${closed.length})`, ...rows, ...leftRows(leftOut(closed, IN_JSON), width)];
}

function numbersRows(contents: DigestContents, width: number): string[] {
  const rows = numberRows(contents).flatMap(([name, value]) =>
    wrapped(`${name.padEnd(20)} ${value}`, width, MARGIN, 21),
  );
  return [pc.bold(`The ${lastDays(contents)}`), ...rows];
}
