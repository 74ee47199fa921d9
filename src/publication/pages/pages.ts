/** Pages that people read: one for each advisory, a list of all, and the folder's first. Pure. */
import { fitted } from '../../digest/cells.js';
import { htmlPage } from '../../digest/formats/html-page.js';
import { instantMarkup, type Markup, markup } from '../../digest/formats/markup.js';
import { type PublicAdvisory, type Publisher, titleOf } from '../public-advisory.js';
import { type PublicFile, unsigned } from '../public-file.js';
import { advisoryBody, said, severityOf } from './advisory-body.js';

/** A longer title of a window is cut. */
const TITLE_CELLS = 200;

/** Below the folder, of an advisory's page. */
export function pathOfPage({ number }: Pick<PublicAdvisory, 'number'>): string {
  return `advisories/${number.toLowerCase()}.html`;
}

/** The list of all. */
export const ADVISORY_INDEX = 'advisories/index.html';

/** Beside it. */
export const FEEDS = {
  atom: { name: 'atom.xml', type: 'application/atom+xml', title: 'Atom' },
  rss: { name: 'feed.xml', type: 'application/rss+xml', title: 'RSS' },
  json: { name: 'feed.json', type: 'application/feed+json', title: 'JSON Feed' },
} as const;

export const HALL_PAGE = 'hall-of-fame.html';

/** @param timeZone - IANA name, of the dates @param machineReadable - below the folder, the CSAF document; null where there is none */
export function advisoryPage(
  advisory: PublicAdvisory,
  publisher: Publisher,
  timeZone: string,
  machineReadable: string | null,
): PublicFile {
  const { number, isDraft, revisions } = advisory;
  const title = titleOf(advisory);
  const [first] = revisions;
  const last = revisions.at(-1) ?? first;
  const history = revisions.map(
    ({ revision, at, change }) => markup`<li>${revision}: ${stamp(at, timeZone)}, ${said(change)}</li>\n`,
  );
  const body = markup`<header>
<h1>${said(title)}</h1>
<p>${number} of ${said(publisher.name)}, published ${stamp(first.at, timeZone)}${
    last === first ? null : markup`, updated ${stamp(last.at, timeZone)}`
  }</p>
${isDraft ? markup`<p class="late">A draft: not to be passed on before it is published.</p>\n` : null}</header>
<main>
${advisoryBody(advisory.advisory)}<h3>History</h3>
<ul class="concerns">
${history}</ul>
</main>
<footer>
<p><a href="index.html">All advisories</a>${
    machineReadable === null ? null : markup`, <a href="../${machineReadable}">this one as CSAF</a>`
  }</p>
${zoneNote(timeZone)}</footer>
`;
  return page(pathOfPage(advisory), `${number}: ${title}`, !isDraft, body);
}

/** @param advisories - the newest first */
export function advisoryIndex(
  advisories: readonly PublicAdvisory[],
  publisher: Publisher,
  timeZone: string,
  isDraft: boolean,
): PublicFile {
  const items = advisories.map(advisory => {
    const severity = severityOf(advisory.advisory);
    const href = pathOfPage(advisory).replace('advisories/', '');
    const [first] = advisory.revisions;
    return markup`<li><a href="${href}">${advisory.number}: ${said(titleOf(advisory))}</a> <span class="soft">${
      severity === null ? null : `${severity}, `
    }${stamp(first.at, timeZone)}</span></li>\n`;
  });
  const title = isDraft ? 'Drafts of advisories' : 'Security advisories';
  const feeds = Object.values(FEEDS);
  const links = feeds.map(
    ({ name, title: format }, index) => markup`${index === 0 ? '' : ', '}<a href="${name}">${format}</a>`,
  );
  const toFollow = markup`<p>To follow: ${links}</p>
`;
  const body = markup`<header>
<h1>${title}</h1>
<p>${said(publisher.name)}</p>
</header>
<main>
${items.length === 0 ? markup`<p>There are none yet.</p>\n` : markup`<ul class="concerns">\n${items}</ul>\n`}</main>
<footer>
${isDraft ? null : toFollow}${items.length === 0 ? null : zoneNote(timeZone)}</footer>
`;
  return page(ADVISORY_INDEX, `${title}: ${publisher.name}`, !isDraft, body, isDraft ? [] : feeds);
}

/** @param links - paths below the folder, or whole addresses, and what stands there */
export function firstPage(publisher: Publisher, links: readonly (readonly [string, string])[]): PublicFile {
  const items = links.map(([href, text]) => markup`<li><a href="${href}">${text}</a></li>\n`);
  const title = `Security of ${publisher.name}`;
  const body = markup`<header>
<h1>${said(title)}</h1>
</header>
<main>
<ul class="concerns">
${items}</ul>
</main>
`;
  return page('index.html', title, true, body);
}

/** Readers are anywhere. */
function zoneNote(timeZone: string): Markup {
  return markup`<p class="soft">Times are those of ${timeZone}.</p>\n`;
}

function stamp(at: Date, timeZone: string): Markup {
  return instantMarkup(at.toISOString(), timeZone);
}

function page(
  path: string,
  title: string,
  isPublic: boolean,
  body: Markup,
  feeds: readonly { readonly type: string; readonly name: string }[] = [],
): PublicFile {
  const alternates = feeds.map(({ type, name }) => [type, name] as const);
  return unsigned(path, htmlPage(fitted(title, TITLE_CELLS), isPublic, body, { feeds: alternates }));
}
