/** The policy as the configuration makes it, and the pages: the same words, and none that does anything. */
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { advisoryIndex, advisoryPage } from '../../src/publication/pages/pages.js';
import { type PolicyFacts, policyBlocks, securityBlocks } from '../../src/publication/policy/policy.js';
import { policyMarkdown, policyPage } from '../../src/publication/policy/rendered.js';
import { HOSTILE_ADVISORY, PUBLISHER, published } from './hostile-advisories.js';
import { FACTS, FINGERPRINT } from './policy-facts.js';

const textOf = (html: string) =>
  html
    .replace(/^[\s\S]*<body>|<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();

const asPage = (facts: PolicyFacts) => policyPage('Policy', policyBlocks(facts));
const asMarkdown = (facts: PolicyFacts) => policyMarkdown(policyBlocks(facts));
const rendered = (markdown: string) => new MarkdownIt({ html: true }).render(markdown);

describe('the policy', () => {
  it('says what is configured', () => {
    const text = textOf(asPage(FACTS));
    for (const part of [
      'security@example.test',
      'Put Security Alert into its subject',
      'https://form.example.test/report',
      'within 2 working days',
      'Monday, Tuesday, Wednesday, Thursday and Sunday, save on public holidays (United Arab Emirates), 08:00 to 16:00 (Asia/Dubai)',
      '60 days after your report',
      'English or German',
      '236F A83B BAD4 76E2 ED9F 76BF 8861 B2D1 C26B 6CE4',
      `gpg --fetch-keys ${FACTS.key?.url}`,
      'Thunderbird',
      'Proton Mail',
    ]) {
      expect(text).toContain(part);
    }
  });

  it.each([
    [null, 'Thursday and Sunday, 08:00 to 16:00'],
    [{ country: 'DE', state: 'HE' }, 'save on public holidays (Germany, DE-HE), 08:00'],
  ])('says whose holidays count: %j', (holidays, says) => {
    expect(textOf(asPage({ ...FACTS, holidays }))).toContain(says);
  });

  it('says the same as a page and as Markdown, whatever stands in the configuration', () => {
    const hostile = { ...FACTS, name: 'A & B `x` <b>*_[c](d)', subject: '``Alert`` | # 1. <script>' };
    for (const facts of [FACTS, hostile]) {
      expect(textOf(rendered(asMarkdown(facts)))).toBe(textOf(asPage(facts)));
    }
    expect(rendered(asMarkdown(hostile))).not.toContain('<script');
    expect(asPage(hostile)).not.toContain('<script');
  });

  it('has people find the key by the address where it can be found so', () => {
    const found = {
      ...FACTS,
      key: { fingerprint: FINGERPRINT, url: 'https://x.test/k', isFoundByAddress: true },
    };
    expect(textOf(asPage(found))).toContain('gpg --locate-external-keys security@example.test');
  });

  it('says nothing of encryption where there is no key', () => {
    expect(textOf(asPage({ ...FACTS, key: null }))).not.toMatch(/OpenPGP|How to encrypt/);
  });

  it('is named by SECURITY.md, which says the rest itself', () => {
    const text = policyMarkdown(securityBlocks(FACTS, 'https://example.test/policy'));
    expect(text).toMatch(/^# Security\n/);
    expect(text).toContain('<https://example.test/policy>');
    expect(text).not.toContain('How to encrypt\n');
  });
});

describe('the page of an advisory', () => {
  const hostile = published(2, HOSTILE_ADVISORY, ['2026-04-01T10:00:00.000Z', '2026-05-01T10:00:00.000Z']);

  it('shows every word and runs none', () => {
    const page = String(advisoryPage(hostile, PUBLISHER, 'UTC', 'csaf.json').content);
    expect(page).not.toMatch(/<script|\son\w+=|javascript:/i);
    expect(page).toContain('default-src &#39;none&#39;');
    expect(textOf(page)).toContain('First <script>alert(1)</script> ]]> &amp; &lt; "quoted"');
    expect(textOf(page)).toContain('Critical (CVSS 9.8), CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H');
    expect(page).not.toContain('\u202e');
    const hrefs = [...page.matchAll(/href="([^"]*)"/g)].map(([, href]) => href ?? '');
    expect(hrefs.filter(href => !/^(?:https?:\/\/|index\.html$|\.\.\/csaf\.json$)/.test(href))).toEqual([]);
  });

  it('of a draft says so and is for no search engine', () => {
    const page = String(advisoryPage({ ...hostile, isDraft: true }, PUBLISHER, 'UTC', null).content);
    expect(page).toContain('A draft');
    expect(page).toContain('noindex');
    const index = String(advisoryIndex([hostile], PUBLISHER, 'UTC', true).content);
    expect(index).toContain('noindex');
    expect(index).not.toContain('atom.xml');
  });

  it('stands in the list with its severity and its day', () => {
    const index = textOf(String(advisoryIndex([hostile], PUBLISHER, 'UTC', false).content));
    expect(index).toContain('TS-2026-0002');
    expect(index).toContain('Critical (CVSS 9.8), 2026-04-01 10:00');
  });
});
