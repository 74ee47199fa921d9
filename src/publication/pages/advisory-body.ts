/** What an advisory says, as HTML: on its page, and in the feeds. Pure. */
import type { Advisory, AdvisoryProduct } from '../../advisory/advisory.js';
import { versionWords } from '../../advisory/version-words.js';
import { capitalised } from '../../capitalised.js';
import { foreignMarkup, type Markup, markup } from '../../digest/formats/markup.js';
import { judgedSeverity } from '../../report/severity/judged.js';
import { uriOf } from '../uri.js';

/** More than any field of an advisory may hold, so that nothing of it is cut. */
const WHOLE = 100_000;

const REMEDY_NAMES: Readonly<Record<Advisory['remedies'][number]['kind'], string>> = {
  vendor_fix: 'Fix',
  workaround: 'Workaround',
  mitigation: 'Mitigation',
  none_available: 'No remedy yet',
  no_fix_planned: 'No fix is planned',
};

/** Words of the advisory, whole. */
export function said(words: string): Markup {
  return foreignMarkup(words, WHOLE);
}

/** @returns its fields below its title; headings are of the third level, since a page's parts have the second */
export function advisoryBody(advisory: Advisory): Markup {
  const { description, products, remedies, references, credits } = advisory;
  return markup`${facts(advisory)}${description === null ? null : paragraphs(description)}${productList(products)}${part(
    'What to do',
    remedies.map(
      ({ kind, text, url }) =>
        markup`${REMEDY_NAMES[kind]}: ${lines(text)}${url === null ? null : markup` ${link(url, url)}`}`,
    ),
  )}${part(
    'References',
    references.map(({ text, url }) => link(url, text)),
  )}${part('Thanks to', credits.map(said))}`;
}

/** "High (CVSS 8.1)", and the vector. @returns null where nobody judged it */
export function severityOf({ severity }: Pick<Advisory, 'severity'>): string | null {
  const judged = severity === null ? null : judgedSeverity(severity);
  if (judged === null) return null;
  const word = judged.rating === null ? null : capitalised(judged.rating);
  const score = judged.score === null ? null : `CVSS ${judged.score.toFixed(1)}`;
  return [word ?? score, word === null || score === null ? null : `(${score})`].filter(Boolean).join(' ');
}

function facts(advisory: Advisory): Markup {
  const { cve, ghsa, cwe, severity } = advisory;
  const vector = severity === null ? null : (judgedSeverity(severity)?.vector ?? null);
  const rows = [
    ['Severity', [severityOf(advisory), vector].filter(value => value !== null).join(', ')],
    ['CVE', cve.join(', ')],
    ['GHSA', ghsa.join(', ')],
    ['Weakness', cwe.join(', ')],
  ].filter(([, value]) => value !== '');
  if (rows.length === 0) return markup``;
  const items = rows.map(([name, value = '']) => markup`<li>${name}: ${said(value)}</li>\n`);
  return markup`<ul class="concerns">\n${items}</ul>\n`;
}

/** A blank line begins a paragraph. */
function paragraphs(text: string): readonly Markup[] {
  return text
    .split(/\r?\n[ \t]*(?:\r?\n[ \t]*)+/)
    .filter(one => one.trim() !== '')
    .map(one => markup`<p>${lines(one)}</p>\n`);
}

function lines(text: string): readonly Markup[] {
  return text.split(/\r?\n/).map((line, at) => markup`${at === 0 ? null : markup`<br>`}${said(line)}`);
}

function productList(products: readonly AdvisoryProduct[]): Markup {
  return part(
    'Products',
    products.map(({ name, purl, affected, fixed, notAffected }) => {
      const kinds = [
        ['affected', affected],
        ['fixed', fixed],
        ['not affected', notAffected],
      ] as const;
      const told = kinds
        .filter(([, versions]) => versions.length > 0)
        .map(([kind, versions]) => markup`<br>${kind}: ${said(versions.map(versionWords).join('; '))}`);
      return markup`${said(name)}${purl === null ? null : markup` (${said(purl)})`}${told}`;
    }),
  );
}

function part(title: string, items: readonly Markup[]): Markup {
  if (items.length === 0) return markup``;
  return markup`<h3>${title}</h3>\n<ul class="concerns">\n${items.map(item => markup`<li>${item}</li>\n`)}</ul>\n`;
}

/** @param url - http or https, by the schema of the advisory */
function link(url: string, text: string): Markup {
  return markup`<a href="${uriOf(url)}" rel="noopener nofollow">${said(text)}</a>`;
}
