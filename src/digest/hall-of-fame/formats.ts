/** The hall of fame as it is published. Names are foreign words, and are shown as they are wherever they stand. Pure. */
import { counted } from '../../counted.js';
import { htmlPage } from '../formats/html-page.js';
import { foreignMarkdown } from '../formats/markdown-text.js';
import { foreignMarkup, markup } from '../formats/markup.js';
import { jsonForTerminal } from '../terminal.js';
import type { Credited, HallOfFame } from './hall-of-fame.js';

/** A longer name is cut. */
const NAME_CELLS = 80;

const TITLE = 'Hall of fame';
const THANKS = 'We thank those who reported vulnerabilities to us, by the names they asked for.';
const NOBODY = 'Nobody is named yet.';

export const HALL_FORMATS = {
  markdown: hallMarkdown,
  html: hallHtml,
  json: (hall: HallOfFame) => `${jsonForTerminal(hall, 2)}\n`,
} as const satisfies Readonly<Record<string, (hall: HallOfFame) => string>>;

export type HallFormat = keyof typeof HALL_FORMATS;

function hallMarkdown(hall: HallOfFame): string {
  const names = hall.credited.map(one => `- ${foreignMarkdown(one.name, NAME_CELLS)} (${detailOf(one)})`);
  const others = othersOf(hall);
  const parts = [
    `# ${TITLE}`,
    THANKS,
    names.length === 0 ? NOBODY : names.join('\n'),
    ...(others === null ? [] : [others]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function hallHtml(hall: HallOfFame): string {
  const names = hall.credited.map(
    one => markup`<li>${foreignMarkup(one.name, NAME_CELLS)} <span class="soft">(${detailOf(one)})</span></li>
`,
  );
  const list = markup`<ul class="concerns">
${names}</ul>
`;
  const others = othersOf(hall);
  const body = markup`<header>
<h1>${TITLE}</h1>
<p>${THANKS}</p>
</header>
<main>
${hall.credited.length === 0 ? markup`<p>${NOBODY}</p>\n` : list}${others === null ? null : markup`<p>${others}</p>\n`}</main>
`;
  return htmlPage(TITLE, true, body);
}

function detailOf({ years, reports }: Credited): string {
  return reports === 1 ? years.join(', ') : `${years.join(', ')}; ${counted(reports, 'report')}`;
}

function othersOf({ notNamed, credited }: HallOfFame): string | null {
  if (notNamed === 0) return null;
  return `${credited.length === 0 ? '' : 'And '}${notNamed} who asked not to be named.`;
}
