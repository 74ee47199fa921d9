/** The lists of a folder of documents (CSAF 2.0 §7.1.12 to §7.1.14). Pure. */
import type { PublicAdvisory } from '../public-advisory.js';
import { documentName, documentPlace } from './places.js';
import { lastReleaseOf, newestFirst } from './releases.js';

interface Listing {
  /** Below the folder. */
  readonly name: string;
  readonly content: string;
}

/**
 * Makes the lists: of all documents, of their last changes, and a page for people in the folder and in that of each year, which
 * does what a web server's own listing of a folder does where it is turned off.
 */
export function listings(advisories: readonly PublicAdvisory[]): Listing[] {
  const newest = newestFirst(advisories);
  const places = newest.map(documentPlace);
  const years = [...new Set(places.map(place => place.slice(0, place.indexOf('/'))))].sort().reverse();
  return [
    ...years.map(year => ({
      name: `${year}/index.html`,
      content: page(
        newest
          .filter(each => documentPlace(each).startsWith(`${year}/`))
          .map(({ number }) => documentName(number)),
      ),
    })),
    { name: 'index.html', content: page([...years.map(year => `${year}/`), 'index.txt', 'changes.csv']) },
    { name: 'index.txt', content: lines([...places].sort().reverse()) },
    {
      name: 'changes.csv',
      content: lines(newest.map(each => `"${documentPlace(each)}","${lastReleaseOf(each).toISOString()}"`)),
    },
  ];
}

function lines(texts: readonly string[]): string {
  return texts.map(text => `${text}\n`).join('');
}

/** Names hold letters, digits and signs alone that mean nothing to HTML or in an address. */
function page(names: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<title>Security advisories in CSAF</title>
<ul>
${names.map(name => `<li><a href="${name}">${name}</a></li>`).join('\n')}
</ul>
</html>
`;
}
