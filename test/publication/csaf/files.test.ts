/** The folder that programs find documents of CSAF in. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { csafDocument } from '../../../src/publication/csaf/document.js';
import { type CsafFiles, csafFiles } from '../../../src/publication/csaf/files.js';
import { refusal, wish } from '../../../src/publication/csaf/sentences.js';
import { sortedJson } from '../../../src/publication/csaf/sorted-json.js';
import { loadValidator, loadWeaknesses } from '../../../src/publication/csaf/validate.js';
import type { PublicFile } from '../../../src/publication/public-file.js';
import type { ReportNumber } from '../../../src/store/reports.js';
import { PUBLISHER, sampleProduct, samplePublic } from '../sample.js';

const KEY = { fingerprint: 'ab'.repeat(20), armored: '-----BEGIN PGP PUBLIC KEY BLOCK-----\n' };
const SINCE = new Date('2026-01-01T00:00:00Z');
const CSAF = 'https://example.org/security/.well-known/csaf';

const FIRST = samplePublic();
const SECOND = samplePublic(
  { title: 'ts-scan "leaks"', description: null },
  {
    number: 'SEC-2025-0007' as ReportNumber,
    revisions: [
      { revision: 1, at: new Date('2025-12-31T23:59:59Z'), change: 'Initial publication.' },
      { revision: 2, at: new Date('2026-04-01T00:00:00Z'), change: 'The fix.' },
    ],
  },
);

let folder: string;
let written: CsafFiles;

beforeAll(async () => {
  // The library compiles its schemas while it loads.
  await loadValidator();
  folder = mkdtempSync(join(tmpdir(), 'csaf-'));
  written = await csafFiles([FIRST, SECOND], PUBLISHER, KEY, SINCE);
  for (const { path, content } of written.files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function paths({ files }: CsafFiles): string[] {
  return files.map(({ path }) => path);
}

function contentOf(path: string, { files }: CsafFiles = written): string {
  return String(files.find(file => file.path === path)?.content);
}

function json(path: string, from?: CsafFiles) {
  return JSON.parse(contentOf(path, from));
}

/** What `format: uri` and the patterns of CSAF's schemas for metadata and feeds come to. */
const uri = z.url({ protocol: /^https$/ }).regex(/^[!-~]+$/);
const jsonUri = uri.regex(/\.json$/);
const instant = z.iso.datetime();
const link = z.object({ href: uri, rel: z.string().min(1) });
const links = z.tuple([z.object({ href: jsonUri, rel: z.literal('self') })], link);
const category = z.tuple([
  z.object({ scheme: z.literal('urn:ietf:params:rolie:category:information-type'), term: z.literal('csaf') }),
]);

/** By the ROLIE feed schema of CSAF 2.0 (ROLIE_feed_json_schema.json). */
const feedSchema = z.strictObject({
  feed: z.strictObject({
    id: z.string().regex(/^[a-zA-Z0-9+\-_.]+$/),
    title: z.string().min(1),
    link: links,
    category,
    updated: instant,
    entry: z.array(
      z.strictObject({
        id: z.string().regex(/^\S(.*\S)?$/),
        title: z.string().min(1),
        link: links,
        published: instant,
        updated: instant,
        summary: z.strictObject({ content: z.string().min(1) }),
        content: z.strictObject({ src: jsonUri, type: z.literal('application/json') }),
        format: z.strictObject({
          schema: z.literal('https://docs.oasis-open.org/csaf/csaf/v2.0/csaf_json_schema.json'),
          version: z.literal('2.0'),
        }),
      }),
    ),
  }),
});

/** By the provider metadata schema of CSAF 2.0 (provider_json_schema.json). */
const metadataSchema = z.strictObject({
  canonical_url: uri.regex(/\/provider-metadata\.json$/),
  distributions: z.array(
    z.strictObject({
      directory_url: uri.optional(),
      rolie: z
        .strictObject({
          feeds: z.array(
            z.strictObject({ summary: z.string(), tlp_label: z.literal('WHITE'), url: jsonUri }),
          ),
          services: z.array(jsonUri),
        })
        .optional(),
    }),
  ),
  last_updated: instant,
  list_on_CSAF_aggregators: z.boolean(),
  metadata_version: z.literal('2.0'),
  mirror_on_CSAF_aggregators: z.boolean(),
  public_openpgp_keys: z
    .array(z.strictObject({ fingerprint: z.string().regex(/^[0-9a-fA-F]{32,}$/), url: uri }))
    .optional(),
  publisher: z.strictObject({
    category: z.literal('vendor'),
    contact_details: z.string().min(1),
    name: z.string().min(1),
    namespace: uri,
  }),
  role: z.enum(['csaf_provider', 'csaf_trusted_provider']),
});

const DOCUMENT = '.well-known/csaf/white/2026/sec-2026-0001.json';
const METADATA = '.well-known/csaf/provider-metadata.json';
const FEED = '.well-known/csaf/white/csaf-feed-tlp-white.json';
const OLDER = '.well-known/csaf/white/2025/sec-2025-0007.json';

it('is checked without what would ask the network', () => {
  const loaded = Object.keys(createRequire(import.meta.url).cache);
  expect(loaded.filter(file => file.includes('/node_modules/ajv/'))).not.toEqual([]);
  expect(loaded.filter(file => file.includes('/node_modules/undici/'))).toEqual([]);
});

describe('the folder of CSAF', () => {
  it('has every document in the year of its first release, with hashes, and before what names it', () => {
    expect(paths(written)).toEqual([
      DOCUMENT,
      `${DOCUMENT}.sha256`,
      `${DOCUMENT}.sha512`,
      OLDER,
      `${OLDER}.sha256`,
      `${OLDER}.sha512`,
      `.well-known/csaf/openpgp/${'AB'.repeat(20)}.asc`,
      '.well-known/csaf/white/2026/index.html',
      '.well-known/csaf/white/2025/index.html',
      '.well-known/csaf/white/index.html',
      '.well-known/csaf/white/index.txt',
      '.well-known/csaf/white/changes.csv',
      '.well-known/csaf/white/csaf-feed-tlp-white.json',
      '.well-known/csaf/service.json',
      '.well-known/csaf/provider-metadata.json',
    ]);
    expect(written).toMatchObject({ refused: [], warned: [] });
  });

  it('signs the documents, and says so', () => {
    const signed = (files: readonly PublicFile[]) =>
      files.filter(({ isSigned }) => isSigned).map(({ path }) => path);
    expect(signed(written.files)).toEqual([DOCUMENT, OLDER]);
  });

  it.each(['sha256', 'sha512'])('has hashes that %ssum checks', algorithm => {
    for (const place of ['2026/sec-2026-0001.json', '2025/sec-2025-0007.json']) {
      const [year = '', name] = place.split('/');
      const cwd = join(folder, '.well-known/csaf/white', year);
      const said = execFileSync(`${algorithm}sum`, ['--check', '--strict', `${name}.${algorithm}`], { cwd });
      expect(said.toString()).toBe(`${name}: OK\n`);
    }
  });

  it('lists all documents, and what changed last first', () => {
    expect(contentOf('.well-known/csaf/white/index.txt')).toBe(
      '2026/sec-2026-0001.json\n2025/sec-2025-0007.json\n',
    );
    expect(contentOf('.well-known/csaf/white/changes.csv')).toBe(
      '"2025/sec-2025-0007.json","2026-04-01T00:00:00.000Z"\n"2026/sec-2026-0001.json","2026-03-01T09:00:00.000Z"\n',
    );
    expect(contentOf('.well-known/csaf/white/2025/index.html')).toContain(
      '<a href="sec-2025-0007.json">sec-2025-0007.json</a>',
    );
    expect(contentOf('.well-known/csaf/white/2025/index.html')).not.toContain('2026');
  });

  it('has a feed by the rules of its schema, that names hashes and signatures', () => {
    const { feed } = feedSchema.parse(json('.well-known/csaf/white/csaf-feed-tlp-white.json'));
    expect(feed.updated).toBe('2026-04-01T00:00:00.000Z');
    expect(feed.link).toEqual([{ href: `${CSAF}/white/csaf-feed-tlp-white.json`, rel: 'self' }]);
    expect(feed.entry.map(({ id }) => id)).toEqual(['SEC-2025-0007', 'SEC-2026-0001']);
    const src = `${CSAF}/white/2025/sec-2025-0007.json`;
    expect(feed.entry[0]).toMatchObject({
      title: 'ts-scan "leaks"',
      published: '2025-12-31T23:59:59.000Z',
      updated: '2026-04-01T00:00:00.000Z',
      content: { src },
      link: [
        { href: src, rel: 'self' },
        { href: `${src}.sha256`, rel: 'hash' },
        { href: `${src}.sha512`, rel: 'hash' },
        { href: `${src}.asc`, rel: 'signature' },
      ],
    });
  });

  it('has metadata by the rules of their schema, of a trusted provider, whose addresses are those of the files', () => {
    const metadata = metadataSchema.parse(json('.well-known/csaf/provider-metadata.json'));
    expect(metadata).toMatchObject({
      role: 'csaf_trusted_provider',
      last_updated: '2026-04-01T00:00:00.000Z',
    });
    const addresses = [
      metadata.canonical_url,
      ...(metadata.public_openpgp_keys ?? []).map(({ url }) => url),
      ...metadata.distributions.flatMap(({ rolie }) => [
        ...(rolie?.feeds ?? []).map(({ url }) => url),
        ...(rolie?.services ?? []),
      ]),
      `${metadata.distributions.find(each => each.directory_url)?.directory_url}index.txt`,
      json('.well-known/csaf/service.json').service.workspace[0].collection[0].href,
    ];
    for (const address of addresses) expect(paths(written)).toContain(address.slice(PUBLISHER.root.length));
  });

  it('is that of a provider without a key, who signs nothing', async () => {
    const unsigned = await csafFiles([FIRST], PUBLISHER, null, SINCE);
    const metadata = metadataSchema.parse(json('.well-known/csaf/provider-metadata.json', unsigned));
    expect(metadata.role).toBe('csaf_provider');
    expect(metadata).not.toHaveProperty('public_openpgp_keys');
    expect(paths(unsigned).filter(path => path.endsWith('.asc'))).toEqual([]);
    expect(unsigned.files.some(({ isSigned }) => isSigned)).toBe(false);
    expect(contentOf('.well-known/csaf/white/csaf-feed-tlp-white.json', unsigned)).not.toContain('signature');
  });

  it('is there before the first advisory, as old as what it says of the publisher', async () => {
    const empty = await csafFiles([], PUBLISHER, KEY, SINCE);
    expect(
      feedSchema.parse(json('.well-known/csaf/white/csaf-feed-tlp-white.json', empty)).feed,
    ).toMatchObject({
      entry: [],
      updated: '2026-01-01T00:00:00.000Z',
    });
    expect(json('.well-known/csaf/provider-metadata.json', empty).last_updated).toBe(
      '2026-01-01T00:00:00.000Z',
    );
  });

  it('is the same on a second run', async () => {
    expect(await csafFiles([FIRST, SECOND], PUBLISHER, KEY, SINCE)).toEqual(written);
  });

  it('has of drafts the documents alone, elsewhere and unsigned', async () => {
    const drafts = await csafFiles([{ ...FIRST, isDraft: true }], PUBLISHER, KEY, null);
    expect(drafts.files.map(({ path, isSigned }) => [path, isSigned])).toEqual([
      ['csaf/sec-2026-0001.json', false],
    ]);
    expect((await csafFiles([], PUBLISHER, KEY, null)).files).toEqual([]);
  });

  it('leaves out a document that contradicts itself, and tells which test, without its words', async () => {
    const canary = samplePublic({
      title: 'canary',
      products: [sampleProduct({ name: 'canary', affected: ['1.0'], fixed: ['1.0'] })],
    });
    const { files, refused } = await csafFiles([canary, SECOND], PUBLISHER, KEY, SINCE);
    expect(refused).toEqual([{ number: 'SEC-2026-0001', tests: ['6.1.6'] }]);
    expect(files.map(({ content }) => String(content)).join('')).not.toMatch(/canary|sec-2026-0001/i);
    const [sentence = ''] = refused.map(refusal);
    expect(sentence).toMatch(
      /^SEC-2026-0001 is not published as it is now: its CSAF document fails test 6\.1\.6 of CSAF 2\.0\./,
    );
    expect(sentence).not.toContain('canary');
  });

  it('never lets one document take the place of another', async () => {
    const other = { ...SECOND, number: 'sec_2026 0001' as ReportNumber };
    const same = { ...other, number: 'SEC_2026_0001' as ReportNumber };
    const made = await csafFiles([other, same], PUBLISHER, KEY, SINCE);
    const { refused } = made;
    expect(refused).toEqual([{ number: 'SEC_2026_0001', tests: ['5.1'] }]);
    expect(refused.map(refusal)[0]).toContain('the same file name');
    expect(json('.well-known/csaf/white/2025/sec_2026_0001.json', made).document.tracking.id).toBe(
      'sec_2026 0001',
    );
  });

  it('wishes for a score, a remedy and a package URL, and publishes without them', async () => {
    const bare = samplePublic({
      severity: 'high',
      remedies: [],
      products: [sampleProduct({ purl: null, affected: ['1.0'] })],
    });
    const { files, warned } = await csafFiles([bare], PUBLISHER, KEY, SINCE);
    expect(warned).toEqual([{ number: 'SEC-2026-0001', tests: ['6.2.2', '6.2.3', '6.2.16'] }]);
    expect(files[0]?.path).toBe(DOCUMENT);
    expect(warned.map(wish)).toEqual([
      'SEC-2026-0001 could say more as CSAF: no remedy for what is affected; no score of CVSS 2.0, 3.0 or 3.1 for what is affected; a product without a package URL.',
    ]);
  });

  it('checks a document once, and not again while its bytes are in the folder', async () => {
    const contradictory = samplePublic({ products: [sampleProduct({ affected: ['1.0'], fixed: ['1.0'] })] });
    const asked: string[] = [];
    const csaf = (before: (path: string) => Buffer | null) =>
      csafFiles([contradictory], PUBLISHER, KEY, null, before);
    const drafts = await csaf(() => null);
    expect(drafts.refused).toHaveLength(1);
    const content = sortedJson(csafDocument(contradictory, PUBLISHER, await loadWeaknesses()));
    const { files } = await csaf(path => {
      asked.push(path);
      return path === DOCUMENT ? Buffer.from(content) : null;
    });
    expect(asked).toEqual([DOCUMENT]);
    expect(files[0]?.path).toBe(DOCUMENT);
  });

  it('holds no document that is not the one its revision went out as, save that one itself', async () => {
    const wentOutAs = written.documents.get(FIRST.number) ?? '';
    const as = { ...FIRST, wentOutAs };
    expect((await csafFiles([as], PUBLISHER, KEY, SINCE)).changed).toEqual([]);
    const other = { ...PUBLISHER, name: 'Example AG' };
    const changed = await csafFiles([as], other, KEY, SINCE);
    expect([changed.changed, [...changed.documents]]).toEqual([[FIRST.number], []]);
    expect(paths(changed)).not.toContain(DOCUMENT);
    const before = (path: string) => Buffer.from(contentOf(path));
    const kept = await csafFiles([{ ...as, keptDocument: contentOf(DOCUMENT) }], other, KEY, SINCE, before);
    expect(contentOf(DOCUMENT, kept)).toBe(contentOf(DOCUMENT));
    const forged = { ...as, keptDocument: contentOf(DOCUMENT).replace('ts-scan', 'other') };
    expect((await csafFiles([forged], other, KEY, SINCE, before)).changed).toEqual([FIRST.number]);
  });

  it.each([
    [
      'the metadata, for another key',
      METADATA,
      [FIRST, SECOND],
      { ...KEY, fingerprint: 'cd'.repeat(20) },
      PUBLISHER,
    ],
    ['the metadata, for another name', METADATA, [FIRST, SECOND], KEY, { ...PUBLISHER, name: 'Example AG' }],
    ['the feed, for one that is withdrawn', FEED, [FIRST], KEY, PUBLISHER],
  ])(
    'says of %s when it was changed, and of nothing that is as it was',
    async (_, path, left, key, publisher) => {
      const now = new Date('2026-06-01T00:00:00Z');
      const before = (from: string) => Buffer.from(contentOf(from));
      const instant = (from: CsafFiles) => json(path, from).last_updated ?? json(path, from).feed.updated;
      const same = await csafFiles([FIRST, SECOND], PUBLISHER, KEY, now, before);
      expect(contentOf(path, same)).toBe(contentOf(path));
      const other = await csafFiles(left, publisher, key, now, before);
      expect(instant(other)).toBe(now.toISOString());
      // Nor does it go back with a clock.
      const early = await csafFiles(left, publisher, key, new Date('2020-01-01T00:00:00Z'), before);
      expect(Date.parse(instant(early))).toBeGreaterThan(Date.parse(instant(written)));
    },
  );
});
