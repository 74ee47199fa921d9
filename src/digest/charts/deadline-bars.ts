/**
 * The open reports against their disclosure: a bar each, from the day it came to today, on the days that there are.
 * Names stand left and days right of the plot, in margins that the page's style leaves free.
 */
import { fitted } from '../cells.js';
import type { DigestContents, DigestReport } from '../contents.js';
import { timeLeft } from '../formats/amounts.js';
import { type Markup, markup } from '../formats/markup.js';
import { dayMarks, disclosureUrgency } from '../formats/report-words.js';
import { hatch, share } from './histogram.js';

/** With more open than this a bar each says less than their ages counted. */
export const MAX_BARS = 40;

const TOP = 26;
const ROW = 21;
const BAR = 10;
const BOTTOM = 20;
/** How far beyond the promise the plot goes where a report is late; older ones end there and say so. */
const BEYOND = 1.2;
/** What the margin left of the plot holds, in characters of the fixed width. */
const NAME_CELLS = 14;

/**
 * Draws it.
 * @returns null where none is open, or more than MAX_BARS are
 */
export function deadlineBars(contents: DigestContents): Markup | null {
  const { open, disclosureDays } = contents;
  if (open.length === 0 || open.length > MAX_BARS) return null;
  const isAnyLate = open.some(({ ageDays }) => ageDays > disclosureDays);
  const days = Math.max(1, disclosureDays * (isAnyLate ? BEYOND : 1));
  const foot = TOP + open.length * ROW;
  const marks = dayMarks(disclosureDays).map((day, index) => {
    const x = share((day / days) * 100);
    const isEnd = index === 2;
    // The middle one stands below: on a phone the three would run into each other.
    const y = index === 1 ? foot + 14 : 14;
    return markup`<line class="mark${isEnd ? ' end' : ''}" x1="${x}" x2="${x}" y1="${TOP - 6}" y2="${foot}"/>
<text class="${isEnd ? 'end' : 'day'}" x="${x}" y="${y}" text-anchor="middle">${isEnd ? `${day} days` : String(day)}</text>
`;
  });
  const bars = open.map((report, index) =>
    bar(report, TOP + index * ROW, days, disclosureUrgency(report, contents)),
  );
  return markup`<svg class="bars" role="img" aria-labelledby="deadlines-title deadlines-desc" width="100%" height="${foot + BOTTOM}">
<title id="deadlines-title">Open reports against their ${disclosureDays} days</title>
<desc id="deadlines-desc">${open.map(barFact).join('; ')}</desc>
${hatch('deadlines')}
<text class="day" x="0" y="14">0</text>
${marks}${bars}</svg>`;
}

function barFact({ id, ageDays, daysLeft }: DigestReport): string {
  return `${fitted(id, NAME_CELLS)}: day ${ageDays}, ${timeLeft(daysLeft)}`;
}

function bar(report: DigestReport, top: number, days: number, urgency: string): Markup {
  const { id, ageDays, daysLeft } = report;
  const term = Math.max(0, ageDays + daysLeft);
  const wide = (count: number) => Math.max(0, (Math.min(count, days) / days) * 100);
  const y = top + (ROW - BAR) / 2;
  const text = y + BAR - 1;
  const late =
    ageDays > term
      ? markup`<rect class="late" fill="url(#deadlines-hatch)" x="${share(wide(term))}" y="${y}" width="${share(wide(ageDays) - wide(term))}" height="${BAR}"/>`
      : null;
  const today = share(wide(ageDays));
  return markup`<text class="name" x="0" dx="-8" y="${text}" text-anchor="end">${fitted(id, NAME_CELLS)}</text>
<rect class="track" x="0" y="${y}" width="${share(wide(term))}" height="${BAR}"/>
<rect class="elapsed ${urgency}" x="0" y="${y}" width="${share(wide(Math.min(ageDays, term)))}" height="${BAR}"/>${late}
<line class="now" x1="${today}" x2="${today}" y1="${y - 3}" y2="${y + BAR + 3}"/>
<text class="left ${urgency}" x="100%" dx="8" y="${text}">${timeLeft(daysLeft).replace(/ days?/, ' d')}</text>
`;
}
