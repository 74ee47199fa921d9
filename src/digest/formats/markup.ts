/**
 * HTML and SVG that can't be broken out of: a template whose every string is escaped, and nothing else gets in save the
 * page's own style.
 */
import { fitted } from '../cells.js';
import { formatStamp } from '../stamp.js';
import { type Phrase, written } from './phrase.js';

/** Markup that is safe to put on a page. Made here alone. */
export class Markup {
  readonly #text: string;
  constructor(template: TemplateStringsArray, values: readonly Inserted[]) {
    this.#text = template.map((text, index) => text + inserted(values[index])).join('');
  }
  toString(): string {
    return this.#text;
  }
}

type Inserted = string | number | null | undefined | Markup | readonly Markup[];

/** Strings are escaped, null is left out, a list of markup is put in as it is. */
export function markup(template: TemplateStringsArray, ...values: readonly Inserted[]): Markup {
  return new Markup(template, values);
}

function inserted(value: Inserted): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'object') return value instanceof Markup ? value.toString() : value.join('');
  return escaped(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe as text and in a quoted attribute: HTML Living Standard §13.1.2.3 and §13.1.3. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, character => ENTITIES[character] ?? '');
}

/** More of one value would push what is to be read off the page. */
const MAX_CELLS = 400;

/** Markup of our own that was written as a whole. Never of words from elsewhere. */
export function verbatim(own: string): Markup {
  const template = Object.assign([own], { raw: [own] });
  return new Markup(template, []);
}

/** Words from elsewhere: what reorders or can't be seen is spelled out, and their direction stays their own. @param cells - a longer text is cut */
export function foreignMarkup(text: string, cells = MAX_CELLS): Markup {
  return markup`<bdi>${fitted(text, cells)}</bdi>`;
}

/** An instant as readers see it, with the exact one behind it. @param iso - UTC, ISO 8601 */
export function instantMarkup(iso: string, timeZone: string): Markup {
  return markup`<time datetime="${iso}">${formatStamp(new Date(iso), timeZone)}</time>`;
}

/** A phrase as markup. @param timeZone - IANA name */
export function phraseMarkup(fragments: Phrase, timeZone: string): readonly Markup[] {
  return written<Markup>(fragments, {
    own: text => markup`${text}`,
    foreign: text => foreignMarkup(text),
    instant: iso => instantMarkup(iso, timeZone),
  });
}
