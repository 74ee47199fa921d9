/**
 * A histogram as SVG. Places along the width are shares of it and heights are pixels, so it fills any screen and its
 * letters keep their size; colours come from the page's style.
 */
import { type Markup, markup } from '../formats/markup.js';

export interface Bucket {
  /** Under the bar; short. */
  readonly label: string;
  /** Goes behind the count in a sentence. */
  readonly name: string;
  readonly count: number;
  /** Beyond what was promised. */
  readonly isLate: boolean;
}

export interface Histogram {
  /** Unique on the page; begins the names of its parts. */
  readonly id: string;
  readonly title: string;
  readonly buckets: readonly Bucket[];
  /** What the line before the late buckets stands for. */
  readonly limit: string;
}

/** The same facts as the bars, in words: "3 from 0 to 9 days old, …". */
export function bucketFacts(buckets: readonly Bucket[]): string {
  return buckets.map(({ name, count }) => `${count} ${name}`).join(', ');
}

const TOP = 34;
const BARS = 110;
const BOTTOM = 22;
const BASE = TOP + BARS;

/** Draws it. Late bars are hatched: colour is not all that tells them. */
export function histogram({ id, title, buckets, limit }: Histogram): Markup {
  const most = Math.max(1, ...buckets.map(({ count }) => count));
  const step = 100 / buckets.length;
  const bars = buckets.map(({ label, count, isLate }, index) => {
    const height = Math.round((count / most) * BARS);
    const middle = share(step * (index + 0.5));
    return markup`<rect class="${isLate ? 'late' : 'elapsed'}"${fillOf(isLate, id)} x="${share(step * (index + 0.12))}" y="${BASE - height}" width="${share(step * 0.76)}" height="${height}"/>
<text class="count" x="${middle}" y="${BASE - height - 5}" text-anchor="middle">${count}</text>
<text x="${middle}" y="${BASE + 16}" text-anchor="middle">${label}</text>
`;
  });
  const lateFrom = buckets.findIndex(({ isLate }) => isLate);
  const at = share(step * lateFrom);
  const line =
    lateFrom <= 0
      ? null
      : markup`<line class="mark end" x1="${at}" x2="${at}" y1="6" y2="${BASE}"/>
<text class="end" x="${at}" dx="-6" y="14" text-anchor="end">${limit}</text>
`;
  return markup`<svg class="histogram" role="img" aria-labelledby="${id}-title ${id}-desc" width="100%" height="${BASE + BOTTOM}">
<title id="${id}-title">${title}</title>
<desc id="${id}-desc">${bucketFacts(buckets)}</desc>
${hatch(id)}
${line}<line class="axis" x1="0" x2="100%" y1="${BASE}" y2="${BASE}"/>
${bars}</svg>`;
}

/** What is late is filled with this. @param id - of the chart */
export function hatch(id: string): Markup {
  return markup`<defs><pattern id="${id}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch-ground" width="6" height="6"/><rect class="hatch-line" width="3" height="6"/></pattern></defs>`;
}

/** The attribute that fills a shape with the hatch. */
function fillOf(isLate: boolean, id: string): Markup | null {
  return isLate ? markup` fill="url(#${id}-hatch)"` : null;
}

/** "12.5%"; two decimals, so that the same data gives the same bytes. @param percentage - from 0 to 100 */
export function share(percentage: number): string {
  return `${Number(percentage.toFixed(2))}%`;
}
