/** What reorders words, or can't be seen, is spelled out in every format alike. */
import { expect, it } from 'vitest';
import { publicAdvisory } from '../../src/publication/candidates.js';
import { csafFiles } from '../../src/publication/csaf/files.js';
import { cveFiles } from '../../src/publication/cve/files.js';
import { feedOf } from '../../src/publication/feeds/entry.js';
import { feedFiles } from '../../src/publication/feeds/feeds.js';
import { advisoryIndex, advisoryPage } from '../../src/publication/pages/pages.js';
import { candidateOf } from './candidate.js';
import { PUBLISHER, sampleAdvisory, sampleProduct } from './sample.js';

const AT = new Date('2026-03-01T10:00:00Z');
const TURNED = 'one \u202etwo\u202c \u200bthree\u2066';
const UNSEEN = /[\u200b-\u200f\u2028-\u202e\u2060-\u206f]/;

it('is in no file that is published', async () => {
  const advisory = sampleAdvisory({
    title: TURNED,
    description: TURNED,
    products: [
      sampleProduct({
        name: TURNED,
        affected: [TURNED],
        fixed: [`2 ${TURNED}`],
        notAffected: [`3 ${TURNED}`],
      }),
    ],
    remedies: [{ kind: 'workaround', text: TURNED, url: `https://example.org/${TURNED}` }],
    references: [{ text: TURNED, url: `https://example.org/${TURNED}` }],
    credits: [TURNED],
  });
  const published = publicAdvisory(candidateOf(advisory, TURNED, AT), false, false);
  if (published === null) throw new Error('nothing is published');
  const csaf = await csafFiles([published], PUBLISHER, null, AT);
  expect(csaf.refused).toEqual([]);
  const files = [
    ...csaf.files,
    ...(await cveFiles([published], PUBLISHER)),
    ...feedFiles(feedOf([published], PUBLISHER, AT)),
    advisoryPage(published, PUBLISHER, 'UTC', null),
    advisoryIndex([published], PUBLISHER, 'UTC', false),
  ];
  const naming = files.filter(({ content }) => String(content).includes('two'));
  expect(naming.map(({ path }) => path.replace(/^.*\//, '')).sort()).toEqual([
    'CVE-2026-12345.json',
    'atom.xml',
    'csaf-feed-tlp-white.json',
    'feed.json',
    'feed.xml',
    'index.html',
    'sec-2026-0001.html',
    'sec-2026-0001.json',
  ]);
  for (const { path, content } of naming) {
    const said = path.endsWith('.json') ? JSON.stringify(JSON.parse(String(content))) : String(content);
    expect(UNSEEN.test(said), path).toBe(false);
    expect(/\\u\{202e\}two/.test(said), path).toBe(true);
  }
});
