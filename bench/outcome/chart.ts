/** The bars of a run as one SVG, which needs no fonts and no scripts and can be read in the dark. */
import { escapeHtml } from '../../src/receipt/layout.js';
import type { Bars } from '../part.js';
import { digits } from '../world/figures.js';

const WIDTH = 900;
const NAMES = 300;
const VALUES = 130;
const ROW = 22;
const HEAD = 44;
const MARGIN = 20;

/** @param title - over all of it */
export function chart(title: string, charts: readonly Bars[]): string {
  let y = MARGIN + 30;
  const panels = charts.map(bars => {
    const panel = panelAt(y, bars);
    y += HEAD + bars.bars.length * ROW + 6;
    return panel;
  });
  const height = y + MARGIN;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeHtml(title)}">
<style>
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.title { font-size: 18px; font-weight: 600 }
.panel { font-weight: 600 }
.ours { fill: #0969da }
.other { fill: #afb8c1 }
.page { fill: #ffffff }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .page { fill: #0d1117 } .ours { fill: #4493f8 } .other { fill: #59636e } }
</style>
<rect class="page" width="${WIDTH}" height="${height}"/>
<text class="title" x="${MARGIN}" y="${MARGIN + 12}">${escapeHtml(title)}</text>
${panels.join('\n')}
</svg>
`;
}

function panelAt(top: number, { title, unit, bars }: Bars): string {
  const longest = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE);
  const room = WIDTH - NAMES - VALUES - MARGIN;
  const rows = bars.map(({ name, value, isOurs }, index) => {
    const y = top + HEAD - 10 + index * ROW;
    const width = Math.max(1, (value / longest) * room);
    return [
      `<text x="${NAMES - 8}" y="${y + 13}" text-anchor="end">${escapeHtml(name)}</text>`,
      `<rect class="${isOurs ? 'ours' : 'other'}" x="${NAMES}" y="${y}" width="${width.toFixed(1)}" height="16" rx="2"/>`,
      `<text x="${(NAMES + width + 6).toFixed(1)}" y="${y + 13}">${digits(value)}</text>`,
    ].join('');
  });
  const head = `<text class="panel" x="${MARGIN}" y="${top + 20}">${escapeHtml(title)} (${escapeHtml(unit)})</text>`;
  return [head, ...rows].join('\n');
}
