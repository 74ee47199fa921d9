/**
 * The style of the HTML digest, and its hash, which is all that the page's policy lets in. Small text has a contrast of
 * 4.5 to 1 or more in both colour schemes (WCAG 2.2, 1.4.3), what is drawn 3 to 1 (1.4.11).
 */
import { createHash } from 'node:crypto';

const LIGHT = `--ground: #fcfcfb; --card: #ffffff; --ink: #1b1f23; --soft: #59626b; --rule: #dcdfe3; --track: #e6e9ec;
  --accent: #1f5fa8; --elapsed: #5b83ad; --soon: #8a5a00; --soon-fill: #b97a0a; --late: #b3261e; --late-ground: #f6d5d2;`;
const DARK = `--ground: #15181b; --card: #1b1f23; --ink: #e7e9eb; --soft: #a4adb6; --rule: #343a41; --track: #2c3238;
  --accent: #8abdf5; --elapsed: #6d96c2; --soon: #efb84f; --soon-fill: #cf972b; --late: #ff938a; --late-ground: #5a2926;`;

export const STYLE = `
:root { color-scheme: light dark; ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 62rem; padding: 1.75rem 1.25rem 3rem; background: var(--ground); color: var(--ink);
  font: 0.9375rem/1.5 -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Helvetica, Arial, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
h1, h2, h3, p, ul, ol, dl, dd, figure { margin: 0; padding: 0; }
h1 { font-size: 1.5rem; line-height: 1.2; letter-spacing: -0.012em; }
h2 { font-size: 1.125rem; line-height: 1.3; margin: 2.5rem 0 0.75rem; padding-bottom: 0.35rem; border-bottom: 2px solid var(--ink); }
h2 .many { color: var(--soft); font-weight: 400; }
h3 { font-size: 1rem; line-height: 1.35; }
a { color: var(--accent); text-underline-offset: 0.15em; }
a .id { text-decoration: underline; text-underline-offset: 0.15em; }
main time { white-space: nowrap; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.soft, .about, figcaption, footer { color: var(--soft); }
.about { margin-bottom: 0.75rem; }
.id { font: 0.875em/1 ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace; display: inline-block; max-width: 100%; }
.severity { display: inline-block; padding: 0 0.4em; border: 1px solid var(--rule); border-radius: 3px; font-size: 0.8125rem; font-weight: 400; color: var(--soft); letter-spacing: 0; }
.severity.high { border-color: currentColor; color: var(--late); font-weight: 600; }
.late { color: var(--late); font-weight: 600; }
.soon { color: var(--soon); font-weight: 600; }

header p { margin-top: 0.25rem; color: var(--soft); }
.figures { display: flex; flex-wrap: wrap; margin-top: 1.25rem; border: 1px solid var(--rule); border-radius: 6px; background: var(--card); list-style: none; overflow: hidden; }
.figures li { flex: 1 1 6rem; border-left: 1px solid var(--rule); margin-left: -1px; }
.figures a { display: block; padding: 0.55rem 0.9rem 0.6rem; color: inherit; text-decoration: none; }
.figures a:hover { background: var(--track); }
.figures a:focus-visible { outline-offset: -3px; }
.figures strong { display: block; font-size: 1.625rem; line-height: 1.15; font-weight: 600; letter-spacing: -0.02em; }
.figures .pressing strong { color: var(--late); }
.figures span { color: var(--soft); }

.lists { list-style: none; display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin-top: 0.75rem; }
.lists a[aria-current] { color: inherit; font-weight: 600; text-decoration: none; }
.search { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.5rem; margin: 1rem 0 1.25rem; }
.search input { flex: 1 1 14rem; min-width: 0; }
.search input, .search button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--soft); border-radius: 4px; padding: 0.35rem 0.6rem; }

.sheet { margin-top: 1.25rem; border: 1px solid var(--rule); border-radius: 6px; background: var(--card); padding: 0.6rem 0.9rem; }
.sheet > div { display: grid; grid-template-columns: 9rem 1fr; gap: 0 1rem; padding: 0.15rem 0; }
.sheet dt { color: var(--soft); }
.words { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font: 0.875rem/1.5 ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace; }
pre:not(.words) { margin: 0.5rem 0; padding: 0.6rem 0.9rem; border: 1px solid var(--rule); border-radius: 6px; background: var(--card); white-space: pre-wrap; }
main > h3 { margin: 1.25rem 0 0.25rem; }
main > p { margin-top: 0.5rem; }
@media (max-width: 36rem) { .sheet > div { grid-template-columns: 1fr; padding: 0.35rem 0; } }

.nothing { margin-top: 1rem; padding: 1.25rem; border: 1px solid var(--rule); border-radius: 6px; background: var(--card); }
.nothing strong { display: block; font-size: 1.125rem; }

.to-do { list-style: none; }
.to-do > li { padding: 0.6rem 0.9rem; border: 1px solid var(--rule); border-left-width: 4px; border-radius: 4px; background: var(--card); margin-bottom: 0.5rem; break-inside: avoid; }
.to-do > .is-late { border-left-color: var(--late); }
.to-do > .is-soon { border-left-color: var(--soon-fill); border-left-style: double; border-left-width: 6px; padding-left: calc(0.9rem - 2px); }
.to-do h3 .id { color: var(--soft); font-weight: 400; margin-right: 0.35em; }
.to-do h3 .severity { margin-left: 0.25em; vertical-align: 0.08em; }
.to-do .soft { font-size: 0.875rem; }
.reasons { list-style: none; margin-top: 0.35rem; }
.reasons li { padding-left: 1.1rem; text-indent: -1.1rem; }
.reasons li::before { content: "\\2022"; display: inline-block; width: 1.1rem; text-indent: 0; color: var(--soft); }
.reasons .is-late::before { content: "!"; color: var(--late); font-weight: 700; }
.reasons b { font-weight: 600; }
.concerns { padding-left: 1.1rem; }
.concerns li { margin-bottom: 0.3rem; }

table { width: 100%; border-collapse: collapse; }
caption { text-align: left; color: var(--soft); padding-bottom: 0.4rem; }
th, td { padding: 0.5rem 1rem 0.5rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--rule); }
thead th { padding-top: 0; font-size: 0.8125rem; font-weight: 600; color: var(--soft); white-space: nowrap; }
tbody th { font-weight: 400; }
.reports tbody .id { margin-right: 0.4em; }
th:last-child, td:last-child { padding-right: 0; }
tr { break-inside: avoid; }
.number { text-align: right; white-space: nowrap; }
.stamp, .status { white-space: nowrap; }
.by { display: block; margin-top: 0.15rem; font-size: 0.875rem; color: var(--soft); }
.by .severity { margin-left: 0.35em; }

figure { margin-bottom: 1.25rem; break-inside: avoid; }
figcaption { margin-top: 0.35rem; font-size: 0.875rem; max-width: 48rem; }
svg { display: block; overflow: visible; font-size: 0.75rem; }
svg text { fill: var(--soft); unicode-bidi: isolate; }
.bars { width: calc(100% - 11.5rem); margin: 0 4.75rem 0 6.75rem; }
.bars .name { fill: var(--ink); font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace; font-size: 0.75rem; }
svg .count { fill: var(--ink); font-weight: 600; }
svg .end { fill: var(--ink); }
.track { fill: var(--track); }
.elapsed { fill: var(--elapsed); }
.elapsed.soon { fill: var(--soon-fill); }
.elapsed.late { fill: var(--soft); }
svg rect.late:not(.elapsed) { stroke: var(--late); stroke-width: 1; }
svg text.soon { fill: var(--soon); }
svg text.late { fill: var(--late); }
.hatch-ground { fill: var(--late-ground); }
.hatch-line { fill: var(--late); }
.axis, .mark { stroke: var(--soft); stroke-width: 1; }
.mark { stroke-dasharray: 2 3; }
.mark.end { stroke: var(--ink); stroke-dasharray: none; }
.now { stroke: var(--ink); stroke-width: 2; }

.numbers { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 1.25rem 2.5rem; align-items: start; }
.numbers > :only-child { grid-column: 1 / -1; max-width: 34rem; }
.numbers th { white-space: nowrap; }
.numbers th, .numbers td { padding-top: 0.28rem; padding-bottom: 0.28rem; }
footer { margin-top: 2.5rem; font-size: 0.875rem; border-top: 1px solid var(--rule); padding-top: 0.75rem; }

@media screen and (max-width: 44rem) {
  body { padding: 1.1rem 1rem 2rem; }
  .figures li { flex: 1 1 0; text-align: center; }
  .figures a { padding: 0.45rem 0.15rem 0.5rem; font-size: 0.8125rem; }
  .numbers { grid-template-columns: minmax(0, 1fr); }
  .reports thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; white-space: nowrap; }
  .reports, .reports tbody, .reports caption { display: block; }
  .reports tr { display: flex; flex-wrap: wrap; gap: 0 1.1rem; padding: 0.55rem 0; border-bottom: 1px solid var(--rule); }
  .reports th, .reports td { padding: 0; border: 0; text-align: left; white-space: normal; }
  .reports tbody th { flex: 1 1 100%; }
  .reports td { font-size: 0.875rem; }
  .reports td::before { content: attr(data-name) " "; color: var(--soft); font-weight: 400; }
}
@media (prefers-contrast: more) { :root { --soft: var(--ink); --rule: var(--ink); } }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print {
  @page { size: A4; margin: 14mm; }
  :root { color-scheme: light; ${LIGHT} --ground: #ffffff; }
  html { font-size: 10pt; }
  body { max-width: none; padding: 0; }
  h2 { margin-top: 1.5rem; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  h2, h3, caption, thead { break-after: avoid; }
  a, a .id { color: inherit; text-decoration: none; }
}
`;

/** CSP Level 3 §2.3.1: the hash of exactly what stands between the tags. */
export const STYLE_SOURCE = `'sha256-${createHash('sha256').update(STYLE, 'utf8').digest('base64')}'`;
