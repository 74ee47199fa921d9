/** The charts of the digest as figures: each with the same facts in words under it. */
import type { DigestContents } from '../contents.js';
import { type Markup, markup } from '../formats/markup.js';
import { dayMarks } from '../formats/report-words.js';
import { acknowledgementBuckets } from './acknowledgements.js';
import { deadlineBars } from './deadline-bars.js';
import { bucketFacts, histogram } from './histogram.js';
import { ageBuckets } from './open-by-age.js';

/** The open reports against their deadlines; null where none is open. */
export function openFigure(contents: DigestContents): Markup | null {
  const { open, disclosureDays } = contents;
  if (open.length === 0) return null;
  const bars = deadlineBars(contents);
  if (bars !== null)
    return figure(bars, `A bar begins on the day a report came and ends today. ${standing(contents)}`);
  const buckets = ageBuckets(contents);
  const drawn = histogram({
    id: 'ages',
    title: `Age in days of ${open.length} open reports`,
    buckets,
    limit: `${disclosureDays} days`,
  });
  return figure(drawn, `Open reports by age: ${bucketFacts(buckets)}.`);
}

/** How many open reports are beyond each day mark. */
function standing({ open, disclosureDays }: DigestContents): string {
  const [first, second] = dayMarks(disclosureDays);
  const among = (from: number, to: number) =>
    open.filter(({ ageDays }) => ageDays >= from && ageDays < to).length;
  const overdue = open.filter(({ daysLeft }) => daysLeft < 0).length;
  return [
    `${among(0, first)} younger than ${first} days`,
    `${among(first, second)} from ${first} to ${second - 1}`,
    `${among(second, Number.POSITIVE_INFINITY)} from ${second} on`,
    `${overdue} overdue.`,
  ].join(', ');
}

/** How much of the time promised the answers took; null where none was given. */
export function acknowledgementFigure({ numbers }: DigestContents): Markup | null {
  const { acknowledgements } = numbers;
  if (acknowledgements.length === 0) return null;
  const buckets = acknowledgementBuckets(acknowledgements);
  const drawn = histogram({
    id: 'answers',
    title: `How much of the time promised ${acknowledgements.length} answers took`,
    buckets,
    limit: 'promised',
  });
  return figure(drawn, `How much of the time promised the answers took: ${bucketFacts(buckets)}.`);
}

function figure(drawn: Markup, caption: string): Markup {
  return markup`<figure>
${drawn}
<figcaption>${caption}</figcaption>
</figure>
`;
}
