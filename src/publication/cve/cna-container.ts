/**
 * An advisory → what a CVE Numbering Authority (CNA) submits for a CVE: the `cnaContainer` of the CVE Record Format 5.2.0,
 * https://github.com/CVEProject/cve-schema. Pure.
 *
 * It is a draft. The record around it is not ours to write: its state and dates are set by CVE Services, and `providerMetadata`,
 * who the CNA is, by the account that submits it.
 */
import type { Advisory, AdvisoryProduct } from '../../advisory/advisory.js';
import { capitalised } from '../../capitalised.js';
import { releases } from '../csaf/releases.js';
import type { Weaknesses } from '../csaf/vulnerability.js';
import { pathOfPage } from '../pages/pages.js';
import { canonicalPurl, mergedProducts } from '../products.js';
import { type PublicAdvisory, type Publisher, titleOf } from '../public-advisory.js';
import { publicSeverity } from '../score.js';
import { uriOf } from '../uri.js';
import { cveVersions } from './versions.js';

const MAX_TITLE = 256;
const MAX_TEXT = 4096;
const MAX_URL = 2048;

/**
 * Makes the container.
 * @param isOnly - whether the advisory has no other CVE: else nobody said which of its weaknesses are this one's
 * @param weaknesses - each CWE's name
 */
export function cnaContainer(
  published: PublicAdvisory,
  publisher: Publisher,
  isOnly: boolean,
  weaknesses: Weaknesses,
) {
  const { number, advisory, isDraft } = published;
  const problemTypes = problemTypesOf(advisory, isOnly, weaknesses);
  const metrics = metricsOf(advisory.severity);
  const solutions = remedies(advisory, ['vendor_fix', 'none_available', 'no_fix_planned']);
  const workarounds = remedies(advisory, ['workaround', 'mitigation']);
  const title = titleOf(published);
  return {
    cnaContainer: {
      affected: mergedProducts(advisory.products).map(product => affected(product, publisher.name)),
      ...(advisory.credits.length > 0
        ? { credits: [...new Set(advisory.credits)].map(value => ({ lang: 'en', value })) }
        : {}),
      ...(isDraft ? {} : { datePublic: releases(published)[0].at.toISOString() }),
      descriptions: [text(advisory.description ?? title)],
      ...(metrics === null ? {} : { metrics: [metrics] }),
      ...(problemTypes.length > 0 ? { problemTypes } : {}),
      references: references(published, publisher),
      ...(solutions.length > 0 ? { solutions } : {}),
      source: { advisory: number },
      title: shortened(title, MAX_TITLE),
      ...(workarounds.length > 0 ? { workarounds } : {}),
    },
  };
}

function affected(product: AdvisoryProduct, vendor: string) {
  const packageURL = product.purl === null ? null : packageUrl(product.purl);
  return {
    // Of versions that an advisory does not name it says nothing.
    defaultStatus: 'unknown',
    ...(packageURL === null ? {} : { packageURL }),
    product: product.name,
    vendor: shortened(vendor, 512),
    versions: cveVersions(product),
  };
}

/** The format allows no version in it, nor a range of them. */
function packageUrl(purl: string): string | null {
  const canonical = canonicalPurl(purl, null);
  return canonical === null || /[?&]vers=/.test(canonical) ? null : canonical;
}

function problemTypesOf({ cwe }: Advisory, isOnly: boolean, weaknesses: Weaknesses) {
  const own = [...new Set(cwe)].filter(id => /^CWE-[1-9]\d{0,4}$/.test(id));
  if (!isOnly && own.length > 1) return [];
  return own.map(id => ({
    descriptions: [
      { cweId: id, description: [id, weaknesses.get(id) ?? ''].join(' ').trim(), lang: 'en', type: 'CWE' },
    ],
  }));
}

function metricsOf(severity: string | null) {
  const read = publicSeverity(severity);
  if (read === null) return null;
  if (read.kind === 'word') {
    return { other: { content: { text: capitalised(read.rating) }, type: 'Qualitative severity' } };
  }
  const { version, vector, base, rating } = read.score;
  const score = { baseScore: base, vectorString: vector, version };
  const general = { format: 'CVSS', scenarios: [{ lang: 'en', value: 'GENERAL' }] };
  const rated = { ...score, baseSeverity: rating.toUpperCase() };
  switch (version) {
    case '2.0':
      return { ...general, cvssV2_0: score };
    case '3.0':
      return { ...general, cvssV3_0: rated };
    case '3.1':
      return { ...general, cvssV3_1: rated };
    case '4.0':
      return { ...general, cvssV4_0: rated };
  }
}

/** At least the advisory itself, each address once. */
function references(published: PublicAdvisory, publisher: Publisher) {
  const own = {
    name: published.number,
    tags: ['vendor-advisory'],
    url: uriOf(publisher.root + pathOfPage(published)),
  };
  const others = published.advisory.references
    .map(each => ({ name: each.text, url: uriOf(each.url) }))
    .filter(({ url }) => url.length <= MAX_URL && url !== own.url);
  return [own, ...new Map(others.toReversed().map(each => [each.url, each])).values()];
}

function remedies({ remedies: all }: Advisory, kinds: readonly Advisory['remedies'][number]['kind'][]) {
  const texts = all
    .filter(({ kind }) => kinds.includes(kind))
    .map(each => (each.url === null ? each.text : `${each.text}\n${uriOf(each.url)}`));
  return [...new Set(texts)].map(text);
}

function text(words: string) {
  return { lang: 'en', value: shortened(words, MAX_TEXT) };
}

/** @param most - in code points, as JSON Schema counts */
function shortened(words: string, most: number): string {
  const characters = [...words];
  return characters.length <= most ? words : `${characters.slice(0, most - 1).join('')}…`;
}
