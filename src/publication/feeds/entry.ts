/** What the feeds tell of an advisory, whatever their format. Pure. */
import { forTerminal } from '../../digest/terminal.js';
import { advisoryBody } from '../pages/advisory-body.js';
import { ADVISORY_INDEX, pathOfPage } from '../pages/pages.js';
import { type PublicAdvisory, type Publisher, titleOf } from '../public-advisory.js';

export interface FeedEntry {
  /** Address of its page, which is what it is known by. */
  readonly url: string;
  readonly title: string;
  readonly html: string;
  /** UTC instants. */
  readonly published: Date;
  readonly updated: Date;
}

export interface Feed {
  readonly title: string;
  readonly author: string;
  /** Address of the page with all advisories. */
  readonly home: string;
  /** Address that the folder with the feeds is served under, with a slash at its end. */
  readonly base: string;
  /** UTC instant of the last change. */
  readonly updated: Date;
  /** The last that changed first. */
  readonly entries: readonly FeedEntry[];
}

/** Entries of a feed; older advisories are in the list of all. */
const MOST = 50;

/** @param since - when publishing began: what an empty feed was changed last */
export function feedOf(advisories: readonly PublicAdvisory[], publisher: Publisher, since: Date): Feed {
  const entries = advisories
    .map(advisory => entryOf(advisory, publisher.root))
    .sort((one, other) => other.updated.getTime() - one.updated.getTime() || compare(other.url, one.url))
    .slice(0, MOST);
  return {
    title: inXml(`Security advisories: ${publisher.name}`),
    author: inXml(publisher.name),
    home: publisher.root + ADVISORY_INDEX,
    base: `${publisher.root}advisories/`,
    updated: entries[0]?.updated ?? since,
    entries,
  };
}

function entryOf(advisory: PublicAdvisory, root: string): FeedEntry {
  const [first] = advisory.revisions;
  return {
    url: root + pathOfPage(advisory),
    title: inXml(`${advisory.number}: ${titleOf(advisory)}`),
    html: inXml(advisoryBody(advisory.advisory).toString()),
    published: first.at,
    updated: (advisory.revisions.at(-1) ?? first).at,
  };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** XML 1.0 §2.2 has no place for these two; what reorders the words of a reader's list is spelled out. */
function inXml(text: string): string {
  return forTerminal(text).replace(/[\ufffe\uffff]/g, '\ufffd');
}
